using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Sums over all rows i of what a row j would add to them, g_i(s_ij), as numbers that the true sums do not exceed: from float32 scores whose error is known
/// (<see cref="ScoreFrame"/>), rounded up. g_i is either what exceeds a level, max(0, s - level_i), or what fits below it, min(s, level_i).
/// </summary>
/// <remarks>O(n d) a row, in blocks of the cache; all rows at once in half of that, a pair scored once for both. Fixed blocks: no bit depends on workers.</remarks>
internal sealed unsafe class CoverageScan : IDisposable
{
    private const int Columns = TileKernel.Columns;

    // Sums of at most 240 floats a lane, a difference or two and an exponential: all roundings together are below this.
    private const double Roundings = 1 + 3e-5;

    // Pairs of a row that may wait to be put on lists: as many panels are scanned together as give about so many.
    private const int PairsOfRow = 2 * Columns;

    // Pieces whose pairs are put on lists at a time.
    private const int PiecesAtOnce = 16;
    private const int BlocksOfTask = 8;
    private readonly VectorStore _rows;
    private readonly RunContext _run;
    private readonly ScoreFrame _frame;
    private readonly NativeBlock<float> _bias;
    private readonly NativeBlock<float> _levels;
    private readonly MemoryLease _lease;
    private readonly bool _exponential;
    private readonly bool _cosine;
    private readonly float _top;
    private readonly float _rate;
    private readonly bool _caps;
    private readonly int _blocks;
    private readonly List<ActivePairs> _found = [];
    private double[] _partial = [];

    // Panels that are scanned together where pairs are looked for: all rows pass through the cache once for each lot.
    private int _panelsTogether = 2;

    /// <param name="rows">Numbers only.</param>
    /// <param name="similarities">The kind, and its constants.</param>
    /// <param name="caps">g is what fits below the level, instead of what exceeds it.</param>
    /// <param name="run">Workers and memory.</param>
    public CoverageScan(VectorStore rows, Similarities similarities, bool caps, RunContext run)
    {
        _rows = rows;
        _run = run;
        _caps = caps;
        _blocks = PanelScan.BlocksOf(rows.Count);
        _lease = run.Memory.Lease((8L * (rows.Count + Columns)) + (8L * _blocks * 256) + (4L * rows.Count * (256 / Columns)), "Bounds of what rows add");
        _frame = new ScoreFrame(new DistanceRule(similarities.Kind == SimilarityKind.Cosine ? Metric.Cosine : Metric.Euclidean), rows, rows, run.Workers);
        _bias = new NativeBlock<float>((long)rows.Count + Columns);
        _levels = new NativeBlock<float>((long)rows.Count + Columns);
        _exponential = similarities.Kind == SimilarityKind.Rbf;
        _cosine = similarities.Kind == SimilarityKind.Cosine;
        Unit = similarities.Kind == SimilarityKind.Cosine ? 1 : (double)_frame.Scale * _frame.Scale;
        if (_exponential)
        {
            _top = _frame.Limit(0, 0);
            _rate = (float)(-1 / (2 * similarities.Bandwidth * similarities.Bandwidth * Unit) * (1 - 1e-6));
        }
        else
        {
            // Cosine: a score is minus the similarity; Euclidean: the squared distance.
            double ceiling = similarities.Kind == SimilarityKind.Cosine ? 1 : similarities.Ceiling;
            _top = ScoreFrame.RoundUp(_frame.Limit(ceiling, 0) * (1 + 4e-7));
        }

        if (similarities.Kind != SimilarityKind.Cosine)
        {
            FindBias();
        }
    }

    /// <summary>What one float of a sum stands for; sums are given in similarities.</summary>
    private double Unit { get; }

    private double SimilarityUnit => _exponential ? 1 : Unit;

    /// <summary>Which rows a candidate of the last scan may add to: bit <c>c</c> of the word of a row and a panel.</summary>
    public uint[] Masks { get; private set; } = [];

