using System.Text;

namespace Curate.Core.Text.Tokens;

/// <summary>Bytes that grow at their end and are used again.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    public void Append(byte value)
    {
        Room(1)[0] = value;
        Length++;
    }

    public void AppendRune(int point) => Length += new Rune(point).EncodeToUtf8(Room(4));

    /// <summary>The text as UTF-8; what is no character becomes U+FFFD.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        Span<byte> room = Room(checked(text.Length * 3));
        Length += Encoding.UTF8.GetBytes(text, room);
    }

    private Span<byte> Room(int count)
    {
        int needed = checked(Length + count);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
        }

        return _bytes.AsSpan(Length);
    }
}
