using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Sums over all rows i of what a row j would add to them, g_i(s_ij), as numbers that the true sums do not exceed: from scores in float32 or, of wide rows, in 16-bit
/// numbers, whose error is known (<see cref="ScoreFrame"/>, <see cref="WordFrame"/>), rounded up. g_i is either what exceeds a level, max(0, s - level_i), or what fits below it, min(s, level_i).
/// </summary>
/// <remarks>O(n d) a row, in blocks of the cache; all rows at once in half of that, a pair scored once for both. Fixed blocks: no bit depends on workers.</remarks>
internal sealed unsafe partial class CoverageScan : IDisposable
{
    private const int Columns = TileKernel.Columns;

    // Sums of at most 240 floats a lane, a difference or two and an exponential: all roundings together are below this.
    private const double Roundings = 1 + 3e-5;

    // Pairs of a row that may wait to be put on lists: as many panels are scanned together as give about so many.
    private const int PairsOfRow = 2 * Columns;

    // Rows of at least so many numbers are compared in 16-bit ones. Of fewer, products are a small part of the time, and near rows are nearer next to their lengths.
    private const int LeastWidthOfWords = 128;

    // Blocks that meet a piece before their pairs are put on lists.
    private const int BlocksAtOnce = 48;
    private const int BlocksOfTask = 8;

    // Walking along fewer pairs together, some microseconds, is not worth a second thread.
    private const int LeastPairsOfTasks = 1 << 12;
    private const int ListsOfTask = 4;
    private readonly VectorStore _rows;
    private readonly RunContext _run;
    private readonly ScoreFrame _frame;
    private readonly WordFrame? _words;
    private readonly NativeBlock<float> _ownBias;
    private readonly float* _bias;
    private readonly NativeBlock<float> _levels;
    private readonly MemoryLease _lease;
    private MemoryLease? _leaseOfAll;
    private readonly bool _exponential;
    private readonly bool _cosine;
    private readonly float _top;
    private readonly float _rate;
    private readonly bool _caps;
    private readonly int _blocks;
    private List<PairRuns> _found = [];
    private List<PairRuns> _others = [];
    private float[] _partial = [];
    private long _pairsOfList;

    // Panels that are scanned together where pairs are looked for: all rows pass through the cache once for each lot.
    private int _panelsTogether = 2;

    /// <param name="rows">Numbers only.</param>
    /// <param name="similarities">The kind, and its constants.</param>
    /// <param name="caps">g is what fits below the level, instead of what exceeds it.</param>
    /// <param name="run">Workers and memory.</param>
    /// <param name="words">Wide rows may be compared in 16-bit numbers: half the time, and bounds that are a few times as far above the sums.</param>
    public CoverageScan(VectorStore rows, Similarities similarities, bool caps, RunContext run, bool words = true)
    {
        _rows = rows;
        _run = run;
        _caps = caps;
        _blocks = PanelScan.BlocksOf(rows.Count);
        words &= rows.Numeric >= LeastWidthOfWords;
        _lease = run.Memory.Lease((8L * (rows.Count + Columns)) + (words ? (WordFrame.RowBytes - 4L) * rows.Count : 0) + (4L * _blocks * 256) + (4L * rows.Count * (256 / Columns)), "Bounds of what rows add");
        _frame = new ScoreFrame(new DistanceRule(similarities.Kind == SimilarityKind.Cosine ? Metric.Cosine : Metric.Euclidean), rows, rows, run.Workers);
        _words = words ? new WordFrame(_frame, rows, run) : null;
        _ownBias = new NativeBlock<float>(_words is null ? (long)rows.Count + Columns : 0);
        _bias = _words is null ? _ownBias.Start : _words.Bias;
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

        if (similarities.Kind != SimilarityKind.Cosine && _words is null)
        {
            FindBias();
        }
    }

    /// <summary>What one float of a sum stands for; sums are given in similarities.</summary>
    private double Unit { get; }

    /// <summary>
    /// Rows of a piece that meets all others: every row is read and prepared once for each piece, and a thread may wait at the end of one. Whole blocks, which are whole panels.
    /// </summary>
    private int RowsOfPiece => Math.Clamp(_rows.Count / (12 * PanelScan.BlockRows) * PanelScan.BlockRows, PanelScan.BlockRows, 10 * PanelScan.BlockRows);

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

    /// <summary>
    /// Bytes that pairs take before they are on lists: 4 each and 8 a run, which is of four pairs or more where there are many, in two sets of which one fills while the other is put on lists;
    /// and an array that grows is up to twice as long as it is full.
    /// </summary>
    public static long BytesOfPairs(int rows) => 24 * (((long)PairsOfRow * rows) + Math.Min((long)rows * rows, 1 << 19));

    /// <summary>No similarity of a pair exceeds this.</summary>
    public float Most => _exponential ? 1.0001f : _cosine ? 1.0001f + (2 * _top) : _top;

