using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Optimisation;

/// <summary>Gaussian densities as a mixture family; log density = -1/2 (d ln 2 pi + ln det S + |L^-1 (x - m)|^2) with S = L L'.</summary>
internal sealed class GaussianComponents : IMixtureFamily
{
    private const double Log2Pi = 1.8378770664093453;
    private readonly Matrix _rows;
    private readonly CovarianceKind _kind;
    private readonly double _regularisation;

    public GaussianComponents(Matrix rows, int components, CovarianceKind kind, double regularisation)
    {
        _rows = rows;
        _kind = kind;
        _regularisation = regularisation;
        Means = new Matrix(components, rows.Columns);
        Covariances = new Matrix[components];
        Factors = new Cholesky?[components];
        Variances = new Matrix(components, rows.Columns);
        Array.Fill(Variances.Values, 1);
        Logs = new double[components];
    }

    public int Components => Means.Rows;

    public int Rows => _rows.Rows;

    public Matrix Means { get; }

    /// <summary>Diagonals (kind Diagonal).</summary>
    public Matrix Variances { get; }

    /// <summary>Full matrices (kind Full).</summary>
    public Matrix[] Covariances { get; }

    public Cholesky?[] Factors { get; }

    /// <summary>d ln 2 pi + ln det S.</summary>
    public double[] Logs { get; }

    public void LogDensities(int row, Span<double> logs) => LogDensities(_rows.Row(row), logs);

    public void LogDensities(ReadOnlySpan<double> x, Span<double> logs)
    {
        Span<double> centred = x.Length <= 256 ? stackalloc double[x.Length] : new double[x.Length];
        for (int c = 0; c < logs.Length; c++)
        {
            ReadOnlySpan<double> mean = Means.Row(c);
            for (int p = 0; p < centred.Length; p++)
            {
                centred[p] = x[p] - mean[p];
            }

            double distance;
            if (_kind == CovarianceKind.Full)
            {
                Factors[c]!.SolveLower(centred);
                distance = Dense.Dot(centred, centred);
            }
            else
            {
                ReadOnlySpan<double> variance = Variances.Row(c);
                distance = 0;
                for (int p = 0; p < centred.Length; p++)
                {
                    distance += centred[p] * centred[p] / variance[p];
                }
            }

            logs[c] = -0.5 * (Logs[c] + distance);
        }
    }

    public void Maximise(Matrix shares, RunContext run)
    {
        Matrix sums = MatrixProducts.TransposeMultiply(shares, _rows, null, run.Workers, run.Ct);
        Workers.ForBlocks(run.Workers, Components, c => MaximiseOne(c, shares, sums), run.Ct);
    }

    private void MaximiseOne(int c, Matrix shares, Matrix sums)
    {
        double weight = 0;
        for (int i = 0; i < shares.Rows; i++)
        {
            weight += shares[i, c];
        }

        if (!(weight > 0))
        {
            // A component without rows keeps its last place; its proportion is 0.
            if (_kind == CovarianceKind.Full && Factors[c] is null)
            {
                Covariances[c] = Matrix.Identity(_rows.Columns);
                Factors[c] = Cholesky.Factor(Covariances[c]);
            }

            return;
        }

        Span<double> mean = Means.Row(c);
        for (int p = 0; p < mean.Length; p++)
        {
            mean[p] = sums[c, p] / weight;
        }

        int d = _rows.Columns;
        var centred = new double[d];
        if (_kind == CovarianceKind.Diagonal)
        {
            Span<double> variance = Variances.Row(c);
            variance.Clear();
            for (int i = 0; i < shares.Rows; i++)
            {
                double share = shares[i, c];
                ReadOnlySpan<double> row = _rows.Row(i);
                for (int p = 0; p < d; p++)
                {
                    double off = row[p] - mean[p];
                    variance[p] = Math.FusedMultiplyAdd(share, off * off, variance[p]);
                }
            }

            double log = d * Log2Pi;
            for (int p = 0; p < d; p++)
            {
                variance[p] = (variance[p] / weight) + _regularisation;
                log += PortableMath.Log(variance[p]);
            }

            Logs[c] = log;
            return;
        }

        var covariance = new Matrix(d, d);
        for (int i = 0; i < shares.Rows; i++)
        {
            double share = shares[i, c];
            if (share == 0)
            {
                continue;
            }

            ReadOnlySpan<double> row = _rows.Row(i);
            for (int p = 0; p < d; p++)
            {
                centred[p] = row[p] - mean[p];
            }

            for (int p = 0; p < d; p++)
            {
                Dense.AddScaled(share * centred[p], centred.AsSpan(0, p + 1), covariance.Row(p)[..(p + 1)]);
            }
        }

        for (int p = 0; p < d; p++)
        {
            for (int q = 0; q <= p; q++)
            {
                double value = (covariance[p, q] / weight) + (p == q ? _regularisation : 0);
                covariance[p, q] = value;
                covariance[q, p] = value;
            }
        }

        Covariances[c] = covariance;
        Cholesky factor = Cholesky.Factor(covariance, JitterPolicy.Standard);
        Factors[c] = factor;
        Logs[c] = (d * Log2Pi) + factor.LogDeterminant;
    }
}
