namespace Curate.Core.Profile.Report;

/// <summary>Repeated rows and candidate keys.</summary>
public sealed record DuplicateReport
{
    /// <summary>Different rows.</summary>
    public required Estimate DistinctRows { get; init; }

    /// <summary>Rows that equal another one, the first aside.</summary>
    public required Estimate DuplicateRows { get; init; }

    /// <summary>Columns, or sets of columns, whose values are different in every row (surely where exact, else as far as the sample tells).</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    public bool KeysAreExact { get; init; }
}
