namespace Curate.Core.Profile.Report;

/// <summary>Vectors of a column.</summary>
public sealed record VectorReport
{
    /// <summary>Numbers per vector; 0 where they differ.</summary>
    public required int Dimension { get; init; }

    public int LeastDimension { get; init; }

    public int MostDimension { get; init; }

    /// <summary>Euclidean lengths.</summary>
    public required NumericReport Norms { get; init; }

    public long ZeroVectors { get; init; }

    /// <summary>Vectors with a NaN or an infinity.</summary>
    public long NonFinite { get; init; }

    /// <summary>Vectors that equal an earlier one.</summary>
    public Estimate Duplicates { get; init; }
}
