namespace Curate.Core.Split;

/// <summary>Options of every splitting method.</summary>
public sealed record SplitOptions
{
    private static readonly double[] s_usual = [0.8, 0.1, 0.1];

    /// <summary>Shares of the splits; they sum to 1. Empty = 0.8, 0.1, 0.1, or what folds or cuts say.</summary>
    public IReadOnlyList<double> Fractions { get; init; } = [];

    /// <summary>Names of the splits, one for each fraction; empty = the usual ones.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Number of folds instead of fractions; 0 = fractions.</summary>
    public int Folds { get; init; }

    /// <summary>Name of the added column.</summary>
    public string Column { get; init; } = "split";

    /// <summary>Strata: each split gets the same share of each.</summary>
    public IReadOnlyList<string> Strata { get; init; } = [];

    /// <summary>Columns that name groups which stay together.</summary>
    public IReadOnlyList<string> Group { get; init; } = [];

    /// <summary>Columns whose hash fixes a row's split for good.</summary>
    public IReadOnlyList<string> ByHash { get; init; } = [];

    /// <summary>Column that holds dates, times or numbers.</summary>
    public string Time { get; init; } = "";

    /// <summary>Cut points instead of fractions, in order.</summary>
    public IReadOnlyList<string> Cuts { get; init; } = [];

    /// <summary>Rows closer than this after a cut are left out: microseconds for times, the unit of the column for numbers.</summary>
    public TimeGap Gap { get; init; } = TimeGap.None;

    /// <summary>The shares in effect.</summary>
    public IReadOnlyList<double> Shares => Folds > 0 ? [.. Enumerable.Repeat(1.0 / Folds, Folds)] : Fractions.Count > 0 ? Fractions : s_usual;

    /// <summary>The names in effect.</summary>
    public IReadOnlyList<string> SplitNames => Names.Count > 0 ? Names
        : Folds > 0 ? [.. Enumerable.Range(0, Folds).Select(static i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))]
        : Parts switch
        {
            2 => ["train", "test"],
            3 => ["train", "validation", "test"],
            _ => [.. Enumerable.Range(1, Parts).Select(static i => "part" + i.ToString(System.Globalization.CultureInfo.InvariantCulture))],
        };

    /// <summary>How many splits there are.</summary>
    public int Parts => Folds > 0 ? Folds : Cuts.Count > 0 ? Cuts.Count + 1 : Shares.Count;
}
