using Curate.Core.Running;

namespace Curate.Core.Numerics.Clustering;

/// <summary>A tree of clusters over rows.</summary>
public sealed class HierarchicalResult : IDisposable
{
    private readonly MemoryLease _lease;

    internal HierarchicalResult(IReadOnlyList<HierarchyLevel> levels, MemoryLease lease)
    {
        Levels = levels;
        _lease = lease;
    }

    /// <summary>From the finest level, which clusters rows, to the coarsest.</summary>
    public IReadOnlyList<HierarchyLevel> Levels { get; }

    /// <summary>The clusters of a row, from the finest to the coarsest.</summary>
    public int[] PathOf(int row)
    {
        var path = new int[Levels.Count];
        int at = row;
        for (int level = 0; level < path.Length; level++)
        {
            at = path[level] = Levels[level].Parents[at];
        }

        return path;
    }

    public void Dispose()
    {
        foreach (HierarchyLevel level in Levels)
        {
            level.Dispose();
        }

        _lease.Dispose();
    }
}
