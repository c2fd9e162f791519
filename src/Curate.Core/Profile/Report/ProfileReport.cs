using Curate.Core.Dependencies;

namespace Curate.Core.Profile.Report;

/// <summary>
/// What <c>curate profile</c> found, as data: the summary makes it, renderers (terminal, JSON, Markdown, HTML) show it. Nothing in it depends on
/// workers, batches, splits or shards.
/// </summary>
public sealed record ProfileReport
{
    /// <summary>Version of the JSON document; it changes when a key changes its meaning or goes.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The dataset, as the user named it.</summary>
    public required string Name { get; init; }

    public required long Rows { get; init; }

    /// <summary>Bytes of the input, where known.</summary>
    public long? Bytes { get; init; }

    public ulong Seed { get; init; }

    /// <summary>Only this many first rows were looked at, or null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>Rows in the sample that sampled figures come from.</summary>
    public long SampleRows { get; init; }

    public required IReadOnlyList<ColumnReport> Columns { get; init; }

    /// <summary>Rows that occur more than once, or null where it was not asked for.</summary>
    public DuplicateReport? Duplicates { get; init; }

    /// <summary>Pairs of columns and how strongly they go together, strongest first.</summary>
    public IReadOnlyList<AssociationReport> Associations { get; init; } = [];

    /// <summary>Columns that <see cref="Associations"/> covers, in table order; a limit may leave some out.</summary>
    public IReadOnlyList<string> AssociationColumns { get; init; } = [];

    /// <summary>One per label and group column.</summary>
    public IReadOnlyList<BalanceReport> Balance { get; init; } = [];

    /// <summary>One per pair of label and group columns.</summary>
    public IReadOnlyList<CrossReport> Crosses { get; init; } = [];

    /// <summary>What columns say about each other, where it was asked for.</summary>
    public DependencyReport? Dependencies { get; init; }

    /// <summary>Quality, diversity and complexity, where it was asked for.</summary>
    public DiversityReport? Diversity { get; init; }

    /// <summary>Measures of a classifier, where predictions are among the columns.</summary>
    public MetricsReport? Metrics { get; init; }

    /// <summary>What changed against another dataset.</summary>
    public ComparisonReport? Comparison { get; init; }

    /// <summary>How the bytes are stored, for formats that can tell.</summary>
    public StorageReport? Storage { get; init; }

    /// <summary>Errors first, then warnings, then notes; by code and column within.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];
}
