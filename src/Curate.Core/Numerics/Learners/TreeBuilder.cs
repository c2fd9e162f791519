using Curate.Core.Randomness;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Grows one tree by exact search: every column that is looked at, every border between neighbouring values, missing values on either side
/// (Breiman, Friedman, Olshen and Stone 1984). Of equally good splits the first that is looked at wins: columns in
/// their order, or in the order they are drawn in where only some are looked at (a fixed order would favour low columns in small nodes, where many split
/// equally well), then the lowest border, then missing values on the right.
/// </summary>
/// <remarks>
/// O(columns x rows) a level where columns have few distinct values, a factor log(rows) more where they have many; 24 bytes a row and 8 (channels + 2) for
/// each distinct value of the column that has most.
/// </remarks>
internal sealed class TreeBuilder
{
    private readonly RankedColumns _columns;
    private readonly TreeTargets _targets;
    private readonly TreeOptions _options;
    private readonly SeededDraw _draw;
    private readonly CancellationToken _ct;
    private readonly double[] _weights;
    private readonly TreeNodes _nodes;
    private readonly int[] _order;
    private readonly int[] _kept;
    private readonly long[] _keys;
    private readonly int[] _features;
    private readonly double[] _left;
    private readonly double[] _right;
    private readonly double[] _missing;
    private readonly double[] _without;
    private int[] _groupCode = [];
    private int[] _groupRows = [];
    private double[] _groupWeight = [];
    private double[] _groupSums = [];

