using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Grows one tree on first and second derivatives by histograms, the leaf of largest gain first: gain = GL^2 / (HL + l2) + GR^2 / (HR + l2) - G^2 / (H +
/// l2), value = - rate G / (H + l2) (Friedman 2001; Chen and Guestrin 2016, equations 5 and 7). The histogram of a node's larger child is the node's less
/// that of the smaller one.
/// </summary>
internal sealed class BoostedTreeBuilder
{
    // Threads cost more than they save below this many values.
    private const long LeastParallelValues = 1 << 19;
    private readonly FeatureBins _bins;
    private readonly GradientBoostingOptions _options;
    private readonly RunContext _run;
    private readonly int[] _order;
    private readonly int[] _kept;
    private readonly Stack<Cell[][]> _free = new();

    public BoostedTreeBuilder(FeatureBins bins, int rows, GradientBoostingOptions options, RunContext run)
    {
        _bins = bins;
        _options = options;
        _run = run;
        _order = new int[rows];
        _kept = new int[rows];
    }

    /// <summary>Bins, the order of rows, and a histogram for every leaf: 24 bytes a bin.</summary>
    public static long BytesFor(long rows, int columns, GradientBoostingOptions options, int workers) => checked(
        FeatureBins.BytesFor(rows, columns, workers) + (8 * rows) + ((FeatureBins.Missing + 1) * 24L * columns * options.MaxLeaves));

    /// <summary>
    /// The next tree; adds its values to the raw predictions (<paramref name="raw"/>, every <paramref name="stride"/>-th from <paramref name="at"/>).
    /// </summary>
    public Tree Build(double[] gradients, double[] hessians, double[] raw, int at, int stride)
    {
        var nodes = new TreeNodes(1);
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        var leaves = new List<Leaf>();
        var root = new Leaf { Count = _order.Length, Histogram = Rent() };
        Fill(root, gradients, hessians);
        Sum(root, gradients, hessians);
        root.Id = nodes.AddLeaf(root.H, [0]);
        Search(root);
        leaves.Add(root);
        while (leaves.Count < _options.MaxLeaves)
        {
            int best = -1;
            for (int i = 0; i < leaves.Count; i++)
            {
                // Leaves are in the order of their numbers but for the halves of a split, so ties are decided by number.
                if (leaves[i].Feature >= 0 && (best < 0 || leaves[i].Gain > leaves[best].Gain
                    || (leaves[i].Gain == leaves[best].Gain && leaves[i].Id < leaves[best].Id)))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                break;
            }

            _run.Ct.ThrowIfCancellationRequested();
            Leaf parent = leaves[best];
            (Leaf left, Leaf right) = Split(parent, nodes, gradients, hessians);
            leaves[best] = left;
            leaves.Add(right);
        }

        foreach (Leaf leaf in leaves)
        {
            double value = -_options.LearningRate * leaf.G / (leaf.H + _options.L2);
            value = double.IsFinite(value) ? value : 0;
            nodes.Values[leaf.Id] = value;
            for (int i = leaf.First; i < leaf.First + leaf.Count; i++)
            {
                raw[(_order[i] * stride) + at] += value;
            }

            Return(leaf);
        }

        return new Tree(nodes);
    }

    private (Leaf Left, Leaf Right) Split(Leaf parent, TreeNodes nodes, double[] gradients, double[] hessians)
    {
        int middle = Partition(parent);
        var left = new Leaf { First = parent.First, Count = middle - parent.First, Depth = parent.Depth + 1 };
        var right = new Leaf { First = middle, Count = parent.Count - left.Count, Depth = parent.Depth + 1 };
        Leaf small = left.Count <= right.Count ? left : right;
        Leaf large = left.Count <= right.Count ? right : left;
        small.Histogram = Rent();
        Fill(small, gradients, hessians);
        large.Histogram = parent.Histogram;
        parent.Histogram = null;
        Cell[][] from = large.Histogram!;
        Cell[][] less = small.Histogram;
        for (int p = 0; p < from.Length; p++)
        {
            for (int b = 0; b < from[p].Length; b++)
            {
                from[p][b].G -= less[p][b].G;
                from[p][b].H -= less[p][b].H;
                from[p][b].Count -= less[p][b].Count;
            }
        }

        Sum(left, gradients, hessians);
        Sum(right, gradients, hessians);
        left.Id = nodes.AddLeaf(left.H, [0]);
        right.Id = nodes.AddLeaf(right.H, [0]);
        bool missingLeft = parent.SawMissing ? parent.MissingLeft : left.H >= right.H;
        double[] edges = _bins.Edges[parent.Feature];
        double threshold = parent.Bin < edges.Length ? edges[parent.Bin] : double.PositiveInfinity;
        nodes.Split(parent.Id, parent.Feature, threshold, missingLeft, parent.Gain, left.Id, right.Id);
        Search(left);
        Search(right);
        return (left, right);
    }

    private void Search(Leaf leaf)
    {
        leaf.Feature = -1;
        if (leaf.Count < 2 * _options.MinLeafRows || (_options.MaxDepth > 0 && leaf.Depth >= _options.MaxDepth))
        {
            return;
        }

        double own = Score(leaf.G, leaf.H);
        Cell[][] histogram = leaf.Histogram!;
        for (int p = 0; p < histogram.Length; p++)
        {
            Cell[] cells = histogram[p];
            Cell missing = cells[FeatureBins.Missing];
            int last = _bins.Edges[p].Length;
            Cell sum = default;
            for (int b = 0; b <= last; b++)
            {
                if (b == last && missing.Count == 0)
                {
                    break;
                }

                sum.G += cells[b].G;
                sum.H += cells[b].H;
                sum.Count += cells[b].Count;
                Try(leaf, p, b, sum, own, missing.Count > 0, missingLeft: false);
                if (missing.Count > 0 && b < last)
                {
                    Try(leaf, p, b, new Cell { G = sum.G + missing.G, H = sum.H + missing.H, Count = sum.Count + missing.Count }, own, true, missingLeft: true);
                }
            }
        }
    }

    private void Try(Leaf leaf, int feature, int bin, in Cell left, double own, bool sawMissing, bool missingLeft)
    {
        int rightCount = leaf.Count - left.Count;
        double rightH = leaf.H - left.H;
        if (left.Count < _options.MinLeafRows || rightCount < _options.MinLeafRows || left.H < _options.MinLeafHessian || rightH < _options.MinLeafHessian)
        {
            return;
        }

        double gain = Score(left.G, left.H) + Score(leaf.G - left.G, rightH) - own;
        if (gain > (leaf.Feature < 0 ? 1e-12 : leaf.Gain))
        {
            leaf.Feature = feature;
            leaf.Bin = bin;
            leaf.Gain = gain;
            leaf.SawMissing = sawMissing;
            leaf.MissingLeft = missingLeft;
        }
    }

    private double Score(double g, double h)
    {
        double divisor = h + _options.L2;
        return divisor > 0 ? g * g / divisor : 0;
    }

    private void Fill(Leaf leaf, double[] gradients, double[] hessians)
    {
        Cell[][] histogram = leaf.Histogram!;
        int workers = (long)leaf.Count * histogram.Length >= LeastParallelValues ? _run.Workers : 1;
        Workers.ForBlocks(workers, histogram.Length, p =>
        {
            Cell[] cells = histogram[p];
            Array.Clear(cells);
            byte[] bins = _bins.Bins[p];
            foreach (int row in _order.AsSpan(leaf.First, leaf.Count))
            {
                ref Cell cell = ref cells[bins[row]];
                cell.G += gradients[row];
                cell.H += hessians[row];
                cell.Count++;
            }
        }, _run.Ct);
    }

    private void Sum(Leaf leaf, double[] gradients, double[] hessians)
    {
        foreach (int row in _order.AsSpan(leaf.First, leaf.Count))
        {
            leaf.G += gradients[row];
            leaf.H += hessians[row];
        }
    }

    private int Partition(Leaf leaf)
    {
        byte[] bins = _bins.Bins[leaf.Feature];
        int to = leaf.First;
        int right = 0;
        for (int i = leaf.First; i < leaf.First + leaf.Count; i++)
        {
            int row = _order[i];
            int bin = bins[row];
            if (bin == FeatureBins.Missing ? leaf.MissingLeft : bin <= leaf.Bin)
            {
                _order[to++] = row;
            }
            else
            {
                _kept[right++] = row;
            }
        }

        Array.Copy(_kept, 0, _order, to, right);
        return to;
    }

    private Cell[][] Rent()
    {
        if (_free.TryPop(out Cell[][]? free))
        {
            return free;
        }

        var histogram = new Cell[_bins.Bins.Length][];
        for (int p = 0; p < histogram.Length; p++)
        {
            histogram[p] = new Cell[FeatureBins.Missing + 1];
        }

        return histogram;
    }

    private void Return(Leaf leaf)
    {
        if (leaf.Histogram is { } histogram)
        {
            _free.Push(histogram);
            leaf.Histogram = null;
        }
    }

    private struct Cell
    {
        public double G;
        public double H;
        public int Count;
    }

    private sealed class Leaf
    {
        public int Id;
        public int First;
        public int Count;
        public int Depth;
        public double G;
        public double H;
        public Cell[][]? Histogram;
        public int Feature;
        public int Bin;
        public double Gain;
        public bool SawMissing;
        public bool MissingLeft;
    }
}
