using Curate.Core.Numerics.Kernels;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// What is left of each row when the rows taken so far are projected out, in the space of a kernel: the diagonal of its Schur complement, kept up to date by a
/// Cholesky column for each row taken (Chen, Zhang and Zhou 2018, algorithm 1).
/// </summary>
/// <remarks>O(n t) for the t-th row; 8 n bytes for each row taken.</remarks>
internal sealed class ResidualRows : IDisposable
{
    private readonly RunContext _run;
    private readonly MemoryLease _lease;
    private readonly List<double[]> _columns = [];

    /// <param name="diagonal">The kernel of each row with itself; changed from then on.</param>
    /// <param name="run">Workers and memory.</param>
    public ResidualRows(double[] diagonal, RunContext run)
    {
        Left = diagonal;
        _run = run;
        _lease = run.Memory.Lease(0, "Columns of the kernel");
    }

    /// <summary>What is left of each row.</summary>
    public double[] Left { get; }

    /// <summary>The columns so far: the kernel less the sum of their outer products is the Schur complement.</summary>
    public IReadOnlyList<double[]> Columns => _columns;

    /// <summary>Projects a row out.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Its column of the kernel; becomes the Cholesky column.</param>
    public void Take(int row, double[] column)
    {
        _lease.Grow(8L * column.Length, "Columns of the kernel");
        double root = Math.Sqrt(Math.Max(Left[row], double.Epsilon));
        var factors = new double[_columns.Count];
        for (int t = 0; t < factors.Length; t++)
        {
            factors[t] = _columns[t][row];
        }

        Workers.ForBlocks(_run.Workers, PanelScan.BlocksOf(column.Length), block =>
        {
            int end = Math.Min(column.Length, (block + 1) * PanelScan.BlockRows);
            int first = block * PanelScan.BlockRows;
            for (int t = 0; t < factors.Length; t++)
            {
                Numerics.Linear.Dense.AddScaled(-factors[t], _columns[t].AsSpan(first..end), column.AsSpan(first..end));
            }

            for (int i = first; i < end; i++)
            {
                column[i] /= root;
                Left[i] -= column[i] * column[i];
            }
        }, _run.Ct);
        Left[row] = 0;
        _columns.Add(column);
    }

    /// <summary>Forgets all rows taken.</summary>
    /// <param name="diagonal">The diagonal to begin with again.</param>
    public void Reset(double[] diagonal)
    {
        diagonal.CopyTo(Left, 0);
        _columns.Clear();
        _lease.Dispose();
    }

    public void Dispose() => _lease.Dispose();
}
