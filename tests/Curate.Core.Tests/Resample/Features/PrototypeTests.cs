using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample.Features;

/// <summary>Instance hardness and cluster centroids by what must hold of them.</summary>
public sealed class PrototypeTests
{
    /// <summary>Two groups of rows: 12 of class a around 0, 40 of class b around 10, and 8 of class b among the first.</summary>
    private static MemoryTable Groups()
    {
        var random = new SplitMix64(7);
        var rows = new List<string?[]>();
        void Add(string label, double centre, int count)
        {
            for (int i = 0; i < count; i++)
            {
                rows.Add([rows.Count.ToString(), Text(centre + random.Unit()), Text(random.Unit()), label]);
            }
        }

        Add("a", 0, 12);
        Add("b", 10, 40);
        Add("b", 0, 8);
        return new MemoryTable(["id", "x", "y", "label"], rows);
    }

    private static string Text(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static RunOutcome Run(MemoryTable table, string method, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/" + method, [("label", "label"), .. options]), table, TestRuns.Context(workers: 2), wantRemoved: true);

    [Theory]
    [InlineData("random-forest")]
    [InlineData("gradient-boosting")]
    [InlineData("logistic-regression")]
    [InlineData("naive-bayes")]
    [InlineData("decision-tree")]
    [InlineData("k-neighbors")]
    public void InstanceHardness_every_learner_removes_the_rows_that_lie_among_another_class(string estimator)
    {
        // By x alone: a tree of a forest may tell the groups apart by the noise in y.
        RunOutcome run = Run(Groups(), "instance-hardness-threshold", ("features", "x"), ("estimator", estimator), ("to", "count:b=40"), ("trees", "20"), ("cv", "4"));
        Assert.Equal(Enumerable.Range(52, 8).Select(static i => i.ToString()), run.Removed.Select(static r => r[0]!));
        Assert.All(run.Removed, static r => Assert.Equal("hard", r[^1]));
    }

    [Fact]
    public void InstanceHardness_equal_probabilities_keep_exactly_as_many_rows_as_asked_for()
    {
        // Forest votes are multiples of 1/2 here: nearly all rows tie at the threshold.
        RunOutcome run = Run(Groups(), "instance-hardness-threshold", ("features", "x,y"), ("trees", "2"), ("to", "auto"));
        Assert.Equal(12, run.Rows.Count(static r => r[3] == "b"));
        Assert.Equal(12, run.Rows.Count(static r => r[3] == "a"));
    }

    [Fact]
    public void InstanceHardness_categories_become_columns_of_their_own()
    {
        var rows = new List<string?[]>();
        for (int i = 0; i < 40; i++)
        {
            rows.Add([i % 4 == 0 ? "red" : i % 4 == 1 ? "green" : "blue", i % 4 == 0 || i == 13 ? "a" : "b"]);
        }

        for (int i = 0; i < 3; i++)
        {
            rows.Add(["red", "b"]);
        }

        RunOutcome run = Run(new MemoryTable(["colour", "label"], rows), "instance-hardness-threshold", ("categorical", "colour"), ("estimator", "logistic-regression"), ("to", "count:b=29"));
        Assert.Equal(["red|b|hard", "red|b|hard", "red|b|hard"], TestRuns.Lines(run.Removed));
    }

    [Fact]
    public void ClusterCentroids_one_cluster_is_the_mean_of_the_class()
    {
        MemoryTable table = new(["id", "x", "n", "label"],
            [["0", "1", "1", "b"], ["1", "2", "2", "b"], ["2", "6", "2", "b"], ["3", "0.5", "9", "a"], ["4", "0.25", "8", "a"], ["5", "4", "8", null]]);
        RunOutcome run = Run(table, "cluster-centroids", ("features", "x,n"), ("to", "count:b=1"));

        // The mean is (3, 5/3); row 1 is nearest to it and carries it. A column of whole numbers stays one.
        Assert.Equal(["1|3|2|b", "3|0.5|9|a", "4|0.25|8|a", "5|4|8|<null>"], TestRuns.Lines(run.Rows));
        Assert.Equal(["0", "2"], run.Removed.Select(static r => r[0]!));
    }

    [Fact]
    public void ClusterCentroids_hard_voting_keeps_distinct_rows_as_they_are() => Seeds.Each(10, static seed =>
    {
        LabelledRowsTable table = LabelledRowsTable.Random(new SplitMix64(seed));
        (HashSet<int> leaves, RowPlan plan) = table.Run("cluster-centroids", ("voting", "hard"));
        var naive = new NaiveCleaning(table.Rows, table.Labels, table.Classes);

        // Classes have more rows than distinct ones: counts are exact all the same.
        Assert.Equal(naive.Counts.Sum() - (table.Classes * naive.Counts.Min()), leaves.Count);
        Assert.False(plan.HasEdits);
    });

    [Fact]
    public void ClusterCentroids_soft_voting_moves_rows_to_the_means_of_their_clusters()
    {
        RunOutcome run = Run(Groups(), "cluster-centroids", ("features", "x,y"), ("to", "count:b=2"), ("n-init", "5"));
        double[] x = [.. run.Rows.Where(static r => r[3] == "b").Select(static r => double.Parse(r[1]!, System.Globalization.CultureInfo.InvariantCulture)).Order()];
        double Mean(int from, int count) => Groups().Rows.Skip(from).Take(count).Average(static r => double.Parse(r[1]!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(2, x.Length);
        Assert.Equal(Mean(52, 8), x[0], 1e-5);
        Assert.Equal(Mean(12, 40), x[1], 1e-5);
    }
}