    /// <summary>The bounds of rows that have lists, and how many rows each may add to.</summary>
    /// <param name="lists">The lists; pairs that add nothing are dropped.</param>
    /// <param name="candidates">The rows, each once.</param>
    /// <param name="bounds">Their bounds.</param>
    /// <param name="pairs">Their pairs.</param>
    /// <param name="helpers">Threads.</param>
    public void BoundOf(CandidateLists lists, int[] candidates, double[] bounds, int[] pairs, HotHelpers helpers)
    {
        var freed = new int[candidates.Length];
        bool threads = _pairsOfList * candidates.Length > LeastPairsOfTasks;
        int each = threads ? ListsOfTask : Math.Max(1, candidates.Length);
        helpers.ForBlocks((candidates.Length + each - 1) / each, task =>
        {
            for (int c = task * each; c < Math.Min(candidates.Length, (task + 1) * each); c++)
            {
                (double sum, pairs[c]) = lists.Sum(candidates[c], _levels.Start, out freed[c]);
                bounds[c] = BoundOf(sum);
            }
        }, _run.Ct);
        long all = 0;
        for (int c = 0; c < candidates.Length; c++)
        {
            lists.Release(freed[c]);
            all += pairs[c];
        }

        _pairsOfList = all / Math.Max(1, candidates.Length);
    }

