namespace Curate.Core.Dedupe.Lines;

/// <summary>What is cut from the text of one row. Reused from row to row.</summary>
internal sealed class CutRow
{
    public long Row { get; set; }

    /// <summary>Too little is left of the text.</summary>
    public bool Leaves { get; set; }

    /// <summary>Units cut.</summary>
    public long Units { get; set; }

    /// <summary>Bytes cut.</summary>
    public long Bytes { get; set; }

    /// <summary>What is cut, ascending, with something between one range and the next: units while they are looked for, then bytes.</summary>
    public List<(int From, int To)> Ranges { get; } = [];

    /// <summary>Starts a row with nothing cut.</summary>
    public void Begin(long row)
    {
        Row = row;
        Leaves = false;
        Units = 0;
        Bytes = 0;
        Ranges.Clear();
    }

    /// <summary>Adds a range; it may reach back over the last ones.</summary>
    public void Add(int from, int to)
    {
        while (Ranges.Count > 0 && Ranges[^1].To >= from)
        {
            (int first, int end) = Ranges[^1];
            from = Math.Min(from, first);
            to = Math.Max(to, end);
            Ranges.RemoveAt(Ranges.Count - 1);
        }

        Ranges.Add((from, to));
    }

    /// <summary>Writes what is left of a text; <paramref name="into"/> has room for it.</summary>
    public void CopyLeft(ReadOnlySpan<byte> text, Span<byte> into)
    {
        int at = 0;
        int from = 0;
        foreach ((int start, int end) in Ranges)
        {
            text[from..start].CopyTo(into[at..]);
            at += start - from;
            from = end;
        }

        text[from..].CopyTo(into[at..]);
    }
}
