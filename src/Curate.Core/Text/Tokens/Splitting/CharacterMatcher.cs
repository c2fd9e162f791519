namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>Every character of a class is a match of its own.</summary>
internal sealed class CharacterMatcher(Func<int, bool> matches) : IMatcher
{
    public void FindAll(ReadOnlySpan<byte> text, int offset, List<PieceRange> found)
    {
        for (int at = 0; at < text.Length;)
        {
            int point = Utf8Points.Read(text, at, out int width);
            if (matches(point))
            {
                found.Add(new PieceRange(offset + at, offset + at + width));
            }

            at += width;
        }
    }
}
