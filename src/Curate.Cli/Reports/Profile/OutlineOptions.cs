namespace Curate.Cli.Reports.Profile;

/// <summary>How much of a profile a report shows.</summary>
internal sealed record OutlineOptions
{
    /// <summary>Every row of every table and a piece per column; otherwise the most telling ones, with a word on how many there are.</summary>
    public bool Full { get; init; }

    /// <summary>Drawings are wanted, and pieces per column that stay folded: a page.</summary>
    public bool IsPage { get; init; }

    /// <summary>Rows of a list that a report shows; a page has room for more than a terminal.</summary>
    public int Most(int brief, int page = 500) => Full ? int.MaxValue : IsPage ? Math.Max(brief, page) : brief;

    /// <summary>What a cut list says about the rest, or null where nothing is cut.</summary>
    public static string? Rest(int all, int shown, string what = "") =>
        all <= shown ? null : $"{Figures.Count(all - shown)} more{(what.Length > 0 ? " " + what : "")} (--report-detail full)";
}
