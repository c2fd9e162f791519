using System.Text;

namespace Curate.Core.Dedupe;

/// <summary>Applies <see cref="KeyNormalization"/> to UTF-8 text. ASCII is handled byte by byte; only other text becomes a string.</summary>
internal static class KeyNormalizer
{
    /// <summary>The normalised form, in <paramref name="buffer"/> unless nothing is to be done.</summary>
    public static ReadOnlySpan<byte> Apply(KeyNormalization how, ReadOnlySpan<byte> text, ref byte[] buffer)
    {
        if (how == KeyNormalization.None)
        {
            return text;
        }

        if (Ascii.IsValid(text))
        {
            return ApplyAscii(how, text, ref buffer);
        }

        string s = Encoding.UTF8.GetString(text);
        if ((how & KeyNormalization.Nfc) != 0)
        {
            s = Text.CanonicalComposition.Apply(s);
        }

        if ((how & KeyNormalization.Lower) != 0)
        {
            s = s.ToLowerInvariant();
        }

        if ((how & KeyNormalization.Space) != 0)
        {
            s = string.Join(' ', s.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }

        int most = Encoding.UTF8.GetMaxByteCount(s.Length);
        if (buffer.Length < most)
        {
            buffer = new byte[most * 2];
        }

        return buffer.AsSpan(0, Encoding.UTF8.GetBytes(s, buffer));
    }

    private static ReadOnlySpan<byte> ApplyAscii(KeyNormalization how, ReadOnlySpan<byte> text, ref byte[] buffer)
    {
        if (buffer.Length < text.Length)
        {
            buffer = new byte[Math.Max(256, text.Length * 2)];
        }

        bool lower = (how & KeyNormalization.Lower) != 0;
        bool space = (how & KeyNormalization.Space) != 0;
        int used = 0;
        bool pending = false;
        foreach (byte b in text)
        {
            if (space && (b == ' ' || (b >= 9 && b <= 13)))
            {
                pending = used > 0;
                continue;
            }

            if (pending)
            {
                buffer[used++] = (byte)' ';
                pending = false;
            }

            buffer[used++] = lower && b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        }

        return buffer.AsSpan(0, used);
    }
}
