using Curate.Core.Numerics;
using Curate.Core.Numerics.Linear;
using Curate.Core.Profile.Metrics;

namespace Curate.Core.Resample.Advice;

/// <summary>The measures of probabilities on test rows.</summary>
public static class AdviceMeasures
{
    // A probability of 0 would make one wrong row weigh more than all others together.
    private const double LeastChance = 1e-15;

    public static IReadOnlyList<AdviceMeasure> All { get; } = Enum.GetValues<AdviceMeasure>();

    /// <summary>The name in reports.</summary>
    public static string NameOf(AdviceMeasure measure) => measure switch
    {
        AdviceMeasure.BalancedAccuracy => "balanced-accuracy",
        AdviceMeasure.MacroF1 => "macro-f1",
        AdviceMeasure.AveragePrecision => "average-precision",
        AdviceMeasure.LogLoss => "log-loss",
        _ => "brier",
    };

    /// <summary>1 where more is better, -1 where less is.</summary>
    public static int SignOf(AdviceMeasure measure) => measure is AdviceMeasure.LogLoss or AdviceMeasure.Brier ? -1 : 1;

    /// <summary>True where moving the threshold can change it.</summary>
    public static bool NeedsDecision(AdviceMeasure measure) => measure is AdviceMeasure.BalancedAccuracy or AdviceMeasure.MacroF1;

    /// <summary>One value for each of <see cref="All"/>.</summary>
    /// <param name="chances">Probabilities, rows x classes.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="forAccuracy">Multipliers for the balanced accuracy; null for none.</param>
    /// <param name="forF1">Multipliers for macro F1; null for none.</param>
    public static double[] Of(Matrix chances, int[] labels, double[]? forAccuracy = null, double[]? forF1 = null)
    {
        var values = new double[All.Count];
        Confusion plain = Counted(chances, labels, forAccuracy);
        values[(int)AdviceMeasure.BalancedAccuracy] = MeanRecall(plain);
        values[(int)AdviceMeasure.MacroF1] = MeanF1(ReferenceEquals(forAccuracy, forF1) ? plain : Counted(chances, labels, forF1));
        values[(int)AdviceMeasure.AveragePrecision] = MeanPrecision(chances, labels);
        double losses = 0;
        double squares = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<double> p = chances.Row(i);
            losses -= PortableMath.Log(Math.Max(LeastChance, p[labels[i]]));
            for (int c = 0; c < p.Length; c++)
            {
                double off = p[c] - (c == labels[i] ? 1 : 0);
                squares += off * off;
            }
        }

        values[(int)AdviceMeasure.LogLoss] = losses / labels.Length;
        values[(int)AdviceMeasure.Brier] = squares / labels.Length;
        return values;
    }

    private static Confusion Counted(Matrix chances, int[] labels, double[]? multipliers)
    {
        int classes = chances.Columns;
        var counts = new long[classes * classes];
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<double> row = chances.Row(i);
            int answer = multipliers is null ? Dense.LargestIndex(row) : MovedThreshold.Answer(row, multipliers);
            counts[(labels[i] * classes) + answer]++;
        }

        return new Confusion(new string[classes], counts);
    }

    /// <summary>Over classes that the test rows have.</summary>
    private static double MeanRecall(Confusion confusion)
    {
        double sum = 0;
        int present = 0;
        for (int k = 0; k < confusion.Classes; k++)
        {
            if (confusion.Support(k) > 0)
            {
                sum += confusion.Against(k).Recall;
                present++;
            }
        }

        return sum / present;
    }

    /// <summary>Over classes that the test rows have or that are answered.</summary>
    private static double MeanF1(Confusion confusion)
    {
        double sum = 0;
        int present = 0;
        for (int k = 0; k < confusion.Classes; k++)
        {
            if (confusion.Support(k) + confusion.Predicted(k) > 0)
            {
                sum += confusion.Against(k).F1;
                present++;
            }
        }

        return sum / present;
    }

    private static double MeanPrecision(Matrix chances, int[] labels)
    {
        double sum = 0;
        int present = 0;
        for (int k = 0; k < chances.Columns; k++)
        {
            var own = new ScoreTable(int.MaxValue);
            var others = new ScoreTable(int.MaxValue);
            for (int i = 0; i < labels.Length; i++)
            {
                (labels[i] == k ? own : others).Add(chances[i, k]);
            }

            if (own.Count > 0)
            {
                sum += ScoreCurve.Of(own, [others]).NaturalPrecision();
                present++;
            }
        }

        return sum / present;
    }
}
