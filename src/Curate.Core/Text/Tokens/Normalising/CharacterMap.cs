using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>Each character by itself: kept, dropped, or another in its place.</summary>
/// <param name="map">The character that takes the place of one; negative = none does.</param>
internal sealed class CharacterMap(Func<int, int> map) : ITextNormaliser
{
    public bool Apply(ReadOnlySpan<byte> text, ByteBuffer to)
    {
        int copied = 0;
        bool changed = false;
        for (int at = 0; at < text.Length;)
        {
            int point = Utf8Points.Read(text, at, out int width);
            int mapped = map(point);
            if (mapped != point)
            {
                changed = true;
                to.Append(text[copied..at]);
                copied = at + width;
                if (mapped >= 0)
                {
                    to.AppendRune(mapped);
                }
            }

            at += width;
        }

        if (changed)
        {
            to.Append(text[copied..]);
        }

        return changed;
    }
}
