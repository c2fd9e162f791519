using System.Buffers;

namespace Curate.Core.Data;

/// <summary>Texts as strings of JSON. Only what JSON demands is escaped, so text outside ASCII stays as it is.</summary>
public static class JsonQuotes
{
    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
        (byte)'"', (byte)'\\']);

    /// <summary>Appends a string with its quotes.</summary>
    public static void Append(ByteBuffer to, ReadOnlySpan<byte> text)
    {
        to.Append((byte)'"');
        AppendEscaped(to, text);
        to.Append((byte)'"');
    }

    private static void AppendEscaped(ByteBuffer to, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            int at = text.IndexOfAny(s_escaped);
            if (at < 0)
            {
                to.Append(text);
                return;
            }

            to.Append(text[..at]);
            byte b = text[at];
            byte letter = b switch
            {
                (byte)'"' or (byte)'\\' => b,
                (byte)'\b' => (byte)'b',
                (byte)'\f' => (byte)'f',
                (byte)'\n' => (byte)'n',
                (byte)'\r' => (byte)'r',
                (byte)'\t' => (byte)'t',
                _ => 0,
            };
            if (letter != 0)
            {
                to.Append((byte)'\\');
                to.Append(letter);
            }
            else
            {
                to.Append("\\u00"u8);
                to.Append("0123456789abcdef"u8[b >> 4]);
                to.Append("0123456789abcdef"u8[b & 15]);
            }

            text = text[(at + 1)..];
        }
    }
}
