namespace Curate.Core.Dependencies;

/// <summary>How far dependencies are searched for, and which are worth listing. Limits are stated in the report.</summary>
public sealed record DependencyOptions
{
    /// <summary>Most columns that one search can take.</summary>
    public const int MostColumns = 64;

    /// <summary>Columns that are searched.</summary>
    public int Columns { get; init; } = 40;

    /// <summary>Most columns of a left side; 0 = no limit.</summary>
    public int LeftSide { get; init; } = 3;

    /// <summary>Largest g3 of a dependency that almost holds.</summary>
    public double Error { get; init; } = 0.05;

    /// <summary>Least mu+ of a dependency that almost holds.</summary>
    public double Strength { get; init; } = 0.5;

    /// <summary>Rows that must share their left side with another row for a dependency to be listed.</summary>
    public long Support { get; init; } = 20;

    /// <summary>Most visits of rows by the search.</summary>
    public long Work { get; init; } = 2_000_000_000;

    /// <summary>Entries of each list.</summary>
    public int List { get; init; } = 100;
}
