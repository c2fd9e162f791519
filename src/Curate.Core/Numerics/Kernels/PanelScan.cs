using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// Walks blocks of query rows past panels and hands over the pairs that score at or below their row's limit. One object serves one thread; the buffers
/// take 4 (192 + 6) (width + 3) bytes.
/// </summary>
internal sealed unsafe class PanelScan : IDisposable
{
    /// <summary>Query rows of a block: with 32 columns of a panel, what the second-level cache holds for some thousand dimensions.</summary>
    public const int BlockRows = 192;

    private readonly ScoreFrame _frame;
    private readonly delegate*<in TileShape, float*, float*, int, float*, float*, float*, int> _kernel;
    private readonly NativeBlock<float> _prepared;
    private readonly NativeBlock<float> _tail;
    private readonly NativeBlock<float> _limits;

    public PanelScan(ScoreFrame frame, SimdWidth width)
    {
        _frame = frame;
        _kernel = frame.Kernel(width);
        _prepared = new NativeBlock<float>(frame.IsDirect ? 0 : (long)BlockRows * frame.Width);
        _tail = new NativeBlock<float>((long)TileKernel.Rows * frame.Width);
        _limits = new NativeBlock<float>(BlockRows + TileKernel.Rows);
        Norms = new double[BlockRows];
    }

    /// <summary>The squared lengths of the rows of the block, as limits need them.</summary>
    public double[] Norms { get; }

    /// <summary>The limits of the rows of the block; set before each scan.</summary>
    public Span<float> Limits => new(_limits.Start, BlockRows);

    /// <summary>Blocks of a store.</summary>
    public static int BlocksOf(int rows) => (int)(((long)rows + BlockRows - 1) / BlockRows);

    /// <summary>Makes rows the block: prepares them where the frame moves or scales, and finds their norms unless they are given.</summary>
    public ReadOnlySpan<float> Load(ReadOnlySpan<float> rows, int count, bool norms = true)
    {
        ReadOnlySpan<float> block = rows;
        int width = _frame.Width;
        if (!_frame.IsDirect)
        {
            Span<float> prepared = _prepared.Slice(0, count * width);
            for (int i = 0; i < count; i++)
            {
                _frame.Prepare(rows.Slice(i * width, width), prepared.Slice(i * width, width));
            }

            block = prepared;
        }

        for (int i = 0; norms && i < count; i++)
        {
            Norms[i] = _frame.NormOf(block.Slice(i * width, width));
        }

        return block;
    }

    /// <summary>What <see cref="Load"/> made of the rows of the block, where the frame moves or scales.</summary>
    public ReadOnlySpan<float> Prepared(int count) => _prepared.Slice(0, count * _frame.Width);

    /// <summary>Scans panels <paramref name="first"/> to <paramref name="end"/> - 1 for a block that <see cref="Load"/> gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TSink>(ReadOnlySpan<float> block, int count, PanelSet panels, int first, int end, ref TSink sink)
        where TSink : struct, ICandidateSink
    {
        int width = _frame.Width;
        TileShape shape = _frame.Shape(width);
        float* scores = stackalloc float[TileKernel.Rows * TileKernel.Columns];
        float* limits = _limits.Start;
        int whole = count / TileKernel.Rows * TileKernel.Rows;
        if (whole < count)
        {
            block[(whole * width)..(count * width)].CopyTo(_tail.Slice(0, (count - whole) * width));
            for (int i = count; i < whole + TileKernel.Rows; i++)
            {
                limits[i] = float.NegativeInfinity;
            }
        }

        fixed (float* rows = &MemoryMarshal.GetReference(block))
        {
            for (int panel = first; panel < end; panel++)
            {
                float* values = panels.Values(panel);
                float* bias = panels.Bias(panel);
                int* ids = panels.Ids(panel);
                int columns = panels.Columns(panel);
                for (int row = 0; row < count; row += TileKernel.Rows)
                {
                    float* a = row < whole ? rows + ((nint)row * width) : _tail.Start;
                    int hit = _kernel(in shape, a, values, columns, bias, limits + row, scores);
                    if (hit != 0)
                    {
                        Hand(scores, columns, limits + row, row, hit, ids, ref sink);
                    }
                }
            }
        }
    }

