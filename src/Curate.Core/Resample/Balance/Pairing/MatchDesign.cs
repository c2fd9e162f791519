using Curate.Core.Numerics;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Balance.Pairing;

/// <summary>The features of the rows that take part as numbers, categories as one column a value, and what distances are made of them.</summary>
/// <remarks>8 (numbers + categories' values) bytes a row, twice while the propensity is learned.</remarks>
internal sealed class MatchDesign
{
    /// <summary>Keeps coefficients finite where features tell the groups apart; columns have variance 1.</summary>
    private const double Penalty = 1e-3;

    private readonly bool[] _isTreated;

    /// <param name="table">Rows and classes.</param>
    /// <param name="rows">Rows of the table that take part, ascending.</param>
    /// <param name="isTreated">Which of them are treated.</param>
    public MatchDesign(LabelledTable table, int[] rows, bool[] isTreated)
    {
        _isTreated = isTreated;
        var names = new List<string>();
        FeatureColumns columns = table.Columns;
        for (int p = 0; p < table.Store.Numeric; p++)
        {
            names.Add(columns.IsEmbedding ? $"{columns.Numbers[0].Name}[{p}]" : columns.Numbers[p].Name);
        }

        var first = new int[table.Store.Codes];
        for (int c = 0; c < first.Length; c++)
        {
            first[c] = names.Count;
            for (int code = 0; code < table.CategoryCount(c); code++)
            {
                names.Add($"{columns.Categories[c].Name}={table.CategoryText(c, code) ?? "(missing)"}");
            }
        }

        Names = names;
        Rows = new Matrix(rows.Length, names.Count);
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> from = table.Store[rows[i]];
            for (int p = 0; p < table.Store.Numeric; p++)
            {
                Rows[i, p] = table.Unscaled(p, from[p]);
            }

            for (int c = 0; c < first.Length; c++)
            {
                Rows[i, first[c] + (int)from[table.Store.Numeric + c]] = 1;
            }
        }
    }

    public static long BytesFor(long rows, int columns) => 16 * rows * columns;

    /// <summary>What the columns are called.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A row for each that takes part.</summary>
    public Matrix Rows { get; }

    /// <summary>The log odds of being treated, by logistic regression on the features with mean 0 and variance 1.</summary>
    public double[] Logits(RunContext run)
    {
        Matrix scaled = Standardiser.Of(Rows).Apply(Rows, run);
        int[] labels = Array.ConvertAll(_isTreated, static t => t ? 1 : 0);
        LogisticRegressionModel model = new LogisticRegression(new LogisticRegressionOptions { L2 = Penalty }).Fit(new LabelledRows(scaled, labels, 2), run);
        var logits = new double[labels.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] = Dense.Dot(scaled.Row(i), model.Coefficients.Row(0)) + model.Intercepts[0];
        }

        return logits;
    }

    /// <summary>The root of the mean of the groups' variances of a number.</summary>
    public double Spread(double[] values)
    {
        (double treated, double control) = (Moments(i => values[i], true, static _ => 1).Variance, Moments(i => values[i], false, static _ => 1).Variance);
        return Math.Sqrt((treated + control) / 2);
    }

    /// <summary>Rows whose Euclidean distance is the Mahalanobis distance of the features, by the covariance within the groups.</summary>
    public VectorStore Whitened(RunContext run)
    {
        int d = Rows.Columns;
        var means = new double[2, d];
        var counts = new long[2];
        for (int i = 0; i < _isTreated.Length; i++)
        {
            int g = _isTreated[i] ? 1 : 0;
            counts[g]++;
            for (int p = 0; p < d; p++)
            {
                means[g, p] += Rows[i, p];
            }
        }

        for (int p = 0; p < d; p++)
        {
            means[0, p] /= counts[0];
            means[1, p] /= counts[1];
        }

        var within = new Matrix(d, d);
        var centred = new double[d];
        for (int i = 0; i < _isTreated.Length; i++)
        {
            for (int p = 0; p < d; p++)
            {
                centred[p] = Rows[i, p] - means[_isTreated[i] ? 1 : 0, p];
            }

            for (int p = 0; p < d; p++)
            {
                for (int q = 0; q <= p; q++)
                {
                    within[p, q] += centred[p] * centred[q];
                }
            }
        }

        double degrees = Math.Max(1, _isTreated.Length - 2);
        for (int p = 0; p < d; p++)
        {
            // Each column to variance 1 first, so that the jitter that columns of one category's values need is small beside all of them.
            centred[p] = within[p, p] > 0 ? Math.Sqrt(within[p, p] / degrees) : 1;
        }

        for (int p = 0; p < d; p++)
        {
            for (int q = 0; q <= p; q++)
            {
                within[p, q] = within[q, p] = within[p, q] / degrees / centred[p] / centred[q];
            }
        }

        Cholesky factor = Cholesky.Factor(within, new JitterPolicy(1e-9, 1));
        var store = new VectorStore(Rows.Rows, d, 0, run);
        var row = new double[d];
        for (int i = 0; i < Rows.Rows; i++)
        {
            for (int p = 0; p < d; p++)
            {
                row[p] = (Rows[i, p] - means[0, p]) / centred[p];
            }

            factor.SolveLower(row);
            Span<float> into = store[i];
            for (int p = 0; p < d; p++)
            {
                into[p] = (float)row[p];
            }
        }

        return store;
    }

    /// <summary>Weighted mean and variance of a number in one group; the variance has the frequency form, so that unit weights give the usual one.</summary>
    public (double Mean, double Variance) Moments(Func<int, double> value, bool treated, Func<int, double> weight)
    {
        double sum = 0;
        double total = 0;
        double squares = 0;
        for (int i = 0; i < _isTreated.Length; i++)
        {
            if (_isTreated[i] == treated)
            {
                double w = weight(i);
                total += w;
                squares += w * w;
                sum += w * value(i);
            }
        }

        if (total == 0)
        {
            return (double.NaN, double.NaN);
        }

        double mean = sum / total;
        double spread = 0;
        for (int i = 0; i < _isTreated.Length; i++)
        {
            if (_isTreated[i] == treated)
            {
                double off = value(i) - mean;
                spread += weight(i) * off * off;
            }
        }

        double degrees = total - (squares / total);
        return (mean, degrees > 0 ? spread / degrees : 0);
    }
}
