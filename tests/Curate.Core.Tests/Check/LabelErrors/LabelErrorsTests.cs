using System.Globalization;
using Curate.Core.Check;
using Curate.Core.Check.LabelErrors;
using Curate.Core.Numerics.Linear;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Check.LabelErrors;

public sealed class LabelErrorsTests
{
    private const string Name = "label-errors";

    [Fact]
    public void Confident_learning_by_hand()
    {
        // Thresholds: class 0 (0.9 + 0.8 + 0.1) / 3 = 0.6, class 1 (0.7 + 0.9 + 0.35) / 3 = 0.65.
        Matrix chances = Matrix.Of([0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.3, 0.7], [0.1, 0.9], [0.65, 0.35]);
        int[] labels = [0, 0, 0, 1, 1, 1];
        ConfidentLearning learned = ConfidentLearning.Of(chances, labels, "margin");
        Assert.Equal(0.6, learned.Thresholds[0], 12);
        Assert.Equal(0.65, learned.Thresholds[1], 12);

        // Rows 0, 1 count for 0, row 2 for 1; rows 3, 4 for 1, row 5 for 0.
        Assert.Equal([2, 1, 1, 2], [learned.Joint[0, 0], learned.Joint[0, 1], learned.Joint[1, 0], learned.Joint[1, 1]]);
        Assert.Equal(2, learned.Errors, 12);
        Assert.Equal([2, 5], learned.Flagged);
        Assert.Equal(-0.8, learned.Scores[2], 12);
    }

    [Fact]
    public void It_equals_a_plain_count_on_random_probabilities()
    {
        Seeds.Each(10, static seed =>
        {
            var draws = new SplitMix64(seed);
            const int Classes = 4;
            var chances = new Matrix(500, Classes);
            int[] labels = [.. Enumerable.Range(0, 500).Select(_ => draws.Below(Classes))];
            for (int i = 0; i < 500; i++)
            {
                double[] raw = [.. Enumerable.Range(0, Classes).Select(c => draws.Unit() + (c == labels[i] && draws.Chance(0.9) ? 1 : 0))];
                for (int c = 0; c < Classes; c++)
                {
                    chances[i, c] = raw[c] / raw.Sum();
                }
            }

            double[] thresholds = [.. Enumerable.Range(0, Classes).Select(c => Enumerable.Range(0, 500).Where(i => labels[i] == c).Average(i => chances[i, c]))];
            var counts = new double[Classes, Classes];
            for (int i = 0; i < 500; i++)
            {
                int[] above = [.. Enumerable.Range(0, Classes).Where(c => chances[i, c] >= thresholds[c]).OrderByDescending(c => chances[i, c])];
                if (above.Length > 0)
                {
                    counts[labels[i], above[0]]++;
                }
            }

            ConfidentLearning learned = ConfidentLearning.Of(chances, labels, "margin");
            double errors = 0;
            for (int c = 0; c < Classes; c++)
            {
                double sum = Enumerable.Range(0, Classes).Sum(j => counts[c, j]);
                for (int j = 0; j < Classes; j++)
                {
                    double scaled = counts[c, j] / sum * labels.Count(l => l == c);
                    Assert.Equal(scaled, learned.Joint[c, j], 9);
                    errors += c == j ? 0 : scaled;
                }
            }

            double Margin(int i) => chances[i, labels[i]] - Enumerable.Range(0, Classes).Where(c => c != labels[i]).Max(c => chances[i, c]);
            int[] expected = [.. Enumerable.Range(0, 500).Where(i => Margin(i) < 0).OrderBy(Margin).Take((int)Math.Round(errors))];
            Assert.Equal(expected, learned.Flagged);
        });
    }

    [Theory]
    [InlineData("logistic-regression", 0.9)]
    [InlineData("k-neighbors", 0.7)]
    public void Flipped_labels_of_clouds_are_found(string learner, double share)
    {
        (List<string?[]> rows, HashSet<int> flipped) = Clouds(600, 0.05, 4);
        CheckResult result = Run(rows, ("learner", learner));
        long flagged = result.Findings.Single().FailingRows!.Value;
        int[] listed = [.. result.Rows("label_error_rows").Select(static r => (int)(long)r[0]!)];
        Assert.Equal(CheckVerdict.Warned, result.Verdict);
        Assert.Equal(Math.Min(flagged, 50), listed.Length);
        Assert.True(listed.Count(flipped.Contains) >= share * flipped.Count, $"{listed.Count(flipped.Contains)} of {flipped.Count}");
        Assert.True(listed.Count(flipped.Contains) >= 0.5 * listed.Length);

        // The proposal is the class that the row came from, three times out of four at least: clouds overlap a little.
        object?[][] found = [.. result.Rows("label_error_rows").Where(r => flipped.Contains((int)(long)r[0]!))];
        Assert.True(found.Count(r => (string)r[2]! == rows[(int)(long)r[0]!][3]) >= 0.9 * found.Length);
    }

