namespace Curate.Core.Dependencies;

/// <summary>Values of one column that occur in another one.</summary>
public sealed record Inclusion
{
    public required string Column { get; init; }

    /// <summary>The column that has the values.</summary>
    public required string In { get; init; }

    /// <summary>The other column is one of the dataset that was named to compare with.</summary>
    public required bool IsOther { get; init; }

    /// <summary>Distinct values of the column, missing ones aside.</summary>
    public required long Distinct { get; init; }

    /// <summary>Of these, how many the other column has.</summary>
    public required long Shared { get; init; }

    /// <summary>Rows whose value the other column lacks.</summary>
    public required long Rows { get; init; }

    /// <summary>Some of the values it lacks, most rows first.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    public bool IsExact => Shared == Distinct;

    public double Share => Distinct == 0 ? 1 : (double)Shared / Distinct;
}
