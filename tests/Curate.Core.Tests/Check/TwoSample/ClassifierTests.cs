using Curate.Core.Check.TwoSample;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Check.TwoSample.Simulated;

namespace Curate.Core.Tests.Check.TwoSample;

/// <summary>Classifiers that tell files apart: areas, levels, copies that a linear one cannot see.</summary>
public sealed class ClassifierTests
{
    private static ClassifierTest Test(Matrix first, Matrix second, ulong seed = 1, int permutations = 99, int workers = 1) =>
        new(first, second, permutations, new SeededDraw(seed, "test"), TestRuns.Context(workers));

    /// <summary>Rows drawn from few others again and again.</summary>
    private static Matrix Copies(Matrix rows, int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        return rows.Take([.. Enumerable.Range(0, count).Select(_ => (int)(random.Unit() * rows.Rows))]);
    }

    [Fact]
    public void The_area_is_the_share_of_pairs_in_order()
    {
        double[] scores = [0.1, 0.4, 0.4, 0.8, 0.3];
        byte[] labels = [0, 1, 0, 1, 0];

        // 6 pairs: 0.4 beats 0.1 and 0.3 and ties with 0.4, 0.8 beats all three.
        Assert.Equal(5.5 / 6, ClassifierTest.Auc(scores, labels), 1e-15);
    }

    [Fact]
    public void A_moved_column_is_seen_by_all_and_named_by_two()
    {
        Matrix first = Normals(1, 150, 4);
        Matrix second = Normals(2, 150, 4);
        for (int i = 0; i < first.Rows; i++)
        {
            first[i, 2] += 1.5;
        }

        ClassifierTest test = Test(first, second, permutations: 19);
        foreach (ClassifierFit fit in new[] { test.Logistic(), test.Neighbours(5), test.Trees() })
        {
            Assert.Equal(0.05, fit.PValue);
            Assert.InRange(fit.Auc.Low, 0.6, fit.Auc.Value);
            Assert.True(fit.LogLoss < Math.Log(2), fit.Learner);
            if (fit.Columns is { } columns)
            {
                Assert.Equal(2, columns.AsSpan().IndexOf(columns.Max()));
            }
        }
    }

    [Fact]
    public void Copies_of_training_rows_are_seen_by_neighbours_and_not_by_a_plane()
    {
        // As published: 5 neighbours, 300 training rows, 2,000 made-up rows.
        Matrix training = Normals(3, 300, 5);
        Matrix heldOut = Normals(4, 2000, 5);
        ClassifierFit copies = Test(Copies(training, 2000, 5), heldOut, permutations: 19).Neighbours(5);
        ClassifierFit fresh = Test(Normals(6, 2000, 5), heldOut, permutations: 19).Neighbours(5);
        Assert.InRange(copies.Auc.Value, 0.7, 1);
        Assert.InRange(fresh.Auc.Value, 0.45, 0.52);

        // A moment distance rates the copies as good: they are nearly as near to the held-out rows as fresh rows are.
        Assert.InRange(FrechetDistance.Of(Copies(training, 2000, 5), heldOut), 0, 0.2);
        Assert.InRange(Test(Copies(training, 400, 5), Normals(7, 400, 5), permutations: 19).Logistic().Auc.Value, 0.4, 0.62);
    }

    [Fact]
    public void Copies_are_nearer_to_training_rows_and_fresh_rows_are_not()
    {
        Matrix training = Normals(8, 200, 3);
        Matrix heldOut = Normals(9, 260, 3);
        CopyRates copies = CopyRates.Of(Copies(training, 150, 1), training, heldOut, 99, new SeededDraw(1, "test"), TestRuns.Context());
        Assert.Equal((200, 150, 0, 0.01, 1.0), (copies.Compared, copies.EqualToTraining, copies.EqualToHeldOut, copies.PValue, copies.NearerToTraining.Value));
        Assert.Equal(0, copies.MedianToTraining);
        CopyRates fresh = CopyRates.Of(Normals(12, 300, 3), training, heldOut, 99, new SeededDraw(1, "test"), TestRuns.Context());
        Assert.InRange(fresh.NearerToTraining.Value, 0.4, 0.6);
        Assert.True(fresh.PValue > 0.05);
    }

    [Fact]
    public void Workers_do_not_change_a_bit()
    {
        (ClassifierTest one, ClassifierTest seven) = (Test(Normals(1, 60, 2), Normals(2, 70, 2, 0.3)), Test(Normals(1, 60, 2), Normals(2, 70, 2, 0.3), workers: 7));
        Assert.Equal(one.Logistic() with { Columns = null }, seven.Logistic() with { Columns = null });
        Assert.Equal(one.Neighbours(3), seven.Neighbours(3));
        Assert.Equal(one.Trees() with { Columns = null }, seven.Trees() with { Columns = null });
    }

    [Fact]
    public void Logistic_keeps_its_level_in_a_hundred_runs() => AssertLevel(100, static s => Test(Normals(2 * s, 20, 2), Normals((2 * s) + 1, 25, 2), s, 19).Logistic().PValue);

    [Fact]
    public void Neighbours_keep_their_level_in_a_hundred_runs() => AssertLevel(100, static s => Test(Normals(2 * s, 60, 3), Normals((2 * s) + 1, 80, 3), s).Neighbours(5).PValue);

    [Fact]
    public void Trees_keep_their_level_in_a_hundred_runs() => AssertLevel(100, static s => Test(Normals(2 * s, 80, 2), Normals((2 * s) + 1, 80, 2), s).Trees().PValue);

    [Fact]
    public void Copy_rates_keep_their_level_in_a_hundred_runs() => AssertLevel(100, static s =>
        CopyRates.Of(Normals(3 * s, 60, 2), Normals((3 * s) + 1, 60, 2), Normals((3 * s) + 2, 60, 2), 99, new SeededDraw(s, "test"), TestRuns.Context()).PValue);

    [Theory]
    [Trait("Tier", "slow")]
    [InlineData("logistic")]
    [InlineData("knn")]
    [InlineData("trees")]
    public void Level_is_kept(string learner) => AssertLevel(500, s =>
    {
        // Each permutation is five fits for logistic regression; 39 of them can say 5% exactly.
        ClassifierTest test = learner == "logistic" ? Test(Normals(2 * s, 60, 3), Normals((2 * s) + 1, 70, 3), s, 39) : Test(Normals(2 * s, 120, 4), Normals((2 * s) + 1, 150, 4), s);
        return (learner switch { "logistic" => test.Logistic(), "knn" => test.Neighbours(5), _ => test.Trees() }).PValue;
    });

    [Fact]
    [Trait("Tier", "slow")]
    public void Copy_rates_keep_their_level() => AssertLevel(500, static s =>
        CopyRates.Of(Normals(3 * s, 100, 3), Normals((3 * s) + 1, 150, 3), Normals((3 * s) + 2, 120, 3), 99, new SeededDraw(s, "test"), TestRuns.Context()).PValue);
}
