using Curate.Core.Numerics.Linear;
using Curate.Core.Resample.Advice;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample.Advice;

/// <summary>The moved threshold against a search over every threshold there is.</summary>
public sealed class MovedThresholdTests
{
    public static TheoryData<ulong> Cases => Seeds.Theory(12);

    private static (Matrix Chances, int[] Labels) Draw(ulong seed, int classes)
    {
        var random = new SplitMix64(seed);
        int n = 30 + random.Below(60);
        var chances = new Matrix(n, classes);
        var labels = new int[n];
        for (int i = 0; i < n; i++)
        {
            labels[i] = i < classes ? i : random.Chance(0.75) ? 0 : 1 + random.Below(classes - 1);
            double sum = 0;
            for (int c = 0; c < classes; c++)
            {
                // Few different values, so that there are ties.
                chances[i, c] = 1 + random.Below(8) + (labels[i] == c ? 3 : 0) + (c == 0 ? 5 : 0);
                sum += chances[i, c];
            }

            for (int c = 0; c < classes; c++)
            {
                chances[i, c] /= sum;
            }
        }

        return (chances, labels);
    }

    private static double Score(int[] answers, int[] labels, int classes, bool byF1) => Enumerable.Range(0, classes).Average(c =>
    {
        double hits = answers.Zip(labels).Count(p => p.First == c && p.Second == c);
        double support = labels.Count(l => l == c);
        return byF1 ? 2 * hits / (support + answers.Count(a => a == c)) : hits / support;
    });

    private static double ScoreOf(Matrix chances, int[] labels, double[] multipliers, bool byF1) =>
        Score([.. Enumerable.Range(0, labels.Length).Select(i => MovedThreshold.Answer(chances.Row(i), multipliers))], labels, chances.Columns, byF1);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Choose_two_classes_reaches_the_best_of_all_thresholds(ulong seed)
    {
        (Matrix chances, int[] labels) = Draw(seed, 2);
        foreach (bool byF1 in (bool[])[false, true])
        {
            double best = Enumerable.Range(0, labels.Length).Select(i => chances[i, 1]).Append(2)
                .Max(cut => Score([.. Enumerable.Range(0, labels.Length).Select(i => chances[i, 1] >= cut ? 1 : 0)], labels, 2, byF1));
            double[] chosen = MovedThreshold.Choose(chances, labels, byF1);
            Assert.Equal(1, chosen[0]);
            Assert.Equal(best, ScoreOf(chances, labels, chosen, byF1), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Choose_more_classes_is_no_worse_than_its_starts_and_than_moving_one_alone(ulong seed)
    {
        (Matrix chances, int[] labels) = Draw(seed, 4);
        foreach (bool byF1 in (bool[])[false, true])
        {
            double[] chosen = MovedThreshold.Choose(chances, labels, byF1);
            double reached = ScoreOf(chances, labels, chosen, byF1);
            double[] inverse = [.. Enumerable.Range(0, 4).Select(c => (double)labels.Length / labels.Count(l => l == c))];
            Assert.True(reached >= ScoreOf(chances, labels, [1, 1, 1, 1], byF1) - 1e-9);
            Assert.True(reached >= ScoreOf(chances, labels, inverse, byF1) - 1e-9);
            for (int c = 0; c < 4; c++)
            {
                foreach (double factor in (double[])[0.0011, 0.2517, 0.5031, 0.8029, 0.9513, 1.0519, 1.2527, 2.0141, 4.0163])
                {
                    double[] moved = [.. chosen];
                    moved[c] *= factor;
                    Assert.True(reached >= ScoreOf(chances, labels, moved, byF1) - 1e-9);
                }
            }
        }
    }

    [Fact]
    public void Choose_what_cannot_be_better_stays()
    {
        var chances = new Matrix(4, 2, [0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.1, 0.9]);
        Assert.Equal([1.0, 1.0], MovedThreshold.Choose(chances, [0, 0, 1, 1], byF1: true));
        Assert.Equal([1.0, 1.0], MovedThreshold.Choose(new Matrix(0, 2), [], byF1: false));
    }
}
