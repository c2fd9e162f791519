namespace Curate.Cli.Reports.Blocks;

/// <summary>What a report did not look at, in words.</summary>
internal static class LeftOutNotes
{
    /// <param name="blocks">Where they go.</param>
    /// <param name="where">Rows that a condition left out.</param>
    /// <param name="badRows">Bad records that were left out, by code.</param>
    /// <param name="limit">Only so many rows were read; null where all were.</param>
    public static void Add(List<Block> blocks, long where, IEnumerable<KeyValuePair<string, long>> badRows, long? limit = null)
    {
        if (where > 0)
        {
            blocks.Add(new TextBlock($"Left out: {Figures.Of(where, "row")} by --where."));
        }

        foreach ((string code, long rows) in badRows)
        {
            blocks.Add(new TextBlock($"Left out: {Figures.Of(rows, "bad record")} ({code}). See curate explain {code}.", Tone.Warning));
        }

        if (limit is { } first)
        {
            blocks.Add(new TextBlock($"A trial: only the first {Figures.Of(first, "row")} were read (--limit).", Tone.Warning));
        }
    }
}