    /// <summary>Sets the level of a row; what is compared with it is rounded the safe way.</summary>
    public void SetLevel(int row, double level)
    {
        double scaled = level * SimilarityUnit;
        float value = (float)scaled;
        _levels.Start[row] = _caps
            ? value < scaled ? MathF.BitIncrement(value) : value
            : value > scaled ? MathF.BitDecrement(value) : value;
    }

    /// <summary>The lowest level of a row, as it is compared.</summary>
    public float LeastLevel
    {
        get
        {
            float least = Most;
            for (int row = 0; row < _rows.Count; row++)
            {
                least = MathF.Min(least, _levels.Start[row]);
            }

            return least;
        }
    }

    /// <summary>Bytes that pairs take before they are on lists: 12 each, and an array that grows is up to twice as long as it is full.</summary>
    public static long BytesOfPairs(int rows) => 24 * (((long)PairsOfRow * rows) + Math.Min((long)rows * rows, 1 << 19));

    /// <summary>No similarity of a pair exceeds this.</summary>
    public float Most => _exponential ? 1.0001f : _cosine ? 1.0001f + (2 * _top) : _top;

    /// <summary>The bound of a row that has a list, and the rows that it may add to.</summary>
    public (double Bound, int Pairs) BoundOf(CandidateLists lists, int candidate)
    {
        (double sum, int pairs) = lists.Sum(candidate, _levels.Start);
        return (BoundOf(sum), pairs);
    }

    /// <summary>Bounds of the sums of some rows; at most 256.</summary>
    /// <param name="candidates">The rows.</param>
    /// <param name="bounds">Their bounds.</param>
    /// <param name="lists">What receives lists of the rows, if given and as far as there is room.</param>
    public void Bound(ReadOnlySpan<int> candidates, Span<double> bounds, CandidateLists? lists = null)
    {
        Span<int> firstPanel = stackalloc int[2];
        using PanelSet panels = PanelSet.PackGroups(_frame, _rows, candidates, [candidates.Length], firstPanel, 1);
        int width = panels.Count * Columns;
        if (_partial.Length < _blocks * width)
        {
            _partial = new double[_blocks * width];
        }

        if (Masks.Length < (long)_rows.Count * panels.Count)
        {
            Masks = new uint[_rows.Count * panels.Count];
        }

        int tasks = (_blocks + BlocksOfTask - 1) / BlocksOfTask;
        int together = panels.Count;
        for (int from = 0; from < panels.Count; from += together)
        {
            together = lists is null ? panels.Count : _panelsTogether;
            int end = Math.Min(panels.Count, from + together);
            int start = from;
            ClearFound(lists is null ? 0 : tasks);
            Workers.ForBlocks(_run.Workers, tasks, task =>
            {
                using var scan = new PanelScan(_frame, SimdWidth.Widest);
                using var scores = new NativeBlock<float>(PanelScan.BlockRows * Columns);
                for (int block = task * BlocksOfTask; block < Math.Min(_blocks, (task + 1) * BlocksOfTask); block++)
                {
                    int first = block * PanelScan.BlockRows;
                    int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
                    ReadOnlySpan<float> loaded = scan.Load(_rows.Rows(first, count), count, norms: false);
                    for (int panel = start; panel < end; panel++)
                    {
                        scan.Scores(loaded, count, panels, scores.Slice(0, PanelScan.BlockRows * Columns), panel);
                        Span<uint> masks = Masks.AsSpan((panel * _rows.Count) + first, count);
                        AddColumns(scores.Start, first, count, _partial.AsSpan((block * width) + (panel * Columns), Columns), masks);
                        if (lists is not null)
                        {
                            FindPairs(scores.Start, first, count, panels.Columns(panel), masks, panel * Columns, byRow: false, _found[task]);
                        }
                    }
                }
            }, _run.Ct);
            if (lists is not null)
            {
                int scanned = Math.Min(candidates.Length, end * Columns) - (start * Columns);
                PutOnLists(candidates, start * Columns, (start * Columns) + scanned, lists);
                double pairsOfPanel = _found.Sum(static f => (double)f.Count) / _rows.Count / scanned * Columns;
                _panelsTogether = (int)Math.Clamp(PairsOfRow / (1.5 * Math.Max(1, pairsOfPanel)), 1, 8);
            }
        }

        for (int c = 0; c < candidates.Length; c++)
        {
            double sum = 0;
            for (int block = 0; block < _blocks; block++)
            {
                sum += _partial[(block * width) + c];
            }

            bounds[c] = BoundOf(sum);
        }
    }

