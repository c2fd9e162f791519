using Curate.Core.Grouping;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>
/// The cluster of every row and its distance from the centroid. Clusters that were just found, and nodes of levels above, are numbered by their first row, so that
/// numbers do not depend on how a fit went about it; saved ones keep their numbers. 1 to 4 bytes a row and 8 for distances, in scratch where the budget has no room.
/// </summary>
internal sealed class PlacedClusters : IDisposable
{
    private readonly IReadOnlyList<int[]> _above;
    private readonly int[][] _numbers;
    private readonly List<int>[] _labels;
    private readonly List<long> _sizes = [];

    /// <param name="labels">How many clusters a fit has, empty ones among them.</param>
    /// <param name="above">For each level above: the node above each node of the level below.</param>
    /// <param name="run">Memory and scratch; null = plain memory.</param>
    /// <param name="keepsNumbers">Clusters have the fit's own numbers, and those without a row are clusters, too.</param>
    public PlacedClusters(int labels, IReadOnlyList<int[]> above, RunContext? run, bool keepsNumbers = false)
    {
        _above = above;
        _numbers = new int[above.Count + 1][];
        _labels = new List<int>[above.Count + 1];
        for (int level = 0; level < _numbers.Length; level++)
        {
            _numbers[level] = new int[level == 0 ? labels : above[level - 1].Length == 0 ? 0 : above[level - 1].Max() + 1];
            Array.Fill(_numbers[level], -1);
            _labels[level] = [];
            for (int node = 0; node < _numbers[level].Length && keepsNumbers; node++)
            {
                _numbers[level][node] = node;
                _labels[level].Add(node);
            }
        }

        for (int cluster = 0; cluster < labels && keepsNumbers; cluster++)
        {
            _sizes.Add(0);
        }

        Codes = new RowCodes(run);
        Distances = new RowValues<double>(run, "distances");
    }

    /// <summary>The code of each row: 0 for none, else one more than the number of its cluster.</summary>
    public RowCodes Codes { get; }

    /// <summary>The distance of each row from its centroid; 0 for rows in no cluster.</summary>
    public RowValues<double> Distances { get; }

    /// <summary>Rows of the dataset.</summary>
    public long Rows => Codes.Count;

    /// <summary>Rows in clusters.</summary>
    public long Clustered { get; private set; }

    /// <summary>Clusters: those that have a row, or all saved ones.</summary>
    public int Count => _labels[0].Count;

    /// <summary>Levels of clusters, the finest among them.</summary>
    public int Levels => _labels.Length;

    /// <summary>Rows of each cluster.</summary>
    public IReadOnlyList<long> Sizes => _sizes;

    /// <summary>The fit's own number of each cluster of a level, in the order of the final numbers.</summary>
    public IReadOnlyList<int> LabelsOf(int level) => _labels[level];

    /// <summary>The number that a fit's cluster got, or -1 where it has no row.</summary>
    public int NumberOf(int label) => _numbers[0][label];

    /// <summary>The next row; a label below 0 for none.</summary>
    public void Add(int label, double distance)
    {
        if (label < 0)
        {
            Codes.Append(0);
            Distances.Append(0);
            return;
        }

        int node = label;
        for (int level = 0; ; level++)
        {
            if (_numbers[level][node] < 0)
            {
                _numbers[level][node] = _labels[level].Count;
                _labels[level].Add(node);
                if (level == 0)
                {
                    _sizes.Add(0);
                }
            }

            if (level == _above.Count)
            {
                break;
            }

            node = _above[level][node];
        }

        int number = _numbers[0][label];
        _sizes[number]++;
        Clustered++;
        Codes.Append(number + 1);
        Distances.Append(distance);
    }

    /// <summary>The number of the node of a level above each cluster (level 1 for the one directly above).</summary>
    public int[] NodesAt(int level)
    {
        var nodes = new int[Count];
        for (int c = 0; c < nodes.Length; c++)
        {
            int node = _labels[0][c];
            for (int up = 0; up < level; up++)
            {
                node = _above[up][node];
            }

            nodes[c] = _numbers[level][node];
        }

        return nodes;
    }

    public void Dispose()
    {
        Codes.Dispose();
        Distances.Dispose();
    }
}