    public TreeBuilder(RankedColumns columns, TreeTargets targets, double[] weights, TreeOptions options, SeededDraw draw, CancellationToken ct)
    {
        _columns = columns;
        _targets = targets;
        _weights = weights;
        _options = options;
        _draw = draw;
        _ct = ct;
        _nodes = new TreeNodes(targets.Channels);
        int count = 0;
        foreach (double weight in weights)
        {
            count += weight > 0 ? 1 : 0;
        }

        _order = new int[count];
        count = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                _order[count++] = i;
            }
        }

        _kept = new int[count];
        _keys = new long[count];
        _features = new int[columns.Codes.Length];
        _left = new double[targets.Channels];
        _right = new double[targets.Channels];
        _missing = new double[targets.Channels];
        _without = new double[targets.Channels];
    }

    /// <summary>At most, the weights included and without the nodes.</summary>
    public static long BytesFor(long rows, int channels) => (40 + (8L * channels)) * rows;

    public Tree Build()
    {
        var open = new Stack<Node>();
        open.Push(Leaf(0, _order.Length, 0));
        double total = _nodes.Weight[0];
        while (open.TryPop(out Node node))
        {
            _ct.ThrowIfCancellationRequested();
            if (Pure(node) || node.Count < _options.MinSplitRows || node.Count < 2 * _options.MinLeafRows
                || (_options.MaxDepth > 0 && node.Depth >= _options.MaxDepth))
            {
                continue;
            }

            Split split = Best(node);
            double gain = split.Score - _targets.Purity(node.Sums, node.Weight);
            if (split.Feature < 0 || gain < _options.MinGain * total)
            {
                continue;
            }

            int middle = Partition(node, split);
            Node left = Leaf(node.First, middle - node.First, node.Depth + 1);
            Node right = Leaf(middle, node.First + node.Count - middle, node.Depth + 1);
            double[] distinct = _columns.Distinct[split.Feature];
            double threshold = split.NextCode < 0 ? double.PositiveInfinity : RankedColumns.Between(distinct[split.Code], distinct[split.NextCode]);
            bool missingLeft = split.SawMissing ? split.MissingLeft : left.Weight >= right.Weight;
            _nodes.Split(node.Id, split.Feature, threshold, missingLeft, gain, left.Id, right.Id);
            open.Push(right);
            open.Push(left);
        }

        return new Tree(_nodes);
    }

    private Node Leaf(int first, int count, int depth)
    {
        var sums = new double[_targets.Channels];
        double weight = 0;
        for (int i = first; i < first + count; i++)
        {
            weight += _weights[_order[i]];
            _targets.Add(sums, _order[i], _weights[_order[i]]);
        }

        _targets.Predict(sums, weight, _left);
        return new Node(_nodes.AddLeaf(weight, _left), first, count, depth, sums, weight);
    }

    private bool Pure(Node node)
    {
        for (int i = node.First + 1; i < node.First + node.Count; i++)
        {
            if (!_targets.Same(_order[i], _order[node.First]))
            {
                return false;
            }
        }

        return true;
    }

    private Split Best(Node node)
    {
        Split best = new() { Feature = -1, Score = double.NegativeInfinity };
        int wanted = _options.MaxFeatures > 0 ? Math.Min(_options.MaxFeatures, _features.Length) : _features.Length;
        for (int i = 0; i < _features.Length; i++)
        {
            _features[i] = i;
        }

        var draws = new DrawStream(_draw.For((ulong)node.Id));
        for (int i = 0; i < _features.Length && (wanted > 0 || best.Feature < 0); i++)
        {
            if (wanted < _features.Length)
            {
                int other = i + (int)draws.Below(_features.Length - i);
                (_features[i], _features[other]) = (_features[other], _features[i]);
            }

            if (Search(node, _features[i], ref best))
            {
                wanted--;
            }
        }

        return best;
    }

    /// <summary>Tries every border of one column; false when the column is constant in the node.</summary>
    private bool Search(Node node, int feature, ref Split best)
    {
        int groups = Gather(node, feature, out int missingRows, out double missingWeight);
        if (groups == 0)
        {
            return false;
        }

        Array.Clear(_left);
        double weight = 0;
        int rows = 0;
        int last = -1;
        int seen = 0;
        for (int g = 0; g < groups; g++)
        {
            if (_groupRows[g] == 0)
            {
                continue;
            }

            if (last >= 0)
            {
                Consider(node, feature, last, _groupCode[g], rows, weight, missingRows, missingWeight, ref best);
            }

            weight += _groupWeight[g];
            rows += _groupRows[g];
            for (int c = 0; c < _left.Length; c++)
            {
                _left[c] += _groupSums[(g * _left.Length) + c];
            }

            last = _groupCode[g];
            seen++;
        }

        if (missingRows > 0 && seen > 0)
        {
            Consider(node, feature, last, -1, rows, weight, missingRows, missingWeight, ref best);
        }

        return seen + (missingRows > 0 ? 1 : 0) > 1;
    }

    private void Consider(
        Node node, int feature, int code, int nextCode, int rows, double weight, int missingRows, double missingWeight, ref Split best)
    {
        Try(node, feature, code, nextCode, rows, weight, missingRows > 0, missingLeft: false, ref best);
        if (missingRows == 0 || nextCode < 0)
        {
            return;
        }

        _left.CopyTo(_without, 0);
        for (int c = 0; c < _left.Length; c++)
        {
            _left[c] += _missing[c];
        }

        Try(node, feature, code, nextCode, rows + missingRows, weight + missingWeight, sawMissing: true, missingLeft: true, ref best);
        _without.CopyTo(_left, 0);
    }

    private void Try(
        Node node, int feature, int code, int nextCode, int rows, double weight, bool sawMissing, bool missingLeft, ref Split best)
    {
        double rest = node.Weight - weight;
        if (rows < _options.MinLeafRows || node.Count - rows < _options.MinLeafRows || weight < _options.MinLeafWeight || rest < _options.MinLeafWeight
            || !(weight > 0) || !(rest > 0) || rows == node.Count)
        {
            return;
        }

        for (int c = 0; c < _right.Length; c++)
        {
            _right[c] = node.Sums[c] - _left[c];
        }

        double score = _targets.Purity(_left, weight) + _targets.Purity(_right, rest);
        if (score > best.Score)
        {
            best = new Split
            {
                Feature = feature,
                Code = code,
                NextCode = nextCode,
                SawMissing = sawMissing,
                MissingLeft = missingLeft,
                Score = score,
            };
        }
    }

    /// <summary>Sums by distinct value, ascending: by counting where there are few values for the rows, else by sorting.</summary>
    private int Gather(Node node, int feature, out int missingRows, out double missingWeight)
    {
        int[] codes = _columns.Codes[feature];
        int channels = _left.Length;
        int distinct = _columns.Distinct[feature].Length;
        bool counting = distinct <= 4L * node.Count;
        int groups = counting ? distinct : node.Count;
        if (_groupCode.Length < groups)
        {
            int size = Math.Max(groups, Math.Min(2 * _groupCode.Length, _order.Length));
            _groupCode = new int[size];
            _groupRows = new int[size];
            _groupWeight = new double[size];
            _groupSums = new double[checked(size * channels)];
        }

        Array.Clear(_missing);
        missingRows = 0;
        missingWeight = 0;
        if (counting)
        {
            Array.Clear(_groupRows, 0, groups);
            Array.Clear(_groupWeight, 0, groups);
            Array.Clear(_groupSums, 0, groups * channels);
            for (int i = node.First; i < node.First + node.Count; i++)
            {
                int row = _order[i];
                int code = codes[row];
                double weight = _weights[row];
                if (code < 0)
                {
                    missingRows++;
                    missingWeight += weight;
                    _targets.Add(_missing, row, weight);
                    continue;
                }

                _groupCode[code] = code;
                _groupRows[code]++;
                _groupWeight[code] += weight;
                _targets.Add(_groupSums.AsSpan(code * channels, channels), row, weight);
            }

            return groups;
        }

        int present = 0;
        for (int i = node.First; i < node.First + node.Count; i++)
        {
            int row = _order[i];
            if (codes[row] < 0)
            {
                missingRows++;
                missingWeight += _weights[row];
                _targets.Add(_missing, row, _weights[row]);
            }
            else
            {
                _keys[present++] = ((long)codes[row] << 32) | (uint)row;
            }
        }

        ValueSort.Sort(_keys.AsSpan(0, present));
        int last = -1;
        for (int i = 0; i < present; i++)
        {
            int code = (int)(_keys[i] >> 32);
            int row = (int)_keys[i];
            if (last < 0 || _groupCode[last] != code)
            {
                last++;
                _groupCode[last] = code;
                _groupRows[last] = 0;
                _groupWeight[last] = 0;
                _groupSums.AsSpan(last * channels, channels).Clear();
            }

            _groupRows[last]++;
            _groupWeight[last] += _weights[row];
            _targets.Add(_groupSums.AsSpan(last * channels, channels), row, _weights[row]);
        }

        return last + 1;
    }

    /// <summary>Rows of the left side first, both in their order; gives where the right side begins.</summary>
    private int Partition(Node node, Split split)
    {
        int[] codes = _columns.Codes[split.Feature];
        int to = node.First;
        int right = 0;
        for (int i = node.First; i < node.First + node.Count; i++)
        {
            int row = _order[i];
            int code = codes[row];
            if (code < 0 ? split.MissingLeft : code <= split.Code)
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

    private readonly record struct Node(int Id, int First, int Count, int Depth, double[] Sums, double Weight);

    private struct Split
    {
        public int Feature;
        public int Code;
        public int NextCode;
        public bool SawMissing;
        public bool MissingLeft;
        public double Score;
    }
}
