using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Every column by the ranks of its values, so that trees compare whole numbers: 4 bytes a value, and 8 for each distinct one; 8 bytes a row for each worker
/// while it is made. O(n d log n).
/// </summary>
internal sealed class RankedColumns
{
    private RankedColumns(int[][] codes, double[][] distinct)
    {
        Codes = codes;
        Distinct = distinct;
    }

    /// <summary>By column, then row: the rank of the value among the distinct ones, -1 for NaN.</summary>
    public int[][] Codes { get; }

    /// <summary>By column: distinct values, ascending.</summary>
    public double[][] Distinct { get; }

    public static RankedColumns Of(Matrix rows, RunContext run)
    {
        var codes = new int[rows.Columns][];
        var distinct = new double[rows.Columns][];
        var sorted = new SortedColumn(rows);
        Workers.ForBlocks(run.Workers, rows.Columns, p =>
        {
            double[] values = sorted.Of(p, out int present);
            int kept = 0;
            for (int i = 0; i < present; i++)
            {
                if (kept == 0 || values[i] != values[kept - 1])
                {
                    values[kept++] = values[i];
                }
            }

            distinct[p] = values[..kept];
            sorted.Return(values);
            var own = new int[rows.Rows];
            for (int i = 0; i < own.Length; i++)
            {
                double value = rows.Values[(i * rows.Columns) + p];
                own[i] = double.IsNaN(value) ? -1 : Array.BinarySearch(distinct[p], value);
            }

            codes[p] = own;
        }, run.Ct);
        return new RankedColumns(codes, distinct);
    }

    /// <summary>At most, with as many distinct values as rows.</summary>
    public static long BytesFor(long rows, long columns, int workers) => checked((12 * rows * columns) + (8 * rows * Math.Min(workers, columns)));

    /// <summary>The middle between two neighbouring values, at or above the lower and below the upper one.</summary>
    public static double Between(double low, double high)
    {
        double middle = (0.5 * low) + (0.5 * high);
        return middle >= low && middle < high ? middle : low;
    }
}