    [Fact]
    public void Given_probabilities_are_taken_as_they_are_and_the_order_of_rows_does_not_matter()
    {
        var draws = new SplitMix64(15);
        List<string?[]> rows = [];
        for (int i = 0; i < 300; i++)
        {
            double p = draws.Unit();
            bool flip = draws.Chance(0.1);
            rows.Add([(p > 0.5) ^ flip ? "yes" : "no", p.ToString("R", CultureInfo.InvariantCulture), flip ? "1" : "0"]);
        }

        var settings = new CheckSettings { Roles = new CheckRoles { Label = "y", Probability = ["p"] } };
        CheckResult forward = MeasuredCheck.Run(Name, settings, new MemoryTable(["y", "p", "flip"], rows), []);
        rows.Reverse();
        CheckResult backward = MeasuredCheck.Run(Name, settings, new MemoryTable(["y", "p", "flip"], rows), []);
        Assert.Equal(forward.Rows("label_error_rows").Select(static r => 299 - (long)r[0]!), backward.Rows("label_error_rows").Select(static r => (long)r[0]!));
        Assert.True(forward.Findings.Single().FailingRows > 5);
    }

    [Fact]
    public void Clean_and_odd_inputs_are_measured_or_said_not_to_be()
    {
        (List<string?[]> rows, _) = Clouds(300, 0, 3, gap: 12);
        Assert.Empty(Run(rows).Findings);
        Assert.Contains("1 class; two", Run([.. Enumerable.Range(0, 40).Select(static i => new string?[] { i.ToString(CultureInfo.InvariantCulture), "1", "a", "a" })]).Reason, StringComparison.Ordinal);
        Assert.Equal(CheckVerdict.NotMeasurable, Run([]).Verdict);
        Assert.Contains("no column of numbers", MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Label = "y" } }, new MemoryTable(["y", "t"], [.. Enumerable.Range(0, 40).Select(static i => new[] { i % 2 == 0 ? "a" : "b", "x" })]), []).Reason, StringComparison.Ordinal);
        Assert.Contains("one for each class", MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Label = "y", Probability = ["p"] } }, new MemoryTable(["y", "p"], [["a", "0.1"], ["b", "0.1"], ["c", "0.1"]]), []).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Components_in_place_of_columns_find_the_same()
    {
        (List<string?[]> rows, HashSet<int> flipped) = Clouds(400, 0.05, 8);
        CheckResult result = Run(rows, ("components", "1"));
        Assert.NotEmpty(result.Rows("label_error_rows"));
        Assert.True(flipped.Count > 10);
    }

    private static CheckResult Run(List<string?[]> rows, params (string Name, string Value)[] options) =>
        MeasuredCheck.Run(Name, new CheckSettings { Roles = new CheckRoles { Label = "y", Features = ["a", "b"] } }, new MemoryTable(["a", "b", "y", "truth"], rows), [], options);

    /// <summary>Three clouds in the plane; column 3 is where a row comes from.</summary>
    private static (List<string?[]> Rows, HashSet<int> Flipped) Clouds(int count, double share, ulong seed, double gap = 6)
    {
        var draws = new SplitMix64(seed);
        List<string?[]> rows = [];
        var flipped = new HashSet<int>();
        for (int i = 0; i < count; i++)
        {
            int c = i % 3;
            double Noise() => Enumerable.Range(0, 12).Sum(_ => draws.Unit()) - 6;
            int label = c;
            if (draws.Chance(share))
            {
                label = (c + 1 + draws.Below(2)) % 3;
                flipped.Add(i);
            }

            rows.Add([((c == 1 ? gap : 0) + Noise()).ToString("R", CultureInfo.InvariantCulture), ((c == 2 ? gap : 0) + Noise()).ToString("R", CultureInfo.InvariantCulture), "c" + label.ToString(CultureInfo.InvariantCulture), "c" + c.ToString(CultureInfo.InvariantCulture)]);
        }

        return (rows, flipped);
    }
}
