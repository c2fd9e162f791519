using Curate.Core.Running;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// Rows packed for <see cref="WordTile"/>: panels of 32 rows of a <see cref="WordFrame"/>, transposed, so that two dimensions of 32 rows are one run of 128 bytes; beside each row its bias and factor.
/// </summary>
/// <remarks>2 width + 8 bytes a row, rounded up to 32 rows.</remarks>
internal sealed unsafe class WordPanels : IDisposable
{
    private const int PanelsPerTask = 4;
    private readonly NativeBlock<int> _values;
    private readonly NativeBlock<float> _bias;
    private readonly NativeBlock<float> _factors;
    private readonly int _pairs;
    private readonly int _rows;

    private WordPanels(int rows, int pairs)
    {
        _rows = rows;
        _pairs = pairs;
        Count = (int)(((long)rows + WordTile.Columns - 1) / WordTile.Columns);
        _values = new NativeBlock<int>((long)Count * pairs * WordTile.Columns);
        _bias = new NativeBlock<float>((long)Count * WordTile.Columns);
        _factors = new NativeBlock<float>((long)Count * WordTile.Columns);
    }

    /// <summary>Panels.</summary>
    public int Count { get; }

    /// <summary>Packs rows of the frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="ids">The rows; empty for consecutive ones.</param>
    /// <param name="first">The first of consecutive rows.</param>
    /// <param name="count">How many.</param>
    /// <param name="workers">Threads.</param>
    public static WordPanels Pack(WordFrame frame, ReadOnlySpan<int> ids, int first, int count, int workers)
    {
        var set = new WordPanels(count, frame.Pairs);
        int[]? own = ids.IsEmpty ? null : ids.ToArray();
        Workers.ForBlocks(workers, (set.Count + PanelsPerTask - 1) / PanelsPerTask, task =>
        {
            bool isKept = frame.Kept(0) is not null;
            var prepared = new float[isKept ? 0 : 2 * frame.Pairs];
            var words = new short[isKept ? 0 : 2 * frame.Pairs];
            int end = Math.Min(set.Count, (task + 1) * PanelsPerTask);
            for (int panel = task * PanelsPerTask; panel < end; panel++)
            {
                set.Fill(frame, own, first, panel, prepared, words);
            }
        });
        return set;
    }

    public int* Values(int panel) => _values.Start + ((long)panel * _pairs * WordTile.Columns);

    public float* Bias(int panel) => _bias.Start + ((long)panel * WordTile.Columns);

    /// <summary>What the sums of each column are multiplied with, beside the step of the query.</summary>
    public float* Factors(int panel) => _factors.Start + ((long)panel * WordTile.Columns);

    /// <summary>Rows in a panel, 1 to 32.</summary>
    public int Columns(int panel) => Math.Min(WordTile.Columns, _rows - (panel * WordTile.Columns));

    public void Dispose()
    {
        _values.Dispose();
        _bias.Dispose();
        _factors.Dispose();
    }

    private void Fill(WordFrame frame, int[]? ids, int first, int panel, float[] prepared, short[] words)
    {
        int columns = Columns(panel);
        fixed (short* from = words)
        {
            for (int c = 0; c < WordTile.Columns; c++)
            {
                if (c >= columns)
                {
                    // The empty places of a panel score infinity.
                    Bias(panel)[c] = float.PositiveInfinity;
                    continue;
                }

                int at = (panel * WordTile.Columns) + c;
                int row = ids is null ? first + at : ids[at];
                int* pairs = frame.Kept(row);
                if (pairs is null)
                {
                    pairs = (int*)from;
                    frame.Quantise(row, prepared, from);
                }

                Bias(panel)[c] = frame.ColumnBias(row);
                Factors(panel)[c] = frame.ColumnFactor(row);
                int* to = Values(panel) + c;
                for (nint p = 0; p < _pairs; p++)
                {
                    to[p * WordTile.Columns] = pairs[p];
                }
            }
        }
    }
}
