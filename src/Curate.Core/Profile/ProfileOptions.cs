using Curate.Core.Dependencies;
using Curate.Core.Profile.Diversity;

namespace Curate.Core.Profile;

/// <summary>What <c>curate profile</c> is asked to look at. Column lists are resolved names.</summary>
public sealed record ProfileOptions
{
    /// <summary>Columns to describe; empty = all.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyList<string> Labels { get; init; } = [];

    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Signs between the labels of one value (<c>a|b</c>); null = one label per row. JSON arrays need none.</summary>
    public string? LabelSeparator { get; init; }

    /// <summary>Predicted class, or null.</summary>
    public string? Prediction { get; init; }

    /// <summary>Predicted probability of the positive class (one column), or one column per class in the order of sorted class names.</summary>
    public IReadOnlyList<string> Probabilities { get; init; } = [];

    /// <summary>The class that counts as positive where there are two; null = the rarer one.</summary>
    public string? Positive { get; init; }

    /// <summary>Shares of missed positives to recompute measures under.</summary>
    public IReadOnlyList<double> AssumeMissed { get; init; } = [];

    /// <summary>Embedding column, or null.</summary>
    public string? Embedding { get; init; }

    /// <summary>Columns of the association matrix; empty = the first <see cref="MostAssociations"/> that are neither free text nor identifiers.</summary>
    public IReadOnlyList<string> Associations { get; init; } = [];

    /// <summary>Columns that the association matrix takes by itself.</summary>
    public int MostAssociations { get; init; } = 40;

    /// <summary>Rows of the bottom-k sample.</summary>
    public int Sample { get; init; } = 10_000;

    /// <summary>Frequent values shown per column.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Rows that a class needs to be learned and measured.</summary>
    public long UsableMinimum { get; init; } = 50;

    /// <summary>Groups below this many rows are reported as small.</summary>
    public long SmallGroup { get; init; } = 30;

    /// <summary>Whether whole rows are hashed for repeated rows and keys.</summary>
    public bool Duplicates { get; init; } = true;

    /// <summary>Whether functional dependencies, keys and inclusions are searched for.</summary>
    public bool FindDependencies { get; init; }

    /// <summary>How far they are searched for.</summary>
    public DependencyOptions Dependencies { get; init; } = new();

    /// <summary>Whether quality, diversity and complexity are reported.</summary>
    public bool FindDiversity { get; init; }

    /// <summary>What that report looks at.</summary>
    public DiversityOptions Diversity { get; init; } = new();

    public AlertThresholds Thresholds { get; init; } = new();
}