    /// <summary>
    /// As <see cref="Run"/>, for packed rows that are queries themselves: hands over a pair when its score plus the bias of the block's row is at or below the
    /// bound of either row. A bound is <see cref="ScoreFrame.Limit"/> at a norm of 0; the bias stands for the norm and is the same number for a query and for a
    /// packed row.
    /// </summary>
    /// <remarks>
    /// Adding the bias rounds, and rounding keeps order: a sum that is at most the bound stays so. The kernel knows one limit a row, so it gets that of the
    /// largest bound of the panel, and what passes is looked at pair by pair.
    /// </remarks>
    /// <param name="block">Rows that <see cref="Load"/> gave.</param>
    /// <param name="count">How many.</param>
    /// <param name="bias">Their biases; readable up to a multiple of 8 rows.</param>
    /// <param name="bounds">Their bounds; readable up to a multiple of 8 rows.</param>
    /// <param name="panels">Panels of consecutive rows.</param>
    /// <param name="first">The first panel.</param>
    /// <param name="end">One past the last panel.</param>
    /// <param name="columnBounds">The bounds of the rows of the first panel, and on from there; readable up to a whole panel.</param>
    /// <param name="sink">What takes the pairs and lowers the bounds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void RunBoth<TSink>(
        ReadOnlySpan<float> block, int count, float* bias, float* bounds, PanelSet panels, int first, int end, float* columnBounds, ref TSink sink)
        where TSink : struct, IPairSink
    {
        int width = _frame.Width;
        TileShape shape = _frame.Shape(width);
        float* scores = stackalloc float[TileKernel.Rows * TileKernel.Columns];
        float* limits = _limits.Start;
        int whole = count / TileKernel.Rows * TileKernel.Rows;
        if (whole < count)
        {
            block[(whole * width)..(count * width)].CopyTo(_tail.Slice(0, (count - whole) * width));
        }

        fixed (float* rows = &MemoryMarshal.GetReference(block))
        {
            for (int panel = first; panel < end; panel++, columnBounds += TileKernel.Columns)
            {
                int columns = panels.Columns(panel);
                float most = columnBounds[0];
                for (int c = 1; c < columns; c++)
                {
                    most = MathF.Max(most, columnBounds[c]);
                }

                for (int i = 0; i < count; i += 8)
                {
                    (Vector256.Max(Vector256.Load(bounds + i), Vector256.Create(most)) - Vector256.Load(bias + i)).Store(limits + i);
                }

                for (int i = count; i < whole + TileKernel.Rows; i++)
                {
                    limits[i] = float.NegativeInfinity;
                }

                for (int row = 0; row < count; row += TileKernel.Rows)
                {
                    float* a = row < whole ? rows + ((nint)row * width) : _tail.Start;
                    int hit = _kernel(in shape, a, panels.Values(panel), columns, panels.Bias(panel), limits + row, scores);
                    if (hit != 0)
                    {
                        HandBoth(scores, columns, row, hit, bias, bounds, columnBounds, panels.Ids(panel)[0], ref sink);
                    }
                }
            }
        }
    }

    public void Dispose()
    {
        _prepared.Dispose();
        _tail.Dispose();
        _limits.Dispose();
    }

    /// <summary>Fills, for each row of a block and each row of one panel, the score; 32 floats a row.</summary>
    public void Scores(ReadOnlySpan<float> block, int count, PanelSet panels, Span<float> scores, int panel = 0)
    {
        int width = _frame.Width;
        TileShape shape = _frame.Shape(width);
        int whole = count / TileKernel.Rows * TileKernel.Rows;
        block[(whole * width)..(count * width)].CopyTo(_tail.Slice(0, TileKernel.Rows * width));
        float* rest = stackalloc float[TileKernel.Rows * TileKernel.Columns];
        fixed (float* rows = &MemoryMarshal.GetReference(block))
        fixed (float* to = &MemoryMarshal.GetReference(scores))
        {
            for (int row = 0; row < whole; row += TileKernel.Rows)
            {
                float* a = rows + ((nint)row * width);
                _kernel(in shape, a, panels.Values(panel), panels.Columns(panel), panels.Bias(panel), _limits.Start, to + (row * TileKernel.Columns));
            }

            if (whole < count)
            {
                _kernel(in shape, _tail.Start, panels.Values(panel), panels.Columns(panel), panels.Bias(panel), _limits.Start, rest);
                int left = (count - whole) * TileKernel.Columns;
                new ReadOnlySpan<float>(rest, left).CopyTo(scores.Slice(whole * TileKernel.Columns, left));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Hand<TSink>(float* scores, int columns, float* limits, int row, int hit, int* ids, ref TSink sink)
        where TSink : struct, ICandidateSink
    {
        for (; hit != 0; hit &= hit - 1)
        {
            int i = BitOperations.TrailingZeroCount(hit);
            float* of = scores + (i * TileKernel.Columns);
            Vector256<float> limit = Vector256.Create(limits[i]);
            for (int c = 0; c < columns; c += 8)
            {
                uint below = Vector256.LessThanOrEqual(Vector256.Load(of + c), limit).ExtractMostSignificantBits();
                below &= columns - c >= 8 ? uint.MaxValue : (1u << (columns - c)) - 1;
                for (; below != 0; below &= below - 1)
                {
                    int at = c + BitOperations.TrailingZeroCount(below);
                    if (of[at] <= limits[i])
                    {
                        sink.Offer(row + i, ids[at], of[at], ref limits[i]);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void HandBoth<TSink>(
        float* scores, int columns, int row, int hit, float* bias, float* bounds, float* columnBounds, int firstId, ref TSink sink)
        where TSink : struct, IPairSink
    {
        for (; hit != 0; hit &= hit - 1)
        {
            int i = BitOperations.TrailingZeroCount(hit);
            float* of = scores + (i * TileKernel.Columns);
            float own = bias[row + i];
            for (int c = 0; c < columns; c += 8)
            {
                Vector256<float> sum = Vector256.Load(of + c) + Vector256.Create(own);
                Vector256<float> bound = Vector256.Max(Vector256.Load(columnBounds + c), Vector256.Create(bounds[row + i]));
                uint below = Vector256.LessThanOrEqual(sum, bound).ExtractMostSignificantBits();
                below &= columns - c >= 8 ? uint.MaxValue : (1u << (columns - c)) - 1;
                for (; below != 0; below &= below - 1)
                {
                    int at = c + BitOperations.TrailingZeroCount(below);
                    if (of[at] + own <= MathF.Max(bounds[row + i], columnBounds[at]))
                    {
                        sink.Offer(row + i, firstId + at);
                    }
                }
            }
        }
    }
}
