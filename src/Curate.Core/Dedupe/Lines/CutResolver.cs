namespace Curate.Core.Dedupe.Lines;

/// <summary>
/// From units to bytes: a unit is cut with what lies between it and the next one, and the first one with what lies before it; where the end of a text goes
/// that had no white space behind it, none is left behind the new end. Says whether enough of the text is left.
/// </summary>
/// <param name="setup">The run.</param>
internal sealed class CutResolver(CutSetup setup)
{
    private readonly UnitReader _reader = setup.NewReader(hashes: false);
    private readonly UnitReader _words = new(TextUnit.Token, null, hashes: false);
    private readonly TextPiece[] _block = new TextPiece[1024];

    /// <summary>Units of the text that was last resolved.</summary>
    public long Units { get; private set; }

    /// <summary>Turns the ranges of <paramref name="units"/> into bytes of <paramref name="text"/>.</summary>
    public void Resolve(ReadOnlySpan<byte> text, CutRow units, CutRow into)
    {
        into.Begin(units.Row);
        List<(int From, int To)> ranges = units.Ranges;
        int range = 0;
        int unit = 0;
        int start = 0;
        int keptEnd = 0;
        int lastEnd = 0;
        bool inside = false;
        _reader.Open();
        for (int read = _reader.Read(text, _block); read > 0; read = _reader.Read(text, _block))
        {
            foreach (TextPiece piece in _block.AsSpan(0, read))
            {
                if (inside && unit == ranges[range].To)
                {
                    into.Add(start, piece.Start);
                    inside = false;
                    range++;
                }

                if (!inside && range < ranges.Count && unit == ranges[range].From)
                {
                    start = unit == 0 ? 0 : piece.Start;
                    inside = true;
                }

                into.Units += inside ? 1 : 0;
                keptEnd = inside ? keptEnd : piece.End;
                lastEnd = piece.End;
                unit++;
            }
        }

        if (inside)
        {
            into.Add(lastEnd == text.Length ? keptEnd : start, text.Length);
        }

        foreach ((int from, int to) in into.Ranges)
        {
            into.Bytes += to - from;
        }

        Units = unit;
        into.Leaves = unit - into.Units < setup.MinUnits || (setup.MinWords > 0 && !HasWords(text, into));
    }

    /// <summary>Whether what is left has the words that it needs.</summary>
    private bool HasWords(ReadOnlySpan<byte> text, CutRow cut)
    {
        long words = 0;
        int at = 0;
        for (int r = 0; r <= cut.Ranges.Count && words < setup.MinWords; r++)
        {
            int end = r < cut.Ranges.Count ? cut.Ranges[r].From : text.Length;
            ReadOnlySpan<byte> left = text[at..end];
            _words.Open();
            for (int read = _words.Read(left, _block); read > 0 && words < setup.MinWords; read = _words.Read(left, _block))
            {
                words += read;
            }

            at = r < cut.Ranges.Count ? cut.Ranges[r].To : end;
        }

        return words >= setup.MinWords;
    }
}
