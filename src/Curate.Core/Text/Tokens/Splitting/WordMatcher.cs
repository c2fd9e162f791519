namespace Curate.Core.Text.Tokens.Splitting;

/// <summary><c>\w+|[^\w\s]+</c>: runs of word characters, and runs of what is neither of a word nor a space.</summary>
internal sealed class WordMatcher : IMatcher
{
    public void FindAll(ReadOnlySpan<byte> text, int offset, List<PieceRange> matches)
    {
        int start = 0;
        int last = 0;
        for (int at = 0; at < text.Length;)
        {
            int point = Utf8Points.Read(text, at, out int width);
            int kind = CharacterClasses.IsWord(point) ? 1 : CharacterClasses.IsSpace(point) ? 0 : 2;
            if (kind != last)
            {
                if (last != 0)
                {
                    matches.Add(new PieceRange(offset + start, offset + at));
                }

                start = at;
                last = kind;
            }

            at += width;
        }

        if (last != 0)
        {
            matches.Add(new PieceRange(offset + start, offset + text.Length));
        }
    }
}
