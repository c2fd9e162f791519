namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>Cuts pieces where something matches. O(n).</summary>
/// <param name="matcher">What matches.</param>
/// <param name="behaviour">What becomes of a match.</param>
/// <param name="invert">What does not match counts as the match.</param>
internal sealed class Splitter(IMatcher matcher, SplitBehaviour behaviour, bool invert = false) : IPreTokenizer
{
    private readonly bool _mayBeEmpty = matcher is RegexMatcher;

    public void Apply(PieceText text)
    {
        foreach (PieceRange piece in text.Pieces)
        {
            text.Matches.Clear();
            matcher.FindAll(text.Bytes(piece), piece.Start, text.Matches);
            int first = text.NextPieces.Count;
            int at = piece.Start;
            bool before = false;
            foreach (PieceRange match in text.Matches)
            {
                if (match.Start > at)
                {
                    Add(text.NextPieces, first, new PieceRange(at, match.Start), invert, ref before);
                }

                Add(text.NextPieces, first, match, !invert, ref before);
                at = match.End;
            }

            if (at < piece.End)
            {
                Add(text.NextPieces, first, new PieceRange(at, piece.End), invert, ref before);
            }
        }

        if (_mayBeEmpty)
        {
            text.NextPieces.RemoveAll(static p => p.Length == 0);
        }

        text.SwapPieces();
    }

    /// <param name="pieces">The pieces so far.</param>
    /// <param name="first">The first of them that is of the same piece before.</param>
    /// <param name="part">The next part, which follows the last.</param>
    /// <param name="isMatch">It matches.</param>
    /// <param name="before">The part before matched.</param>
    private void Add(List<PieceRange> pieces, int first, PieceRange part, bool isMatch, ref bool before)
    {
        bool joins = behaviour switch
        {
            SplitBehaviour.Contiguous => isMatch == before,
            SplitBehaviour.MergedWithPrevious => isMatch && !before,

            // Of a run of matches the last one goes with what follows.
            SplitBehaviour.MergedWithNext => before && !isMatch,
            _ => false,
        };
        before = isMatch;
        if (joins && pieces.Count > first)
        {
            pieces[^1] = pieces[^1] with { End = part.End };
        }
        else if (!isMatch || behaviour != SplitBehaviour.Removed)
        {
            pieces.Add(part);
        }
    }
}
