using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// A binary decision tree: node 0 is the root; a row goes left when its value is at most the threshold, missing values to the node's own side.
/// </summary>
/// <remarks>37 bytes a node and 8 for each value of it. O(depth) a row.</remarks>
public sealed class Tree
{
    private readonly int[] _feature;
    private readonly double[] _threshold;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly bool[] _missingLeft;
    private readonly double[] _weight;
    private readonly double[] _gain;
    private readonly Matrix _values;

    internal Tree(TreeNodes nodes)
    {
        _feature = [.. nodes.Feature];
        _threshold = [.. nodes.Threshold];
        _left = [.. nodes.Left];
        _right = [.. nodes.Right];
        _missingLeft = [.. nodes.MissingLeft];
        _weight = [.. nodes.Weight];
        _gain = [.. nodes.Gain];
        _values = new Matrix(_feature.Length, nodes.Width, [.. nodes.Values]);
    }

    /// <summary>How many nodes, leaves included.</summary>
    public int Nodes => _feature.Length;

    /// <summary>What its nodes take.</summary>
    public long Bytes => (37L * Nodes) + (8L * _values.Values.Length);

    /// <summary>The column a node splits on; -1 for a leaf.</summary>
    public int Feature(int node) => _feature[node];

    public double Threshold(int node) => _threshold[node];

    public int Left(int node) => _left[node];

    public int Right(int node) => _right[node];

    /// <summary>Whether a missing value goes left; where none was seen, to the side with more weight.</summary>
    public bool MissingLeft(int node) => _missingLeft[node];

    /// <summary>The weight of the rows that the node was fitted to.</summary>
    public double Weight(int node) => _weight[node];

    /// <summary>By how much the split lowers weight x impurity; 0 for a leaf.</summary>
    public double Gain(int node) => _gain[node];

    /// <summary>Class shares, or the mean: what a leaf predicts.</summary>
    public ReadOnlySpan<double> Value(int node) => _values.Row(node);

    /// <summary>The leaf that a row comes to.</summary>
    public int Leaf(ReadOnlySpan<double> row)
    {
        int node = 0;
        while (_feature[node] >= 0)
        {
            double x = row[_feature[node]];
            bool left = double.IsNaN(x) ? _missingLeft[node] : x <= _threshold[node];
            node = left ? _left[node] : _right[node];
        }

        return node;
    }

    /// <summary>Splits from the root to the deepest leaf.</summary>
    public int Depth()
    {
        var depths = new int[Nodes];
        int deepest = 0;
        for (int node = 0; node < Nodes; node++)
        {
            // Children have larger numbers than their parent.
            deepest = Math.Max(deepest, depths[node]);
            if (_feature[node] >= 0)
            {
                depths[_left[node]] = depths[node] + 1;
                depths[_right[node]] = depths[node] + 1;
            }
        }

        return deepest;
    }

    /// <summary>Adds each column's gains to the totals.</summary>
    internal void AddImportance(Span<double> totals)
    {
        for (int node = 0; node < Nodes; node++)
        {
            if (_feature[node] >= 0)
            {
                totals[_feature[node]] += Math.Max(0, _gain[node]);
            }
        }
    }

    /// <summary>Totals as shares; zeros where nothing was gained.</summary>
    internal static double[] Normalised(double[] totals)
    {
        double sum = Dense.Sum(totals);
        if (sum > 0)
        {
            Dense.Scale(1 / sum, totals);
        }

        return totals;
    }
}
