namespace Curate.Core.Numerics.Learners;

/// <summary>How a random forest is grown.</summary>
public sealed record RandomForestOptions
{
    public int Trees { get; init; } = 100;

    /// <summary>
    /// How each tree grows. <see cref="TreeOptions.MaxFeatures"/> 0 stands here for the root of the number of columns (classes) or a third of them
    /// (numbers).
    /// </summary>
    public TreeOptions Tree { get; init; } = new();

    /// <summary>Whether each tree learns from rows drawn with replacement; else from all of them.</summary>
    public bool Bagging { get; init; } = true;

    /// <summary>How many rows are drawn for each tree, as a share of all.</summary>
    public double BagShare { get; init; } = 1;
}
