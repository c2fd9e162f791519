namespace Curate.Core.Resample.Balance;

/// <summary>Options of <see cref="Rehydrate"/>.</summary>
internal sealed record RehydrateOptions
{
    /// <summary>Column with the rows of the cluster that a row stands for.</summary>
    public string ClusterSize { get; init; } = "_cluster_size";

    /// <summary>Copies by cluster size; null where it was not said.</summary>
    public CopyTable? Copies { get; init; }

    /// <summary>Column that says which rows a filter kept, from which copies are learned.</summary>
    public string? Kept { get; init; }

    /// <summary>The value of <see cref="Kept"/> that says so; null for true.</summary>
    public string? KeptValue { get; init; }

    /// <summary>Columns whose values have copies of their own, as a language.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Most copies of a row; null where it was not said.</summary>
    public long? MaxRepeat { get; init; }

    /// <summary>Sizes from here on are one bucket; null for the first size with fewer than <see cref="MinRows"/> rows.</summary>
    public long? Tail { get; init; }

    /// <summary>Rows that a size needs to be a bucket of its own.</summary>
    public long? MinRows { get; init; }

    /// <summary>Write weights instead of copies.</summary>
    public bool AsWeights { get; init; }

    /// <summary>Name of the weight column.</summary>
    public string WeightColumn { get; init; } = "weight";
}
