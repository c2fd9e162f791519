using System.Numerics;
using System.Text;
using Curate.Core.Grouping;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Options;
using Curate.Core.Randomness;

namespace Curate.Core.Resample.Clusters;

/// <summary>Cells as the leaves of a tree: what every node's parent is, and a draw for each node that says who comes first among equals.</summary>
internal sealed class ClusterTree
{
    private ClusterTree(int[][] parents, ulong[][] tickets, string[] names)
    {
        Parents = parents;
        Tickets = tickets;
        Names = names;
    }

    /// <summary>Levels of nodes; the leaves are level 0.</summary>
    public int Levels => Tickets.Length;

    /// <summary>For each level but the highest: the node above each node. Nodes of the highest level stand under one root.</summary>
    public int[][] Parents { get; }

    /// <summary>A draw for each node of each level.</summary>
    public ulong[][] Tickets { get; }

    /// <summary>What each leaf is called: the numbers or values from the highest level down, with slashes between.</summary>
    public string[] Names { get; }

    /// <summary>The tree of clusters of clusters.</summary>
    public static ClusterTree Of(HierarchicalResult fit, SeededDraw draw)
    {
        int leaves = fit.Levels[0].Centroids.Count;
        var tickets = new ulong[fit.Levels.Count][];
        var names = new string[leaves];
        for (int level = 0; level < tickets.Length; level++)
        {
            SeededDraw own = draw.For((ulong)level);
            tickets[level] = [.. Enumerable.Range(0, fit.Levels[level].Centroids.Count).Select(node => own.Bits(0, node))];
        }

        for (int leaf = 0; leaf < leaves; leaf++)
        {
            string name = NumberText.Of(leaf);
            int at = leaf;
            for (int level = 1; level < tickets.Length; level++)
            {
                at = fit.Levels[level].Parents[at];
                name = NumberText.Of(at) + "/" + name;
            }

            names[leaf] = name;
        }

        return new ClusterTree([.. fit.Levels.Skip(1).Select(static l => l.Parents)], tickets, names);
    }

    /// <summary>The tree of the values of columns, the coarsest first. Groups in which a value is missing are no leaves.</summary>
    /// <param name="groups">The groups of all columns.</param>
    /// <param name="draw">The draws of the tree.</param>
    /// <param name="leafOf">The leaf of each group, or -1.</param>
    public static ClusterTree Of(GroupTable groups, SeededDraw draw, out int[] leafOf)
    {
        int levels = groups.Columns.Count;
        leafOf = new int[groups.Count];
        Array.Fill(leafOf, -1);
        var nodes = new Dictionary<string, int>[levels];
        var parents = new List<int>[levels];
        var tickets = new List<ulong>[levels];
        var names = new List<string>();
        for (int level = 0; level < levels; level++)
        {
            nodes[level] = new Dictionary<string, int>(StringComparer.Ordinal);
            parents[level] = [];
            tickets[level] = [];
        }

        foreach (int group in groups.Sorted())
        {
            string?[] values = GroupKey.Values(groups.Key(group), levels);
            if (Array.Exists(values, static v => v is null))
            {
                continue;
            }

            int above = -1;
            var path = new StringBuilder();
            for (int level = levels - 1; level >= 0; level--)
            {
                string value = values[levels - 1 - level]!;
                path.Append(NumberText.Of(value.Length)).Append(':').Append(value);
                string key = path.ToString();
                if (!nodes[level].TryGetValue(key, out int node))
                {
                    node = nodes[level].Count;
                    nodes[level].Add(key, node);
                    parents[level].Add(above);
                    tickets[level].Add(draw.For(Encoding.UTF8.GetBytes(key)).Bits(0, level));
                }

                above = node;
            }

            leafOf[group] = above;
            names.Add(string.Join('/', values));
        }

        return new ClusterTree([.. parents.Take(levels - 1).Select(static p => p.ToArray())], [.. tickets.Select(static t => t.ToArray())], [.. names]);
    }

    /// <summary>What each node of each level has, from what each leaf has.</summary>
    public T[][] Sums<T>(ReadOnlySpan<T> leaves)
        where T : struct, INumber<T>
    {
        var sums = new T[Levels][];
        sums[0] = leaves.ToArray();
        for (int level = 1; level < Levels; level++)
        {
            sums[level] = new T[Tickets[level].Length];
            for (int node = 0; node < sums[level - 1].Length; node++)
            {
                sums[level][Parents[level - 1][node]] += sums[level - 1][node];
            }
        }

        return sums;
    }

    /// <summary>The children of each node of the level above a level, or of the root; each in the order of their draws.</summary>
    public int[][] Siblings(int level)
    {
        int[] order = [.. Enumerable.Range(0, Tickets[level].Length)];
        Array.Sort(order, (a, b) => Tickets[level][a] != Tickets[level][b] ? Tickets[level][a].CompareTo(Tickets[level][b]) : a.CompareTo(b));
        if (level == Levels - 1)
        {
            return [order];
        }

        var siblings = new List<int>[Tickets[level + 1].Length];
        for (int node = 0; node < siblings.Length; node++)
        {
            siblings[node] = [];
        }

        foreach (int node in order)
        {
            siblings[Parents[level][node]].Add(node);
        }

        return [.. siblings.Select(static s => s.ToArray())];
    }
}
