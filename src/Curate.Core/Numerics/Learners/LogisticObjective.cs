using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Learners;

/// <summary>The mean loss and its L2 penalty in scaled columns. Parameters: for each vector d coefficients, then its constant.</summary>
internal sealed class LogisticObjective : IObjective
{
    // Few enough blocks that their gradients stay small, whatever the number of rows; a constant, so that sums do not depend on workers.
    private const int MostBlocks = 256;
    private const int LeastBlockRows = 512;

    // Threads cost more than they save below this many products.
    private const long LeastParallelProducts = 1 << 18;

    private readonly Matrix _rows;
    private readonly LabelledRows _examples;
    private readonly double[] _scale;
    private readonly LogisticRegressionOptions _options;
    private readonly int _vectors;
    private readonly double _total;
    private readonly RunContext _run;
    private readonly int _blockRows;
    private readonly Matrix _gradients;
    private readonly double[] _losses;

    public LogisticObjective(
        Matrix rows, LabelledRows examples, double[] scale, LogisticRegressionOptions options, int vectors, double total, RunContext run)
    {
        _rows = rows;
        _examples = examples;
        _scale = scale;
        _options = options;
        _vectors = vectors;
        _total = total;
        _run = run;
        _blockRows = BlockRows(rows.Rows);
        int blocks = (rows.Rows + _blockRows - 1) / _blockRows;
        _gradients = new Matrix(blocks, Size);
        _losses = new double[blocks];
    }

    public int Size => _vectors * (_rows.Columns + 1);

    /// <summary>A gradient for every block of rows.</summary>
    public static long BytesFor(int rows, long size) => 8 * size * ((rows + BlockRows(rows) - 1) / BlockRows(rows));

    /// <summary>The L1 penalty of each parameter.</summary>
    public double[] Penalties()
    {
        var penalties = new double[Size];
        int width = _rows.Columns + 1;
        for (int i = 0; i < penalties.Length; i++)
        {
            penalties[i] = i % width == width - 1 ? 0 : _options.L1 / (_scale[i % width] * _total);
        }

        return penalties;
    }

    public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double[] theta = x.ToArray();
        int workers = (long)_rows.Rows * Size >= LeastParallelProducts ? _run.Workers : 1;
        Workers.ForBlocks(workers, _losses.Length, block =>
        {
            Span<double> own = _gradients.Row(block);
            own.Clear();
            int first = block * _blockRows;
            int end = Math.Min(_rows.Rows, first + _blockRows);
            _losses[block] = _vectors == 1 ? Binary(theta, own, first, end) : Softmax(theta, own, first, end);
        }, _run.Ct);

        double loss = 0;
        gradient.Clear();
        for (int block = 0; block < _losses.Length; block++)
        {
            loss += _losses[block];
            Dense.AddScaled(1, _gradients.Row(block), gradient);
        }

        int width = _rows.Columns + 1;
        for (int v = 0; v < _vectors; v++)
        {
            for (int p = 0; p < width - 1; p++)
            {
                int at = (v * width) + p;
                double beta = theta[at] / _scale[p];
                loss += 0.5 * _options.L2 * beta * beta;
                gradient[at] += _options.L2 * beta / _scale[p];
            }

            if (!_options.Intercept)
            {
                gradient[(v * width) + width - 1] = 0;
            }
        }

        Dense.Scale(1 / _total, gradient);
        return loss / _total;
    }

    private static int BlockRows(int rows) => Math.Max(LeastBlockRows, (rows + MostBlocks - 1) / MostBlocks);

    private double Binary(double[] theta, Span<double> gradient, int first, int end)
    {
        int d = _rows.Columns;
        ReadOnlySpan<double> beta = theta.AsSpan(0, d);
        double loss = 0;
        for (int i = first; i < end; i++)
        {
            double weight = _examples.WeightOf(i);
            ReadOnlySpan<double> row = _rows.Row(i);
            double z = Dense.Dot(row, beta) + theta[d];

            // ln(1 + e^z) = max(z, 0) + ln(1 + e^-|z|), and one exponential serves the gradient too.
            double small = PortableMath.Exp(-Math.Abs(z));
            double chance = z >= 0 ? 1 / (1 + small) : small / (1 + small);
            loss += weight * (Math.Max(z, 0) + PortableMath.Log1p(small) - (_examples.Labels[i] == 1 ? z : 0));
            double slope = weight * (chance - (_examples.Labels[i] == 1 ? 1 : 0));
            Dense.AddScaled(slope, row, gradient[..d]);
            gradient[d] += slope;
        }

        return loss;
    }

    private double Softmax(double[] theta, Span<double> gradient, int first, int end)
    {
        int d = _rows.Columns;
        var z = new double[_vectors];
        double loss = 0;
        for (int i = first; i < end; i++)
        {
            double weight = _examples.WeightOf(i);
            ReadOnlySpan<double> row = _rows.Row(i);
            for (int v = 0; v < z.Length; v++)
            {
                z[v] = Dense.Dot(row, theta.AsSpan(v * (d + 1), d)) + theta[(v * (d + 1)) + d];
            }

            double own = z[_examples.Labels[i]];
            loss += weight * (Dense.Softmax(z) - own);
            for (int v = 0; v < z.Length; v++)
            {
                double slope = weight * (z[v] - (_examples.Labels[i] == v ? 1 : 0));
                Dense.AddScaled(slope, row, gradient.Slice(v * (d + 1), d));
                gradient[(v * (d + 1)) + d] += slope;
            }
        }

        return loss;
    }
}
