namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>Every place where a string stands, from the left, without overlap.</summary>
internal sealed class LiteralMatcher(byte[] literal) : IMatcher
{
    public void FindAll(ReadOnlySpan<byte> text, int offset, List<PieceRange> matches)
    {
        for (int at = 0, next; (next = text[at..].IndexOf(literal)) >= 0;)
        {
            at += next + literal.Length;
            matches.Add(new PieceRange(offset + at - literal.Length, offset + at));
        }
    }
}
