namespace Curate.Cli.Reports.Blocks;

/// <summary>A column of a table.</summary>
internal sealed record TableColumn(string Header)
{
    /// <summary>Aligned to the right, as numbers are.</summary>
    public bool Right { get; init; }

    public Fit Fit { get; init; }

    /// <summary>Cells that a narrow terminal leaves it.</summary>
    public int Least { get; init; } = 8;

    /// <summary>Cells that it should have: columns of <see cref="Optional"/> 3 and more go rather than leave it less.</summary>
    public int Comfort { get; init; }

    /// <summary>Columns with the highest value go first where a terminal is too narrow; 0 stays. Pages have them all.</summary>
    public int Optional { get; init; }

    /// <summary>Its cells are bars.</summary>
    public bool IsBar { get; init; }

    /// <summary>Its cells are little histograms.</summary>
    public bool IsSpark { get; init; }

    /// <summary>A column of numbers.</summary>
    public static TableColumn Number(string header, int optional = 0) => new(header) { Right = true, Optional = optional };

    /// <summary>A column of names, cut where there is no room.</summary>
    public static TableColumn Name(string header, int least = 8) => new(header) { Fit = Fit.Cut, Least = least };
}
