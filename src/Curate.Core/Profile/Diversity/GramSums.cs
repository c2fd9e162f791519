using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Profile.Diversity;

/// <summary>
/// X' X of rows that come one by one, in memory that does not depend on how many there are: products of blocks of 1,024 rows, whose sum carries what rounding takes from it
/// (Neumaier 1974). So the error is a few 2^-53 of the trace for any number of rows, and eigenvalues that are zero stay far below those that count.
/// </summary>
/// <remarks>O(width^2 / 2) a row, and 8 width (1,024 + 4 width) bytes. The blocks begin at fixed rows, so batches and workers change no bit.</remarks>
internal sealed class GramSums(int width, RunContext run)
{
    private const int BlockRows = 1024;

    private readonly Matrix _block = new(BlockRows, width);
    private readonly Matrix _sums = new(width, width);
    private readonly Matrix _carried = new(width, width);
    private int _filled;

    /// <summary>Rows added.</summary>
    public long Rows { get; private set; }

    /// <summary>What an instance takes.</summary>
    public static long BytesFor(int width) => 8L * width * (BlockRows + (4L * width));

    /// <summary>Adds weight x x', by the root of the weight on both sides.</summary>
    public void Add(ReadOnlySpan<double> row, double weight = 1)
    {
        Span<double> to = _block.Row(_filled++);
        row.CopyTo(to);
        if (weight != 1)
        {
            Dense.Scale(Math.Sqrt(weight), to);
        }

        Rows++;
        if (_filled == BlockRows)
        {
            Flush(_block);
        }
    }

    /// <summary>The sums of all rows so far.</summary>
    public Matrix ToMatrix()
    {
        if (_filled > 0)
        {
            Flush(new Matrix(_filled, width, _block.Values[..(_filled * width)]));
        }

        Matrix sums = _sums.Copy();
        for (int i = 0; i < sums.Values.Length; i++)
        {
            sums.Values[i] += _carried.Values[i];
        }

        return sums;
    }

    private void Flush(Matrix rows)
    {
        _filled = 0;
        double[] added = MatrixProducts.Gram(rows, null, run.Workers, run.Ct).Values;
        double[] sums = _sums.Values;
        double[] carried = _carried.Values;
        for (int i = 0; i < added.Length; i++)
        {
            double sum = sums[i] + added[i];
            carried[i] += Math.Abs(sums[i]) >= Math.Abs(added[i]) ? sums[i] - sum + added[i] : added[i] - sum + sums[i];
            sums[i] = sum;
        }
    }
}
