using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Every column in at most 255 bins, a byte a value, and bin 255 for NaN. Columns of at most 255 distinct values have one bin each; others are cut where
/// the counts of rows come nearest to equal shares. O(n d log n), and 8 bytes a row for each worker while they are made.
/// </summary>
internal sealed class FeatureBins
{
    public const int Missing = 255;

    private FeatureBins(byte[][] bins, double[][] edges, bool[] hasMissing)
    {
        Bins = bins;
        Edges = edges;
        HasMissing = hasMissing;
    }

    /// <summary>By column, then row.</summary>
    public byte[][] Bins { get; }

    /// <summary>By column: a value is in the first bin whose edge it does not exceed, or else in the last one. One edge fewer than bins.</summary>
    public double[][] Edges { get; }

    public bool[] HasMissing { get; }

    public static FeatureBins Of(Matrix rows, int mostBins, RunContext run)
    {
        var bins = new byte[rows.Columns][];
        var edges = new double[rows.Columns][];
        var hasMissing = new bool[rows.Columns];
        var sorted = new SortedColumn(rows);
        Workers.ForBlocks(run.Workers, rows.Columns, p =>
        {
            double[] values = sorted.Of(p, out int present);
            hasMissing[p] = present < rows.Rows;
            edges[p] = EdgesOf(values.AsSpan(0, present), mostBins);
            sorted.Return(values);
            var own = new byte[rows.Rows];
            for (int i = 0; i < own.Length; i++)
            {
                own[i] = BinOf(edges[p], rows.Values[(i * rows.Columns) + p]);
            }

            bins[p] = own;
        }, run.Ct);
        return new FeatureBins(bins, edges, hasMissing);
    }

    public static long BytesFor(long rows, long columns, int workers) => checked((rows * columns) + (8 * rows * Math.Min(workers, columns)));

    private static byte BinOf(double[] edges, double value)
    {
        if (double.IsNaN(value))
        {
            return Missing;
        }

        int low = 0;
        int high = edges.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (value <= edges[middle])
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return (byte)low;
    }

    private static double[] EdgesOf(ReadOnlySpan<double> sorted, int mostBins)
    {
        int distinct = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        var edges = new List<double>();
        int bin = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] == sorted[i - 1])
            {
                continue;
            }

            // A border is used when the rows before it fill the bins so far.
            if (distinct <= mostBins || (long)i * mostBins >= (long)bin * sorted.Length)
            {
                edges.Add(RankedColumns.Between(sorted[i - 1], sorted[i]));
                bin = (int)Math.Max(bin + 1, ((long)i * mostBins / Math.Max(1, sorted.Length)) + 1);
            }
        }

        return [.. edges];
    }
}
