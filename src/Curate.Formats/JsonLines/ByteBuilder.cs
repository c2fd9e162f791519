using System.Runtime.CompilerServices;

namespace Curate.Formats.JsonLines;

/// <summary>A growing run of bytes whose storage is reused.</summary>
internal sealed class ByteBuilder
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        if (Length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[Length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Appends <paramref name="length"/> bytes and returns them to be filled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int length)
    {
        if (length > _bytes.Length - Length)
        {
            Grow(length);
        }

        Span<byte> place = _bytes.AsSpan(Length, length);
        Length += length;
        return place;
    }

    /// <summary>Takes back the last bytes of a place that was reserved too large.</summary>
    public void Shrink(int by) => Length -= by;

    /// <summary>Writes what is held to a stream and forgets it.</summary>
    public void FlushTo(Stream stream)
    {
        stream.Write(_bytes, 0, Length);
        Length = 0;
    }

    private void Grow(int by)
    {
        long needed = (long)Length + by;
        if (needed > Array.MaxLength)
        {
            Core.Errors.Fail.With(Core.Errors.ErrorCodes.RecordTooLarge, "A row grows beyond 2 GiB when it is written.");
        }

        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
    }
}
