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

    private int _range;
    private int _unit;
    private int _start;
    private int _keptEnd;
    private int _lastEnd;
    private bool _inside;

    /// <summary>Turns the ranges of <paramref name="units"/> into bytes of <paramref name="text"/>.</summary>
    public void Resolve(ReadOnlySpan<byte> text, CutRow units, CutRow into)
    {
        Begin(units, into);
        _reader.Open();
        for (int read = _reader.Read(text, _block); read > 0; read = _reader.Read(text, _block))
        {
            Take(_block.AsSpan(0, read), units, into);
        }

        End(text, into);
    }

    /// <summary>The same for a text whose units are at hand.</summary>
    public void Resolve(ReadOnlySpan<byte> text, ReadOnlySpan<TextPiece> pieces, CutRow units, CutRow into)
    {
        Begin(units, into);
        Take(pieces, units, into);
        End(text, into);
    }

    private void Begin(CutRow units, CutRow into)
    {
        into.Begin(units.Row);
        _range = 0;
        _unit = 0;
        _keptEnd = 0;
        _lastEnd = 0;
        _inside = false;
    }

    private void Take(ReadOnlySpan<TextPiece> pieces, CutRow units, CutRow into)
    {
        List<(int From, int To)> ranges = units.Ranges;
        foreach (ref readonly TextPiece piece in pieces)
        {
            if (_inside && _unit == ranges[_range].To)
            {
                into.Add(_start, piece.Start);
                _inside = false;
                _range++;
            }

            if (!_inside && _range < ranges.Count && _unit == ranges[_range].From)
            {
                _start = _unit == 0 ? 0 : piece.Start;
                _inside = true;
            }

            into.Units += _inside ? 1 : 0;
            _keptEnd = _inside ? _keptEnd : piece.End;
            _lastEnd = piece.End;
            _unit++;
        }
    }

    private void End(ReadOnlySpan<byte> text, CutRow into)
    {
        if (_inside)
        {
            into.Add(_lastEnd == text.Length ? _keptEnd : _start, text.Length);
        }

        foreach ((int from, int to) in into.Ranges)
        {
            into.Bytes += to - from;
        }

        into.Leaves = _unit - into.Units < setup.MinUnits || (setup.MinWords > 0 && !HasWords(text, into));
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
