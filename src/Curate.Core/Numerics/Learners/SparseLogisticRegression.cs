using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Logistic regression of two classes on sparse rows with an L2 penalty: minimises the mean of ln(1 + e^z) - y z plus l2 / (2 n) |beta|^2, the constant not penalised, by L-BFGS.
/// The gradient runs down the rows of each column, so it has the same bits for any number of workers.
/// </summary>
/// <remarks>O(present columns) for each of some 50 evaluations; 8 (26 columns + 3 rows) bytes beside the rows.</remarks>
/// <param name="l2">Weight of half the squared coefficients.</param>
/// <param name="maxIterations">Most steps.</param>
public sealed class SparseLogisticRegression(double l2 = 1, int maxIterations = 200)
{
    private const double GradientTolerance = 1e-7;
    private const double ValueTolerance = 1e-9;

    /// <summary>The coefficients of the columns, and last the constant.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">The class of each.</param>
    /// <param name="of">The rows to learn from; all where left out.</param>
    /// <param name="run">Workers and memory.</param>
    public double[] Fit(SparseBinaryRows rows, bool[] labels, bool[]? of, RunContext run)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, rows.Count);
        using MemoryLease lease = run.Memory.Lease(8L * ((26L * (rows.Columns + 1)) + (3L * rows.Count)), "A sparse logistic regression");
        var objective = new Objective(rows, labels, of, l2, run);
        return Lbfgs.Minimise(objective, new double[rows.Columns + 1], new LbfgsOptions { MaxIterations = maxIterations, GradientTolerance = GradientTolerance, ValueTolerance = ValueTolerance }, run.Ct).X;
    }

    /// <summary>The logit of a row.</summary>
    /// <param name="coefficients">What <see cref="Fit"/> gave.</param>
    /// <param name="columns">The columns of the row, each once.</param>
    public static double Logit(double[] coefficients, ReadOnlySpan<int> columns)
    {
        double sum = 0;
        foreach (int column in columns)
        {
            sum += coefficients[column];
        }

        return coefficients[^1] + (columns.IsEmpty ? 0 : sum / Math.Sqrt(columns.Length));
    }

    private sealed class Objective : IObjective
    {
        private const int BlockRows = 1024;
        private const int BlockColumns = 4096;

        private readonly SparseBinaryRows _rows;
        private readonly bool[] _labels;
        private readonly bool[]? _of;
        private readonly double _l2;
        private readonly RunContext _run;
        private readonly int[] _starts;
        private readonly int[] _rowsOf;
        private readonly double[] _losses;
        private readonly double[] _slopes;
        private readonly double[] _values;
        private readonly double _total;

        public Objective(SparseBinaryRows rows, bool[] labels, bool[]? of, double l2, RunContext run)
        {
            (_rows, _labels, _of, _l2, _run) = (rows, labels, of, l2, run);
            (_starts, _rowsOf) = rows.ByColumn();
            _losses = new double[rows.Count];
            _slopes = new double[rows.Count];
            _values = [.. Enumerable.Range(0, rows.Count).Select(rows.ValueOf)];
            _total = Math.Max(1, of?.Count(static own => own) ?? rows.Count);
        }

        public int Size => _rows.Columns + 1;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            double[] theta = x.ToArray();
            var slope = new double[theta.Length];
            Workers.ForBlocks(_run.Workers, (_rows.Count + BlockRows - 1) / BlockRows, block => Rows(theta, block * BlockRows, Math.Min(_rows.Count, (block + 1) * BlockRows)), _run.Ct);
            Workers.ForBlocks(_run.Workers, (_rows.Columns + BlockColumns - 1) / BlockColumns, block =>
            {
                for (int c = block * BlockColumns; c < Math.Min(_rows.Columns, (block + 1) * BlockColumns); c++)
                {
                    double sum = _l2 * theta[c];
                    for (int at = _starts[c]; at < _starts[c + 1]; at++)
                    {
                        sum += _slopes[_rowsOf[at]] * _values[_rowsOf[at]];
                    }

                    slope[c] = sum / _total;
                }
            }, _run.Ct);
            slope[^1] = Dense.Sum(_slopes) / _total;
            slope.CopyTo(gradient);
            ReadOnlySpan<double> beta = theta.AsSpan(0, _rows.Columns);
            return (Dense.Sum(_losses) + (0.5 * _l2 * Dense.Dot(beta, beta))) / _total;
        }

        private void Rows(double[] theta, int first, int end)
        {
            for (int i = first; i < end; i++)
            {
                if (_of is not null && !_of[i])
                {
                    continue;
                }

                double z = Logit(theta, _rows[i]);
                double small = PortableMath.Exp(-Math.Abs(z));
                double chance = z >= 0 ? 1 / (1 + small) : small / (1 + small);
                _losses[i] = Math.Max(z, 0) + PortableMath.Log1p(small) - (_labels[i] ? z : 0);
                _slopes[i] = chance - (_labels[i] ? 1 : 0);
            }
        }
    }
}