    /// <summary>Bounds of the sums of all rows.</summary>
    /// <param name="bounds">Their bounds.</param>
    /// <param name="lists">What receives lists of all rows, if given and as far as there is room.</param>
    public void BoundAll(double[] bounds, CandidateLists? lists = null)
    {
        int size = Math.Clamp(_rows.Count / (32 * PanelScan.BlockRows) * PanelScan.BlockRows, PanelScan.BlockRows, 10 * PanelScan.BlockRows);
        int pieces = (int)(((long)_rows.Count + size - 1) / size);
        using MemoryLease lease = _run.Memory.Lease(PanelSet.BytesFor(size, _rows.Width) + (16L * size * pieces), "Bounds of what all rows add");
        double[][] columns = new double[pieces][];
        double[][] rows = new double[pieces][];
        for (int p = 0; p < pieces; p++)
        {
            columns[p] = new double[size];
            rows[p] = new double[size];
        }

        Array.Clear(bounds);
        for (int b = 0; b < pieces; b++)
        {
            int from = b * size;
            int many = Math.Min(size, _rows.Count - from);
            using PanelSet panels = PanelSet.Pack(_frame, _rows, from, many, _run.Workers);
            int own = b;
            for (int at = 0; at <= b; at += PiecesAtOnce)
            {
                int some = at;
                int those = Math.Min(PiecesAtOnce, b + 1 - at);
                ClearFound(lists is null ? 0 : those);
                Workers.ForBlocks(_run.Workers, those, a => Meet(some + a, own, size, panels, columns[some + a], rows[some + a], lists is null ? null : _found[a]), _run.Ct);
                if (lists is not null)
                {
                    PutOnLists(default, 0, 0, lists);
                }
            }

            for (int a = 0; a <= b; a++)
            {
                for (int j = 0; j < many; j++)
                {
                    bounds[from + j] += columns[a][j];
                }

                for (int i = 0; a < b && i < size; i++)
                {
                    bounds[(a * size) + i] += rows[a][i];
                }
            }
        }

        for (int row = 0; row < bounds.Length; row++)
        {
            bounds[row] = BoundOf(bounds[row]);
        }
    }

    public void Dispose()
    {
        _bias.Dispose();
        _levels.Dispose();
        _lease.Dispose();
    }

