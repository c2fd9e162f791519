using System.Runtime.CompilerServices;
using System.Text;
using Curate.Core.Errors;

namespace Curate.Core.Data;

/// <summary>
/// Bytes being put together: a growing array that writers fill. Growth doubles, so appending is O(1) a byte; the array keeps
/// the size of the largest content it held.
/// </summary>
/// <param name="initialBytes">Bytes that are held from the start.</param>
public sealed class ByteBuffer(int initialBytes = 1024)
{
    private byte[] _bytes = new byte[initialBytes];

    /// <summary>Bytes of content.</summary>
    public int Length { get; private set; }

    /// <summary>What was appended; valid until the next append.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets the content.</summary>
    public void Clear() => Length = 0;

    /// <summary>Drops everything after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>At least <paramref name="bytes"/> free bytes after the content; <see cref="Advance"/> makes them content.</summary>
    /// <exception cref="CurateException">The content would be larger than an array can be (2 GiB).</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int bytes)
    {
        if (_bytes.Length - Length < bytes)
        {
            Grow(bytes);
        }

        return _bytes.AsSpan(Length);
    }

    /// <summary>Makes bytes that were reserved and filled content.</summary>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>Appends <paramref name="bytes"/> bytes and returns them to be filled.</summary>
    /// <exception cref="CurateException">The content would be larger than an array can be (2 GiB).</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Take(int bytes)
    {
        Span<byte> place = Reserve(bytes)[..bytes];
        Length += bytes;
        return place;
    }

    /// <summary>Takes back the last bytes of a place that was taken too large.</summary>
    public void Shrink(int by) => Length -= by;

    /// <summary>Appends bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Appends a code point as UTF-8.</summary>
    public void AppendRune(int point) => Length += new Rune(point).EncodeToUtf8(Reserve(4));

    /// <summary>Appends a text as UTF-8; what is no character becomes U+FFFD.</summary>
    public void Append(ReadOnlySpan<char> text) => Length += Encoding.UTF8.GetBytes(text, Reserve(checked(text.Length * 3)));

    private void Grow(int bytes)
    {
        long needed = (long)Length + bytes;
        if (needed > Array.MaxLength)
        {
            Fail.With(ErrorCodes.RecordTooLarge, "A row grows beyond 2 GiB when it is put together.");
        }

        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
    }
}
