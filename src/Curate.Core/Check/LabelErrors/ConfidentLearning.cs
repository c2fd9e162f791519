using Curate.Core.Numerics;
using Curate.Core.Numerics.Linear;

namespace Curate.Core.Check.LabelErrors;

/// <summary>
/// Labels that are probably wrong, from probabilities of a model that has not seen them: a row counts for the class that it is given more probability for than
/// rows labelled so are on average. Counts are scaled so that each label keeps its rows; what is off the diagonal is the number of wrong labels, and as many
/// rows, those with the lowest score, are flagged.
/// </summary>
/// <remarks>Northcutt, Jiang and Chuang 2021, "Confident learning: estimating uncertainty in dataset labels", equations 1 to 3. O(n classes), 16 bytes a row and classes^2.</remarks>
internal sealed class ConfidentLearning
{
    private const double Least = 1e-300;

    private ConfidentLearning(double[] thresholds, double[,] joint, double[] scores, int[] guesses, int[] flagged)
    {
        Thresholds = thresholds;
        Joint = joint;
        Scores = scores;
        Guesses = guesses;
        Flagged = flagged;
    }

    /// <summary>Mean probability of each class over the rows labelled so; NaN for a class without rows.</summary>
    public double[] Thresholds { get; }

    /// <summary>Rows by given label and guessed true class, scaled: each line sums to the rows of the label.</summary>
    public double[,] Joint { get; }

    /// <summary>How well each row's label fits: the lower, the more probably it is wrong.</summary>
    public double[] Scores { get; }

    /// <summary>The most probable class other than the label.</summary>
    public int[] Guesses { get; }

    /// <summary>Rows whose label is probably wrong, the lowest score first.</summary>
    public int[] Flagged { get; }

    /// <summary>Estimated number of wrong labels.</summary>
    public double Errors
    {
        get
        {
            double sum = 0;
            for (int i = 0; i < Joint.GetLength(0); i++)
            {
                for (int j = 0; j < Joint.GetLength(1); j++)
                {
                    sum += i == j ? 0 : Joint[i, j];
                }
            }

            return sum;
        }
    }

    /// <param name="chances">Probabilities, rows x classes.</param>
    /// <param name="labels">The label of each row.</param>
    /// <param name="rankBy"><c>margin</c>: p(label) less the largest other; <c>self-confidence</c>: p(label); <c>entropy</c>: p(label) over the normalised entropy.</param>
    public static ConfidentLearning Of(Matrix chances, int[] labels, string rankBy)
    {
        int classes = chances.Columns;
        var thresholds = new double[classes];
        var counts = new long[classes];
        for (int i = 0; i < labels.Length; i++)
        {
            thresholds[labels[i]] += chances[i, labels[i]];
            counts[labels[i]]++;
        }

        for (int c = 0; c < classes; c++)
        {
            thresholds[c] /= counts[c];
        }

        var joint = new double[classes, classes];
        var scores = new double[labels.Length];
        var guesses = new int[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<double> row = chances.Row(i);
            int confident = -1;
            int other = -1;
            for (int c = 0; c < classes; c++)
            {
                confident = row[c] >= thresholds[c] && (confident < 0 || row[c] > row[confident]) ? c : confident;
                other = c != labels[i] && (other < 0 || row[c] > row[other]) ? c : other;
            }

            if (confident >= 0)
            {
                joint[labels[i], confident]++;
            }

            guesses[i] = other;
            scores[i] = rankBy switch
            {
                "self-confidence" => row[labels[i]],
                "entropy" => row[labels[i]] / Math.Max(Least, Entropy(row)),
                _ => row[labels[i]] - (other < 0 ? 0 : row[other]),
            };
        }

        for (int c = 0; c < classes; c++)
        {
            double sum = 0;
            for (int j = 0; j < classes; j++)
            {
                sum += joint[c, j];
            }

            // A label of which no row is confident for anything is taken as right.
            for (int j = 0; j < classes; j++)
            {
                joint[c, j] = sum > 0 ? joint[c, j] / sum * counts[c] : j == c ? counts[c] : 0;
            }
        }

        var learned = new ConfidentLearning(thresholds, joint, scores, guesses, []);
        int wanted = (int)Math.Min(labels.Length, Math.Round(learned.Errors, MidpointRounding.AwayFromZero));
        return new ConfidentLearning(thresholds, joint, scores, guesses, Lowest(chances, labels, guesses, scores, wanted));
    }

    /// <summary>The rows with the lowest scores, and of these only those that another class is more probable for than the label.</summary>
    private static int[] Lowest(Matrix chances, int[] labels, int[] guesses, double[] scores, int wanted)
    {
        var doubted = new List<int>();
        for (int i = 0; i < labels.Length; i++)
        {
            if (guesses[i] >= 0 && chances[i, guesses[i]] > chances[i, labels[i]])
            {
                doubted.Add(i);
            }
        }

        doubted.Sort((a, b) => scores[a] != scores[b] ? scores[a].CompareTo(scores[b]) : a.CompareTo(b));
        return [.. doubted.Take(wanted)];
    }

    private static double Entropy(ReadOnlySpan<double> chances)
    {
        double sum = 0;
        foreach (double p in chances)
        {
            sum -= p > 0 ? p * PortableMath.Log(p) : 0;
        }

        return chances.Length < 2 ? 1 : sum / PortableMath.Log(chances.Length);
    }
}
