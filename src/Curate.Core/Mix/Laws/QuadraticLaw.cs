using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Mix.Laws;

/// <summary>
/// loss = sum of b(j) r(j) + sum of b(i, j) r(i) r(j), i below j: the canonical polynomial of second degree for mixtures (Scheffe 1958, Experiments with
/// mixtures, section 4), which needs no squares and no constant because shares sum to 1. Ridge regression; the penalty is the one of four with the least error
/// on every fifth run left out in turn.
/// </summary>
/// <remarks>O(n d^4) and 8 n d^2 / 2 bytes for d sources.</remarks>
public sealed class QuadraticLaw : IMixtureLaw
{
    private const int Parts = 5;
    private static readonly double[] s_penalties = [1e-6, 1e-4, 1e-2, 1];

    // The terms of a run are some hundred thousand bytes then.
    private const int MostSources = 200;

    public string Name => "quadratic";

    public string? Refusal(int sources, ReadOnlySpan<double> losses) => sources > MostSources ? "takes at most 200 sources" : null;

    public IFittedLaw Fit(Matrix shares, double[] losses, RunContext run)
    {
        double mean = Dense.Sum(losses) / losses.Length;
        double[] centred = Array.ConvertAll(losses, y => y - mean);
        int d = shares.Columns;
        var terms = new Matrix(shares.Rows, d * (d + 1) / 2);
        for (int row = 0; row < shares.Rows; row++)
        {
            Expand(shares.Row(row), terms.Row(row));
        }

        var rows = new TargetRows(terms, centred);
        double penalty = s_penalties[0];
        double least = double.PositiveInfinity;
        foreach (double tried in s_penalties)
        {
            double error = Error(rows, tried, run);
            if (error < least)
            {
                (least, penalty) = (error, tried);
            }
        }

        return new Fitted(new RidgeRegression(penalty, intercept: false).Fit(rows, run).Coefficients, d, mean);
    }

    private static double Error(TargetRows rows, double penalty, RunContext run)
    {
        double error = 0;
        for (int part = 0; part < Parts && rows.Count > Parts; part++)
        {
            int[] outside = [.. Enumerable.Range(0, rows.Count).Where(i => i % Parts != part)];
            double[] slopes = new RidgeRegression(penalty, intercept: false).Fit(rows.Take(outside), run).Coefficients;
            for (int i = part; i < rows.Count; i += Parts)
            {
                double apart = Dense.Dot(rows.Rows.Row(i), slopes) - rows.Targets[i];
                error += apart * apart;
            }
        }

        return error;
    }

    private static void Expand(ReadOnlySpan<double> r, Span<double> into)
    {
        int at = 0;
        for (int j = 0; j < r.Length; j++)
        {
            into[at++] = r[j];
        }

        for (int j = 1; j < r.Length; j++)
        {
            for (int i = 0; i < j; i++)
            {
                into[at++] = r[i] * r[j];
            }
        }
    }

    private sealed class Fitted(double[] slopes, int sources, double mean) : IFittedLaw
    {
        public bool IsSmooth => true;

        public IReadOnlyList<(string Term, double Value)> Terms(IReadOnlyList<string> names)
        {
            var terms = new List<(string, double)>();
            for (int j = 0; j < sources; j++)
            {
                // Shares sum to 1: the mean is the same in every linear term.
                terms.Add((names[j], slopes[j] + mean));
            }

            for (int j = 1, at = sources; j < sources; j++)
            {
                for (int i = 0; i < j; i++)
                {
                    terms.Add(($"{names[i]} * {names[j]}", slopes[at++]));
                }
            }

            return terms;
        }

        public void Predict(Matrix shares, double[] into, RunContext run)
        {
            var terms = new double[slopes.Length];
            for (int row = 0; row < shares.Rows; row++)
            {
                Expand(shares.Row(row), terms);
                into[row] = mean + Dense.Dot(terms, slopes);
            }
        }

        public double Evaluate(ReadOnlySpan<double> shares, double weight, Span<double> gradient)
        {
            double sum = mean;
            for (int j = 0; j < sources; j++)
            {
                sum += slopes[j] * shares[j];
                gradient[j] += weight * slopes[j];
            }

            for (int j = 1, at = sources; j < sources; j++)
            {
                for (int i = 0; i < j; i++, at++)
                {
                    sum += slopes[at] * shares[i] * shares[j];
                    gradient[i] += weight * slopes[at] * shares[j];
                    gradient[j] += weight * slopes[at] * shares[i];
                }
            }

            return sum;
        }
    }
}
