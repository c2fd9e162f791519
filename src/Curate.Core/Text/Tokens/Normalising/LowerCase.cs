using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>Lower case, character by character, without a culture: I with a dot becomes i and a combining dot.</summary>
internal sealed class LowerCase : ITextNormaliser
{
    private const int DottedI = 0x130;
    private static readonly byte[] s_dotted = "i\u0307"u8.ToArray();
    private readonly CharacterMap _single = new(CharacterMaps.Lower);

    public bool Apply(ReadOnlySpan<byte> text, ByteBuffer to)
    {
        if (text.IndexOf("\u0130"u8) < 0)
        {
            return _single.Apply(text, to);
        }

        for (int at = 0; at < text.Length;)
        {
            int point = Utf8Points.Read(text, at, out int width);
            if (point == DottedI)
            {
                to.Append(s_dotted);
            }
            else
            {
                to.AppendRune(CharacterMaps.Lower(point));
            }

            at += width;
        }

        return true;
    }
}
