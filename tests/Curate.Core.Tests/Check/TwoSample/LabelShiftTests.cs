using Curate.Core.Check.TwoSample;
using Curate.Core.Randomness;
using Curate.TestKit;

namespace Curate.Core.Tests.Check.TwoSample;

/// <summary>Class shares that move, seen by labels and by a classifier's answers.</summary>
public sealed class LabelShiftTests
{
    private static readonly SeededDraw s_draw = new(1, "test");

    [Fact]
    public void Distance_and_differences_are_those_of_the_shares()
    {
        ClassShift shift = ClassShift.Of([50, 30, 20], [40, 30, 30], s_draw);
        Assert.Equal(0.1, shift.Distance.Value, 1e-12);
        Assert.Equal([-0.1, 0.0, 0.1], shift.Differences.Select(static d => Math.Round(d.Value, 12)));

        // (50 - 45)^2 / 45 x 2 + (20 - 25)^2 / 25 x 2.
        Assert.Equal((50 / 45.0) + 2, shift.Test.ChiSquare, 1e-9);
        Assert.InRange(shift.Distance.High, 0.1, 0.4);
    }

    [Fact]
    public void Answers_of_a_known_confusion_give_back_the_classes()
    {
        // Of class a 80 of 100 are answered a; of class b 30 of 100. In the other file a has 70%: answers a are 0.7 x 0.8 + 0.3 x 0.3 = 65%.
        BlackBoxShift found = BlackBoxShift.Of([80, 30, 20, 70], [650, 350], s_draw)!;
        Assert.Equal(1.4, found.Weights[0], 1e-9);
        Assert.Equal(0.6, found.Weights[1], 1e-9);
        Assert.Equal(0.7, found.Shares[0].Value, 1e-9);
        Assert.Equal(0.2, found.Distance.Value, 1e-9);
        Assert.InRange(found.Shares[0].Low, 0.3, 0.7);
        Assert.True(found.Condition > 1);
    }

    [Fact]
    public void Three_classes_are_solved_with_any_order_of_magnitude()
    {
        // Answer given class, columns: class; shares before 0.5, 0.3, 0.2, after 0.2, 0.2, 0.6.
        double[,] of = { { 0.7, 0.2, 0.1 }, { 0.2, 0.6, 0.2 }, { 0.1, 0.2, 0.7 } };
        double[] before = [0.5, 0.3, 0.2];
        double[] after = [0.2, 0.2, 0.6];
        var joint = new long[9];
        var answers = new long[3];
        for (int i = 0; i < 3; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                joint[(3 * i) + c] = (long)Math.Round(100_000 * of[i, c] * before[c]);
                answers[i] += (long)Math.Round(100_000 * of[i, c] * after[c]);
            }
        }

        BlackBoxShift found = BlackBoxShift.Of(joint, answers, s_draw)!;
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(after[c], found.Shares[c].Value, 1e-6);
        }
    }

    [Fact]
    public void Answers_that_do_not_depend_on_the_class_tell_nothing()
    {
        Assert.Null(BlackBoxShift.Of([40, 40, 60, 60], [10, 20], s_draw));
        Assert.Null(BlackBoxShift.Of([0, 0, 0, 0], [10, 20], s_draw));
        Assert.Null(BlackBoxShift.Of([40, 10, 10, 40], [0, 0], s_draw));
    }

    [Fact]
    public void A_class_without_labelled_rows_has_no_weight()
    {
        BlackBoxShift found = BlackBoxShift.Of([80, 30, 0, 20, 70, 0, 0, 0, 0], [650, 350, 0], s_draw)!;
        Assert.Equal(double.NaN, found.Weights[2]);
        Assert.Equal(0, found.Shares[2].Value);
        Assert.Equal(0.7, found.Shares[0].Value, 1e-9);
    }

    [Fact]
    public void Intervals_cover_the_true_share()
    {
        int covered = 0;
        for (ulong s = 1; s <= 40; s++)
        {
            var random = new SplitMix64(s);
            var joint = new long[4];
            var answers = new long[2];
            for (int i = 0; i < 500; i++)
            {
                int label = random.Unit() < 0.5 ? 0 : 1;
                joint[(2 * (random.Unit() < (label == 0 ? 0.8 : 0.3) ? 0 : 1)) + label]++;
                int other = random.Unit() < 0.7 ? 0 : 1;
                answers[random.Unit() < (other == 0 ? 0.8 : 0.3) ? 0 : 1]++;
            }

            var share = BlackBoxShift.Of(joint, answers, new SeededDraw(s, "test"))!.Shares[0];
            covered += share.Low <= 0.7 && share.High >= 0.7 ? 1 : 0;
        }

        Assert.InRange(covered, 33, 40);
    }

    [Fact]
    public void Level_is_kept_in_a_hundred_runs() => Simulated.AssertLevel(100, static s => Draw(s, 300).Test.PValue);

    [Fact]
    [Trait("Tier", "slow")]
    public void Level_is_kept() => Simulated.AssertLevel(500, static s => Draw(s, 1000).Test.PValue);

    private static ClassShift Draw(ulong seed, int rows)
    {
        var random = new SplitMix64(seed);
        (long[] before, long[] after) = (new long[4], new long[4]);
        for (int i = 0; i < rows; i++)
        {
            before[(int)(random.Unit() * 4)]++;
            after[(int)(random.Unit() * 4)]++;
        }

        return ClassShift.Of(before, after, new SeededDraw(seed, "test"));
    }
}
