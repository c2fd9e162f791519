using System.Runtime.CompilerServices;

namespace Curate.Core.Text.Tokens;

/// <summary>Code points of text that is known to be UTF-8: without checks.</summary>
internal static class Utf8Points
{
    /// <summary>The code point at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> text, int at, out int width)
    {
        byte lead = text[at];
        if (lead < 0x80)
        {
            width = 1;
            return lead;
        }

        return ReadWide(text, at, lead, out width);
    }

    /// <summary>Bytes of the character that begins with this one.</summary>
    public static int Width(byte lead) => lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    /// <summary>Where the character before an index begins.</summary>
    public static int Before(ReadOnlySpan<byte> text, int at)
    {
        do
        {
            at--;
        }
        while ((text[at] & 0xC0) == 0x80);

        return at;
    }

    private static int ReadWide(ReadOnlySpan<byte> text, int at, byte lead, out int width)
    {
        if (lead < 0xE0)
        {
            width = 2;
            return ((lead & 0x1F) << 6) | (text[at + 1] & 0x3F);
        }

        if (lead < 0xF0)
        {
            width = 3;
            return ((lead & 0x0F) << 12) | ((text[at + 1] & 0x3F) << 6) | (text[at + 2] & 0x3F);
        }

        width = 4;
        return ((lead & 0x07) << 18) | ((text[at + 1] & 0x3F) << 12) | ((text[at + 2] & 0x3F) << 6) | (text[at + 3] & 0x3F);
    }
}
