namespace Curate.Core.Profile.Report;

/// <summary>Quality, diversity and complexity of some rows.</summary>
public sealed record DiversitySet
{
    /// <summary><c>all</c>, or a value of the source column.</summary>
    public required string Name { get; init; }

    public required long Rows { get; init; }

    /// <summary>Rows that lack a number of their vector, and are not compared.</summary>
    public long MissingVectors { get; init; }

    /// <summary>Rows whose vector is all zeros, which has no direction; they are not compared by the cosine.</summary>
    public long ZeroVectors { get; init; }

    /// <summary>Scores, where there is a column of them and one is known.</summary>
    public NumericReport? Score { get; init; }

    /// <summary>Losses, where there is a column of them and one is known.</summary>
    public NumericReport? Loss { get; init; }

    /// <summary>Bytes of the texts.</summary>
    public NumericReport? TextBytes { get; init; }

    /// <summary>Tokens of the texts: what white space separates.</summary>
    public NumericReport? TextTokens { get; init; }

    /// <summary>Rows that <see cref="Vendi"/> is of.</summary>
    public long VendiRows { get; init; }

    /// <summary>Those are all rows that have a vector.</summary>
    public bool VendiIsExact { get; init; }

    /// <summary>The Vendi score at each order; empty without vectors.</summary>
    public IReadOnlyList<VendiValue> Vendi { get; init; } = [];

    /// <summary>Figures of the sample.</summary>
    public required SampledDiversity Sample { get; init; }
}
