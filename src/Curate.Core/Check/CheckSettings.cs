namespace Curate.Core.Check;

/// <summary>What all checks share besides their own options. As options bind it, columns are lists as written; <see cref="CheckOptionSpecs.Resolve"/> turns them into names.</summary>
public sealed record CheckSettings
{
    public CheckRoles Roles { get; init; } = new();

    /// <summary>Adjusted p-values below it are marked as significant; the effect decides.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Permutations of a permutation test: p = (b + 1) / (B + 1).</summary>
    public int Permutations { get; init; } = 199;

    /// <summary>Groups, classes and samples with fewer rows are counted and not tested.</summary>
    public long MinSize { get; init; } = 30;

    /// <summary>Share of rows that may break what is asked of every row.</summary>
    public double Tolerance { get; init; }
}
