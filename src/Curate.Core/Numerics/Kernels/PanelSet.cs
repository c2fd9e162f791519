using System.Runtime.InteropServices;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// Rows packed for <see cref="TileKernel"/>: panels of 32 rows, transposed, so that one dimension of 32 rows is one run of 128 bytes; beside each
/// row its bias. Rows come as a range of a store, or as groups of row numbers of which each begins a panel of its own.
/// </summary>
/// <remarks>4 (width + 2) bytes a row, each group rounded up to 32 rows.</remarks>
internal sealed unsafe class PanelSet : IDisposable
{
    private const int PanelsPerTask = 16;
    private readonly NativeBlock<float> _values;
    private readonly NativeBlock<float> _bias;
    private readonly NativeBlock<int> _ids;
    private readonly byte[] _columns;
    private readonly int _width;

    private readonly bool _withBias;

    private PanelSet(int width, int panels, bool withBias)
    {
        _withBias = withBias;
        _width = width;
        Count = panels;
        _values = new NativeBlock<float>((long)panels * width * TileKernel.Columns);
        _bias = new NativeBlock<float>((long)panels * TileKernel.Columns);
        _ids = new NativeBlock<int>((long)panels * TileKernel.Columns);
        _columns = new byte[panels];
    }

    /// <summary>Panels.</summary>
    public int Count { get; }

    /// <summary>Rows in all panels together.</summary>
    public int Rows => _columns.Sum(static c => c);

    public static long BytesFor(long rows, int width) => (rows + TileKernel.Columns - 1) / TileKernel.Columns * TileKernel.Columns * 4 * (width + 2);

    /// <summary>Packs the rows <paramref name="first"/> to first + count - 1; without bias a score is the bare sum.</summary>
    public static PanelSet Pack(ScoreFrame frame, VectorStore rows, int first, int count, int workers, bool bias = true)
    {
        var set = new PanelSet(frame.Width, (int)(((long)count + TileKernel.Columns - 1) / TileKernel.Columns), bias);
        for (int panel = 0; panel < set.Count; panel++)
        {
            int from = panel * TileKernel.Columns;
            set._columns[panel] = (byte)Math.Min(TileKernel.Columns, count - from);
            for (int c = 0; c < set._columns[panel]; c++)
            {
                set._ids.Start[from + c] = first + from + c;
            }
        }

        set.Fill(frame, rows, workers);
        return set;
    }

    /// <summary>Packs groups of rows; <paramref name="firstPanel"/> receives, for each group and past the last one, where its panels begin.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="rows">The store.</param>
    /// <param name="ids">The rows of all groups, group after group.</param>
    /// <param name="ends">Where each group ends in <paramref name="ids"/>.</param>
    /// <param name="firstPanel">One more entry than there are groups.</param>
    /// <param name="workers">Threads.</param>
    public static PanelSet PackGroups(
        ScoreFrame frame, VectorStore rows, ReadOnlySpan<int> ids, ReadOnlySpan<int> ends, Span<int> firstPanel, int workers)
    {
        int panels = 0;
        for (int g = 0; g < ends.Length; g++)
        {
            firstPanel[g] = panels;
            panels += (ends[g] - (g == 0 ? 0 : ends[g - 1]) + TileKernel.Columns - 1) / TileKernel.Columns;
        }

        firstPanel[ends.Length] = panels;
        var set = new PanelSet(frame.Width, panels, withBias: true);
        for (int g = 0; g < ends.Length; g++)
        {
            int at = g == 0 ? 0 : ends[g - 1];
            for (int panel = firstPanel[g]; panel < firstPanel[g + 1]; panel++)
            {
                set._columns[panel] = (byte)Math.Min(TileKernel.Columns, ends[g] - at);
                ids.Slice(at, set._columns[panel]).CopyTo(set._ids.Slice((long)panel * TileKernel.Columns, TileKernel.Columns));
                at += set._columns[panel];
            }
        }

        set.Fill(frame, rows, workers);
        return set;
    }

    public float* Values(int panel) => _values.Start + ((long)panel * _width * TileKernel.Columns);

    public float* Bias(int panel) => _bias.Start + ((long)panel * TileKernel.Columns);

    /// <summary>The row number of each column of a panel.</summary>
    public int* Ids(int panel) => _ids.Start + ((long)panel * TileKernel.Columns);

    /// <summary>Takes a row out of all later scans: nothing scores below infinity.</summary>
    public void Retire(int panel, int column) => Bias(panel)[column] = float.PositiveInfinity;

    /// <summary>Rows in a panel, 1 to 32.</summary>
    public int Columns(int panel) => _columns[panel];

    public void Dispose()
    {
        _values.Dispose();
        _bias.Dispose();
        _ids.Dispose();
    }

    private void Fill(ScoreFrame frame, VectorStore rows, int workers) =>
        Workers.ForBlocks(workers, (Count + PanelsPerTask - 1) / PanelsPerTask, task =>
        {
            var prepared = new float[_width];
            int end = Math.Min(Count, (task + 1) * PanelsPerTask);
            for (int panel = task * PanelsPerTask; panel < end; panel++)
            {
                Fill(frame, rows, panel, prepared);
            }
        });

    private void Fill(ScoreFrame frame, VectorStore rows, int panel, float[] prepared)
    {
        float factor = frame.PackFactor;
        for (int c = 0; c < TileKernel.Columns; c++)
        {
            if (c >= _columns[panel])
            {
                // The empty places of a panel score infinity and so never pass a limit.
                Bias(panel)[c] = float.PositiveInfinity;
                continue;
            }

            ReadOnlySpan<float> row = rows[Ids(panel)[c]];
            if (!frame.IsDirect)
            {
                frame.Prepare(row, prepared);
                row = prepared;
            }

            Bias(panel)[c] = _withBias ? frame.Bias(frame.NormOf(row)) : 0;
            Spread(row, Values(panel) + c, frame.Numeric, factor);
        }
    }

    private static void Spread(ReadOnlySpan<float> row, float* to, int numeric, float factor)
    {
        ref float from = ref MemoryMarshal.GetReference(row);
        for (int p = 0; p < numeric; p++)
        {
            to[(nint)p * TileKernel.Columns] = System.Runtime.CompilerServices.Unsafe.Add(ref from, p) * factor;
        }

        for (int p = numeric; p < row.Length; p++)
        {
            to[(nint)p * TileKernel.Columns] = System.Runtime.CompilerServices.Unsafe.Add(ref from, p);
        }
    }
}