    /// <summary>The rows of piece a with the packed piece b: what rows of b would add to those of a, and the other way round unless both are one.</summary>
    private void Meet(int a, int b, int size, PanelSet panels, double[] columns, double[] rows, ActivePairs? found)
    {
        using var scan = new PanelScan(_frame, SimdWidth.Widest);
        using var scores = new NativeBlock<float>(PanelScan.BlockRows * Columns);
        using var sums = new NativeBlock<float>(PanelScan.BlockRows * 8);
        Array.Clear(columns);
        var masks = new uint[PanelScan.BlockRows];
        int end = Math.Min(_rows.Count, (a + 1) * size);
        for (int first = a * size; first < end; first += PanelScan.BlockRows)
        {
            int count = Math.Min(PanelScan.BlockRows, end - first);
            ReadOnlySpan<float> loaded = scan.Load(_rows.Rows(first, count), count, norms: false);
            sums.Slice(0, PanelScan.BlockRows * 8).Clear();
            for (int panel = 0; panel < panels.Count; panel++)
            {
                scan.Scores(loaded, count, panels, scores.Slice(0, PanelScan.BlockRows * Columns), panel);
                int panelRow = (b * size) + (panel * Columns);
                AddColumns(scores.Start, first, count, columns.AsSpan(panel * Columns, Columns), found is null ? default : masks, keep: true);
                if (found is not null)
                {
                    FindPairs(scores.Start, first, count, panels.Columns(panel), masks, panelRow, byRow: false, found);
                }

                if (a != b)
                {
                    AddRows(scores.Start, first, count, panelRow, panels.Columns(panel), sums.Start, found is null ? default : masks);
                    if (found is not null)
                    {
                        FindPairs(scores.Start, first, count, panels.Columns(panel), masks, panelRow, byRow: true, found);
                    }
                }
            }

            for (int i = 0; a != b && i < count; i++)
            {
                double sum = 0;
                for (int lane = 0; lane < 8; lane++)
                {
                    sum += sums.Start[(i * 8) + lane];
                }

                rows[first - (a * size) + i] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Similarity(Vector256<float> u) => _exponential
        ? Exponential(Vector256.Max(u - Vector256.Create(_top), Vector256<float>.Zero) * Vector256.Create(_rate))
        : Vector256.Max(Vector256.Create(_top) - u, Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Adds(Vector256<float> similarity, Vector256<float> level) =>
        _caps ? Vector256.Min(similarity, level) : Vector256.Max(similarity - level, Vector256<float>.Zero);

    /// <summary>For each column what it adds to the rows of a block, and which rows those are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddColumns(float* scores, int first, int count, Span<double> columns, Span<uint> masks, bool keep = false)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int i = 0; i < count; i++)
        {
            Vector256<float> bias = Vector256.Create(_bias.Start[first + i]);
            Vector256<float> level = Vector256.Create(_levels.Start[first + i]);
            float* of = scores + (i * Columns);
            Vector256<float> a0 = Adds(Similarity(Vector256.Load(of) + bias), level);
            Vector256<float> a1 = Adds(Similarity(Vector256.Load(of + 8) + bias), level);
            Vector256<float> a2 = Adds(Similarity(Vector256.Load(of + 16) + bias), level);
            Vector256<float> a3 = Adds(Similarity(Vector256.Load(of + 24) + bias), level);
            s0 += a0;
            s1 += a1;
            s2 += a2;
            s3 += a3;
            if (!masks.IsEmpty)
            {
                masks[i] = Vector256.GreaterThan(a0, Vector256<float>.Zero).ExtractMostSignificantBits()
                    | (Vector256.GreaterThan(a1, Vector256<float>.Zero).ExtractMostSignificantBits() << 8)
                    | (Vector256.GreaterThan(a2, Vector256<float>.Zero).ExtractMostSignificantBits() << 16)
                    | (Vector256.GreaterThan(a3, Vector256<float>.Zero).ExtractMostSignificantBits() << 24);
            }
        }

        float* sums = stackalloc float[Columns];
        s0.Store(sums);
        s1.Store(sums + 8);
        s2.Store(sums + 16);
        s3.Store(sums + 24);
        for (int c = 0; c < Columns; c++)
        {
            columns[c] = (keep ? columns[c] : 0) + sums[c];
        }
    }

    /// <summary>For each row of a block what it would add to the rows of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(float* scores, int first, int count, int panelRow, int columns, float* sums, Span<uint> masks)
    {
        float* levels = _levels.Start + panelRow;
        for (int i = 0; i < count; i++)
        {
            Vector256<float> bias = Vector256.Create(_bias.Start[first + i]);
            float* of = scores + (i * Columns);
            Vector256<float> sum = Vector256.Load(sums + (i * 8));
            uint mask = 0;
            if (columns == Columns)
            {
                for (int c = 0; c < Columns; c += 8)
                {
                    Vector256<float> adds = Adds(Similarity(Vector256.Load(of + c) + bias), Vector256.Load(levels + c));
                    sum += adds;
                    mask |= Vector256.GreaterThan(adds, Vector256<float>.Zero).ExtractMostSignificantBits() << c;
                }
            }
            else
            {
                // Scores beyond the last column are undefined.
                for (int c = 0; c < columns; c++)
                {
                    Vector256<float> one = Adds(Similarity(Vector256.Create(of[c]) + bias), Vector256.Create(levels[c]));
                    sum = sum.WithElement(0, sum.ToScalar() + one.ToScalar());
                    mask |= (one.ToScalar() > 0 ? 1u : 0) << c;
                }
            }

            if (!masks.IsEmpty)
            {
                masks[i] = mask;
            }

            sum.Store(sums + (i * 8));
        }
    }

    /// <summary>The pairs of a block and a panel whose bits are set, with their similarities; of a column to a row, or of a row to a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindPairs(float* scores, int first, int count, int columns, ReadOnlySpan<uint> masks, int panelRow, bool byRow, ActivePairs found)
    {
        // Scores beyond the last column are undefined.
        uint real = columns == Columns ? uint.MaxValue : (1u << columns) - 1;
        for (int i = 0; i < count; i++)
        {
            for (uint left = masks[i] & real; left != 0; left &= left - 1)
            {
                int c = System.Numerics.BitOperations.TrailingZeroCount(left);
                float similarity = Similarity(Vector256.Create(scores[(i * Columns) + c]) + Vector256.Create(_bias.Start[first + i])).ToScalar();
                if (byRow)
                {
                    found.Add(first + i, panelRow + c, similarity);
                }
                else
                {
                    found.Add(panelRow + c, first + i, similarity);
                }
            }
        }
    }

    /// <summary>The bound that a sum in floats stands for.</summary>
    private double BoundOf(double sum) => sum * Roundings / SimilarityUnit;

    private void ClearFound(int tasks)
    {
        while (_found.Count < tasks)
        {
            _found.Add(new ActivePairs());
        }

        foreach (ActivePairs found in _found)
        {
            found.Clear();
        }
    }

    /// <summary>Puts what tasks found on lists, in their order; of some candidates that pairs count, whose lists begin, or of all rows, whose lists have begun.</summary>
    private void PutOnLists(ReadOnlySpan<int> candidates, int first, int end, CandidateLists lists)
    {
        for (int c = first; c < end; c++)
        {
            lists.Begin(candidates[c]);
        }

        foreach (ActivePairs found in _found)
        {
            foreach ((int candidate, int row, float similarity) in found.Pairs)
            {
                lists.Add(candidates.IsEmpty ? candidate : candidates[candidate], row, similarity);
            }
        }
    }

    /// <summary>e^x for x from -87 to 0, to 3e-7 of itself; fused operations round alike on every processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exponential(Vector256<float> x)
    {
        x = Vector256.Max(x, Vector256.Create(-87f));
        Vector256<float> n = Vector256.Floor(Vector256.FusedMultiplyAdd(x, Vector256.Create(1.44269504f), Vector256.Create(0.5f)));
        Vector256<float> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693359375f), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(2.12194440e-4f), r);
        Vector256<float> p = Vector256.Create(1f / 5040);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 720));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 120));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 24));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1f / 6));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.5f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<float>.One);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<float>.One);
        Vector256<int> power = (Vector256.ConvertToInt32(n) + Vector256.Create(127)) << 23;
        return p * power.AsSingle() * Vector256.Create(1.000002f);
    }

    private void FindBias() => Workers.ForBlocks(_run.Workers, _blocks, block =>
    {
        using var scan = new PanelScan(_frame, SimdWidth.Widest);
        int first = block * PanelScan.BlockRows;
        int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
        scan.Load(_rows.Rows(first, count), count);
        for (int i = 0; i < count; i++)
        {
            _bias.Start[first + i] = _frame.Bias(scan.Norms[i]);
        }
    }, _run.Ct);
}
