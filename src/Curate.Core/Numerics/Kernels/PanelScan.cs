using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private readonly delegate*<in TileShape, float*, float*, int, float*, float*, float*, bool> _kernel;
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
                    if (_kernel(in shape, a, values, columns, bias, limits + row, scores))
                    {
                        Hand(scores, columns, limits, row, Math.Min(count - row, TileKernel.Rows), ids, ref sink);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Hand<TSink>(float* scores, int columns, float* limits, int row, int rows, int* ids, ref TSink sink)
        where TSink : struct, ICandidateSink
    {
        for (int i = 0; i < rows; i++, scores += TileKernel.Columns)
        {
            float limit = limits[row + i];
            for (int c = 0; c < columns; c++)
            {
                if (scores[c] <= limit)
                {
                    sink.Offer(row + i, ids[c], scores[c], ref limit);
                }
            }

            limits[row + i] = limit;
        }
    }
}