    /// <summary>Bounds of the sums of some rows; at most 256.</summary>
    /// <param name="candidates">The rows.</param>
    /// <param name="bounds">Their bounds.</param>
    /// <param name="lists">What receives lists of the rows, if given and as far as there is room.</param>
    public void Bound(ReadOnlySpan<int> candidates, Span<double> bounds, CandidateLists? lists = null)
    {
        using CoveragePanels panels = CoveragePanels.Pack(_frame, _words, _rows, candidates);
        int width = panels.Count * Columns;
        if (_partial.Length < _blocks * width)
        {
            _partial = new float[_blocks * width];
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
            ClearFound(_found, lists is null ? 0 : tasks);
            Workers.ForBlocks(_run.Workers, tasks, task =>
            {
                using var scan = new CoverageBlock(_frame, _words, _rows);
                using var scores = new NativeBlock<float>(PanelScan.BlockRows * Columns);
                for (int block = task * BlocksOfTask; block < Math.Min(_blocks, (task + 1) * BlocksOfTask); block++)
                {
                    int first = block * PanelScan.BlockRows;
                    int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
                    scan.Load(first, count);
                    for (int panel = start; panel < end; panel++)
                    {
                        scan.Scores(panels, panel, scores);
                        Span<uint> masks = Masks.AsSpan((panel * _rows.Count) + first, count);
                        AddColumns(scores.Start, first, count, _partial.AsSpan((block * width) + (panel * Columns), Columns), masks);
                        if (lists is not null)
                        {
                            FindColumns(scores.Start, first, count, panels.Columns(panel), masks, panel * Columns, lists, _found[task]);
                        }
                    }
                }
            }, _run.Ct);
            if (lists is not null)
            {
                int scanned = Math.Min(candidates.Length, end * Columns) - (start * Columns);
                for (int c = start * Columns; c < (start * Columns) + scanned; c++)
                {
                    lists.Begin(candidates[c]);
                }

                PutOnLists(_found, candidates, lists);
                double pairs = 0;
                foreach (PairRuns own in _found)
                {
                    pairs += own.Pairs;
                }

                double pairsOfPanel = pairs / _rows.Count / scanned * Columns;
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

    /// <summary>Takes the memory that <see cref="BoundAll"/> needs, which could be gone when it is called.</summary>
    public void ReserveAll()
    {
        int size = RowsOfPiece;
        _leaseOfAll ??= _run.Memory.Lease(PanelSet.BytesFor(size, _rows.Width) + (4L * size * Math.Min(_blocks, BlocksAtOnce)), "Bounds of what all rows add");
    }

    /// <summary>Bounds of the sums of all rows.</summary>
    /// <param name="bounds">Their bounds.</param>
    /// <param name="lists">What receives lists of all rows, if given and as far as there is room.</param>
    public void BoundAll(double[] bounds, CandidateLists? lists = null)
    {
        ReserveAll();
        int size = RowsOfPiece;
        var columns = new float[Math.Min(_blocks, BlocksAtOnce)][];
        for (int block = 0; block < columns.Length; block++)
        {
            columns[block] = new float[size];
        }

        Array.Clear(bounds);
        ClearFound(_others, 0);
        for (int from = 0; from < _rows.Count; from += size)
        {
            int many = Math.Min(size, _rows.Count - from);
            using CoveragePanels panels = CoveragePanels.Pack(_frame, _words, _rows, from, many, _run.Workers);
            int piece = from;
            int blocks = PanelScan.BlocksOf(from + many);
            for (int at = 0; at < blocks; at += BlocksAtOnce)
            {
                int some = at;
                int those = Math.Min(BlocksAtOnce, blocks - at);
                List<PairRuns> found = _found;
                List<PairRuns> before = _others;
                ClearFound(found, lists is null ? 0 : those);

                // One thread puts on lists what the blocks before gave while others scan.
                Workers.ForBlocks(_run.Workers, those + 1, task =>
                {
                    if (task > 0)
                    {
                        Meet((some + task - 1) * PanelScan.BlockRows, piece, panels, columns[task - 1], bounds, lists, lists is null ? null : found[task - 1]);
                    }
                    else if (lists is not null)
                    {
                        PutOnLists(before, default, lists);
                    }
                }, _run.Ct);
                (_found, _others) = (before, found);
                for (int block = 0; block < those; block++)
                {
                    for (int j = 0; j < many; j++)
                    {
                        bounds[from + j] += columns[block][j];
                    }
                }
            }
        }

        if (lists is not null)
        {
            PutOnLists(_others, default, lists);
        }

        for (int row = 0; row < bounds.Length; row++)
        {
            bounds[row] = BoundOf(bounds[row]);
        }
    }

    public void Dispose()
    {
        _words?.Dispose();
        _ownBias.Dispose();
        _levels.Dispose();
        _leaseOfAll?.Dispose();
        _lease.Dispose();
    }

    /// <summary>The rows of a block with those of a packed piece that are of it or come after it: what these add to the block's rows and, beyond the block, the other way round.</summary>
    private void Meet(int first, int piece, CoveragePanels panels, float[] columns, double[] bounds, CandidateLists? lists, PairRuns? found)
    {
        using var scan = new CoverageBlock(_frame, _words, _rows);
        using var scores = new NativeBlock<float>(PanelScan.BlockRows * Columns);
        using var sums = new NativeBlock<float>(PanelScan.BlockRows * 8);
        using RowRuns? runs = found is null ? null : new RowRuns(found, first);
        uint[] masks = found is null ? [] : new uint[PanelScan.BlockRows];
        int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
        scan.Load(first, count);

        // Panels before the block are of blocks that have met it.
        int begin = Math.Max(0, first - piece) / Columns;
        columns.AsSpan(0, begin * Columns).Clear();
        for (int panel = begin; panel < panels.Count; panel++)
        {
            scan.Scores(panels, panel, scores);
            int panelRow = piece + (panel * Columns);
            AddColumns(scores.Start, first, count, columns.AsSpan(panel * Columns, Columns), masks);
            if (found is not null)
            {
                FindColumns(scores.Start, first, count, panels.Columns(panel), masks, panelRow, lists!, found);
            }

            // The pairs of a block's own rows are all among its columns.
            if (panelRow >= first + PanelScan.BlockRows)
            {
                AddRows(scores.Start, first, count, panelRow, panels.Columns(panel), sums.Start, masks);
                if (runs is not null)
                {
                    FindRows(scores.Start, first, count, panels.Columns(panel), masks, panelRow, lists!, runs);
                }
            }
        }

        runs?.Flush();
        for (int i = 0; i < count; i++)
        {
            double sum = 0;
            for (int lane = 0; lane < 8; lane++)
            {
                sum += sums.Start[(i * 8) + lane];
            }

            bounds[first + i] += sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Similarity(Vector256<float> u) => _exponential
        ? ExponentialLanes.Of(Vector256.Max(u - Vector256.Create(_top), Vector256<float>.Zero) * Vector256.Create(_rate))
        : Vector256.Max(Vector256.Create(_top) - u, Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Adds(Vector256<float> similarity, Vector256<float> level) =>
        _caps ? Vector256.Min(similarity, level) : Vector256.Max(similarity - level, Vector256<float>.Zero);

    /// <summary>For each column what it adds to the rows of a block, and which rows those are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddColumns(float* scores, int first, int count, Span<float> columns, Span<uint> masks)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int i = 0; i < count; i++)
        {
            Vector256<float> bias = Vector256.Create(_bias[first + i]);
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

        s0.CopyTo(columns);
        s1.CopyTo(columns[8..]);
        s2.CopyTo(columns[16..]);
        s3.CopyTo(columns[24..]);
    }

    /// <summary>For each row of a block what it would add to the rows of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRows(float* scores, int first, int count, int panelRow, int columns, float* sums, Span<uint> masks)
    {
        float* levels = _levels.Start + panelRow;
        for (int i = 0; i < count; i++)
        {
            Vector256<float> bias = Vector256.Create(_bias[first + i]);
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

    /// <summary>The bound that a sum in floats stands for.</summary>
    private double BoundOf(double sum) => sum * Roundings / SimilarityUnit;

    private void FindBias() => Workers.ForBlocks(_run.Workers, _blocks, block =>
    {
        using var scan = new PanelScan(_frame, SimdWidth.Widest);
        int first = block * PanelScan.BlockRows;
        int count = Math.Min(PanelScan.BlockRows, _rows.Count - first);
        scan.Load(_rows.Rows(first, count), count);
        for (int i = 0; i < count; i++)
        {
            _ownBias.Start[first + i] = _frame.Bias(scan.Norms[i]);
        }
    }, _run.Ct);
}
