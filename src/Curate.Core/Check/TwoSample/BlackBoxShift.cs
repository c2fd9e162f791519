using Curate.Core.Numerics.Linear;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Statistics;

namespace Curate.Core.Check.TwoSample;

/// <summary>
/// Class shares of rows without labels, from a classifier's answers (black-box shift estimation: Lipton, Wang and Smola 2018, "Detecting and correcting for label shift with black box predictors", section
/// 4): where only the shares of classes moved, C w = mu with C the joint shares of answer and class on labelled rows and mu the shares of answers on the others; the class shares there are w times the old ones. The
/// classifier may be bad; it must only answer differently for different classes, so that C can be inverted.
/// </summary>
internal sealed record BlackBoxShift
{
    private const int Replicates = 500;

    /// <summary>w of each class; NaN for a class without labelled rows. Sampling can make it negative.</summary>
    public required double[] Weights { get; init; }

    /// <summary>Estimated share of each class, negative ones cut at 0 and all brought to sum 1; 95% intervals of the bootstrap over both files.</summary>
    public required Interval[] Shares { get; init; }

    /// <summary>Total variation between the estimated shares and those of the labelled rows.</summary>
    public required Interval Distance { get; init; }

    /// <summary>Chi-square of the answers in both files: it sees any shift that the estimate could see.</summary>
    public required ContingencyTest Answers { get; init; }

    /// <summary>Largest over smallest pivot of C: large where classes are hardly told apart, so that small errors grow.</summary>
    public required double Condition { get; init; }

    /// <summary>Estimates; null where C cannot be inverted. O(classes^3) a replicate.</summary>
    /// <param name="joint">Labelled rows by answer (rows) and class (columns), k x k, the same order of both.</param>
    /// <param name="answers">Rows of the other file by answer.</param>
    /// <param name="draw">Key of the bootstrap.</param>
    public static BlackBoxShift? Of(long[] joint, long[] answers, SeededDraw draw)
    {
        int k = answers.Length;
        if (Solve(joint, answers) is not { } solved)
        {
            return null;
        }

        long[] cells = [.. joint, .. answers];
        Interval[] figures = Bootstrap.OfCounts(cells, k + 1, (table, into) => Figures(table, k, into), draw, Replicates);
        var answersBefore = new long[k];
        for (int i = 0; i < joint.Length; i++)
        {
            answersBefore[i / k] += joint[i];
        }

        return new BlackBoxShift
        {
            Weights = solved.Weights,
            Condition = solved.Condition,
            Shares = figures[..k],
            Distance = figures[k],
            Answers = ContingencyTest.Of([.. Enumerable.Range(0, k).SelectMany(i => new[] { answersBefore[i], answers[i] })], 2),
        };
    }

    /// <summary>Shares that a w gives: cut at 0, brought to sum 1.</summary>
    private static void Figures(long[] table, int k, double[] into)
    {
        long[] joint = table[..(k * k)];
        Array.Fill(into, double.NaN);
        if (Solve(joint, table[(k * k)..]) is not { } solved)
        {
            return;
        }

        double[] before = ClassShares(joint, k);
        double sum = 0;
        for (int c = 0; c < k; c++)
        {
            into[c] = double.IsNaN(solved.Weights[c]) ? 0 : Math.Max(0, solved.Weights[c] * before[c]);
            sum += into[c];
        }

        double distance = 0;
        for (int c = 0; c < k; c++)
        {
            into[c] = sum > 0 ? into[c] / sum : double.NaN;
            distance += Math.Abs(into[c] - before[c]) / 2;
        }

        into[k] = distance;
    }

    private static double[] ClassShares(long[] joint, int k)
    {
        var shares = new double[k];
        double total = joint.Sum();
        for (int i = 0; i < joint.Length; i++)
        {
            shares[i % k] += joint[i] / total;
        }

        return shares;
    }

    /// <summary>Solves C w = mu over the classes that have labelled rows; null where two of them have proportional answers.</summary>
    private static (double[] Weights, double Condition)? Solve(long[] joint, long[] answers)
    {
        int k = answers.Length;
        double labelled = joint.Sum();
        double others = answers.Sum();
        if (labelled == 0 || others == 0)
        {
            return null;
        }

        double[] shares = ClassShares(joint, k);
        int[] classes = [.. Enumerable.Range(0, k).Where(c => shares[c] > 0)];
        var design = new Matrix(k, classes.Length);
        var target = new double[k];
        for (int i = 0; i < k; i++)
        {
            target[i] = answers[i] / others;
            for (int c = 0; c < classes.Length; c++)
            {
                // Of each class's rows the share with this answer: the unknowns are then class shares, all of one size.
                design[i, c] = joint[(i * k) + classes[c]] / labelled / shares[classes[c]];
            }
        }

        if (LeastSquares(design, target) is not { } solved)
        {
            return null;
        }

        var weights = new double[k];
        Array.Fill(weights, double.NaN);
        for (int c = 0; c < classes.Length; c++)
        {
            weights[classes[c]] = solved.X[c] / shares[classes[c]];
        }

        return (weights, solved.Condition);
    }

    /// <summary>Least squares by reflections (Householder 1958): with as many answers as classes it is the solution.</summary>
    private static (double[] X, double Condition)? LeastSquares(Matrix a, double[] b)
    {
        int columns = a.Columns;
        var diagonal = new double[columns];
        for (int c = 0; c < columns; c++)
        {
            double norm = 0;
            for (int i = c; i < a.Rows; i++)
            {
                norm += a[i, c] * a[i, c];
            }

            norm = Math.Sqrt(norm);
            if (!(norm > 1e-9))
            {
                return null;
            }

            double alpha = a[c, c] > 0 ? -norm : norm;
            diagonal[c] = alpha;
            a[c, c] -= alpha;
            double square = -alpha * a[c, c];
            for (int other = c + 1; other <= columns; other++)
            {
                double dot = 0;
                for (int i = c; i < a.Rows; i++)
                {
                    dot += a[i, c] * (other < columns ? a[i, other] : b[i]);
                }

                dot /= square;
                for (int i = c; i < a.Rows; i++)
                {
                    if (other < columns)
                    {
                        a[i, other] -= dot * a[i, c];
                    }
                    else
                    {
                        b[i] -= dot * a[i, c];
                    }
                }
            }
        }

        var x = new double[columns];
        for (int c = columns - 1; c >= 0; c--)
        {
            double sum = b[c];
            for (int other = c + 1; other < columns; other++)
            {
                sum -= a[c, other] * x[other];
            }

            x[c] = sum / diagonal[c];
        }

        return (x, diagonal.Max(Math.Abs) / diagonal.Min(Math.Abs));
    }
}
