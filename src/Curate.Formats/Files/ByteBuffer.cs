using System.Runtime.CompilerServices;

namespace Curate.Formats.Files;

/// <summary>
/// Bytes being put together: a growing array that writers fill and flush. Growth doubles, so appending is O(1) a byte; the array keeps
/// the size of the largest content it held.
/// </summary>
internal sealed class ByteBuffer(int initialBytes = 4096)
{
    private byte[] _bytes = new byte[initialBytes];

    public int Length { get; private set; }

    /// <summary>What was appended; valid until the next append.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Drops everything after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>At least <paramref name="bytes"/> free bytes after the content; <see cref="Advance"/> makes them content.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            Grow(bytes);
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int bytes) => Length += bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    private void Grow(int bytes)
    {
        long needed = (long)Length + bytes;
        if (needed > Array.MaxLength)
        {
            throw new OverflowException("A record to be written is larger than 2 GiB.");
        }

        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
    }
}
