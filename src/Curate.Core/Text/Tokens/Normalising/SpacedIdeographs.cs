using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>BERT: a space on both sides of each Chinese character, by blocks as the reference lists them.</summary>
internal sealed class SpacedIdeographs : ITextNormaliser
{
    public bool Apply(ReadOnlySpan<byte> text, ByteBuffer to)
    {
        int copied = 0;
        for (int at = 0; at < text.Length;)
        {
            int point = Utf8Points.Read(text, at, out int width);
            if (IsChinese(point))
            {
                to.Append(text[copied..at]);
                to.Append((byte)' ');
                to.Append(text.Slice(at, width));
                to.Append((byte)' ');
                copied = at + width;
            }

            at += width;
        }

        if (to.Length == 0)
        {
            return false;
        }

        to.Append(text[copied..]);
        return true;
    }

    private static bool IsChinese(int point) => point is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
