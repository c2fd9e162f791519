using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// Scores of blocks of rows against panels, all of one <see cref="WordFrame"/>: numbers that a query's bias added to stay at or below the rank of the pair, as those of <see cref="PanelScan"/>.
/// One object serves one thread; the buffers take 480 (width + 1) bytes, or 1 KB where the frame keeps its numbers.
/// </summary>
internal sealed unsafe class WordScan : IDisposable
{
    private readonly WordFrame _frame;
    private readonly delegate*<in WordShape, int*, int*, int*, void> _kernel;
    private readonly NativeBlock<int>? _block;
    private readonly NativeBlock<float> _steps;
    private readonly float[] _prepared;
    private int* _from;
    private int _count;

    public WordScan(WordFrame frame, SimdWidth width)
    {
        _frame = frame;
        _kernel = WordTile.For(width);
        _steps = new NativeBlock<float>(PanelScan.BlockRows);
        bool isKept = frame.Kept(0) is not null;
        _block = isKept ? null : new NativeBlock<int>((long)PanelScan.BlockRows * frame.Pairs);
        _prepared = isKept ? [] : new float[2 * frame.Pairs];
    }

    /// <summary>Makes consecutive rows the block; at most <see cref="PanelScan.BlockRows"/>.</summary>
    public void Load(int first, int count)
    {
        _count = count;
        _from = _block is null ? _frame.Kept(first) : _block.Start;
        for (int i = 0; i < count; i++)
        {
            if (_block is not null)
            {
                _frame.Quantise(first + i, _prepared, (short*)(_from + ((nint)i * _frame.Pairs)));
            }

            _steps.Start[i] = _frame.Step(first + i);
        }
    }

    /// <summary>Fills, for each row of the block and each row of one panel, the score; 32 floats a row, and up to a whole tile of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scores(WordPanels panels, int panel, float* scores)
    {
        var shape = new WordShape(_frame.Pairs, _frame.Pairs);
        int* sums = stackalloc int[WordTile.Rows * WordTile.Columns];
        float* bias = panels.Bias(panel);
        float* factors = panels.Factors(panel);

        // Rows beyond the last one of a block that is not full are others, or 0, and their scores are nobody's.
        for (int row = 0; row < _count; row += WordTile.Rows)
        {
            _kernel(in shape, _from + ((nint)row * _frame.Pairs), panels.Values(panel), sums);
            float* to = scores + ((nint)row * WordTile.Columns);
            for (int i = 0; i < WordTile.Rows; i++)
            {
                Vector256<float> step = Vector256.Create(_steps.Start[row + i]);
                for (int c = 0; c < WordTile.Columns; c += 8)
                {
                    Vector256<float> sum = Vector256.ConvertToSingle(Vector256.Load(sums + (i * WordTile.Columns) + c)) * step;
                    Vector256.FusedMultiplyAdd(sum, Vector256.Load(factors + c), Vector256.Load(bias + c)).Store(to + (i * WordTile.Columns) + c);
                }
            }
        }
    }

    public void Dispose()
    {
        _block?.Dispose();
        _steps.Dispose();
    }
}
