using Curate.Core.Numerics.Linear;
using Curate.Core.Resample.Advice;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample.Advice;

/// <summary>Measures of probabilities against their definitions written out.</summary>
public sealed class AdviceMeasuresTests
{
    public static TheoryData<ulong> Cases => Seeds.Theory(8);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_random_probabilities_equals_the_definitions(ulong seed)
    {
        var random = new SplitMix64(seed);
        int classes = 2 + random.Below(3);
        int n = 20 + random.Below(30);
        var chances = new Matrix(n, classes);
        int[] labels = [.. Enumerable.Range(0, n).Select(i => i < classes ? i : random.Below(classes))];
        for (int i = 0; i < n; i++)
        {
            double[] raw = [.. Enumerable.Range(0, classes).Select(_ => 1.0 + random.Below(6))];
            for (int c = 0; c < classes; c++)
            {
                chances[i, c] = raw[c] / raw.Sum();
            }
        }

        int[] answers = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, classes).MaxBy(c => chances[i, c]))];
        double Count(Func<int, bool> holds) => Enumerable.Range(0, n).Count(holds);
        double[] values = AdviceMeasures.Of(chances, labels);
        Assert.Equal(Enumerable.Range(0, classes).Average(c => Count(i => labels[i] == c && answers[i] == c) / Count(i => labels[i] == c)), values[0], 1e-12);
        Assert.Equal(Enumerable.Range(0, classes).Average(c => 2 * Count(i => labels[i] == c && answers[i] == c) / (Count(i => labels[i] == c) + Count(i => answers[i] == c))), values[1], 1e-12);

        // Average precision as the sum over thresholds of (recall step) x precision.
        double Precision(int c)
        {
            double sum = 0;
            double before = 0;
            foreach (double cut in Enumerable.Range(0, n).Select(i => chances[i, c]).Distinct().OrderDescending())
            {
                double hits = Count(i => chances[i, c] >= cut && labels[i] == c);
                double recall = hits / Count(i => labels[i] == c);
                sum += (recall - before) * (hits / Count(i => chances[i, c] >= cut));
                before = recall;
            }

            return sum;
        }

        Assert.Equal(Enumerable.Range(0, classes).Average(Precision), values[2], 1e-12);
        Assert.Equal(Enumerable.Range(0, n).Average(i => -Math.Log(chances[i, labels[i]])), values[3], 1e-12);
        Assert.Equal(Enumerable.Range(0, n).Average(i => Enumerable.Range(0, classes).Sum(c => Math.Pow(chances[i, c] - (labels[i] == c ? 1 : 0), 2))), values[4], 1e-12);
    }

    [Fact]
    public void Of_multipliers_change_decisions_only()
    {
        var chances = new Matrix(4, 2, [0.9, 0.1, 0.8, 0.2, 0.6, 0.4, 0.7, 0.3]);
        int[] labels = [0, 0, 1, 1];
        double[] plain = AdviceMeasures.Of(chances, labels);
        double[] moved = AdviceMeasures.Of(chances, labels, [1, 3], [1, 1]);
        Assert.Equal(0.5, plain[0]);
        Assert.Equal(1, moved[0]);
        Assert.Equal(plain[1..], moved[1..]);
    }

    [Fact]
    public void Of_a_probability_of_0_for_the_truth_has_a_finite_loss() =>
        Assert.Equal(15 * Math.Log(10), AdviceMeasures.Of(new Matrix(1, 2, [1, 0]), [1])[(int)AdviceMeasure.LogLoss], 1e-9);
}
