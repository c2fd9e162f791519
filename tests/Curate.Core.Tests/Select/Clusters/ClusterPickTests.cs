using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Clusters;

/// <summary>Methods of <c>curate select</c> that pick rows by their clusters, by hand and against naive code.</summary>
public sealed class ClusterPickTests
{
    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    private static RunOutcome Run(MemoryTable table, string method, ulong seed, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("select/" + method, options), table, TestRuns.Context(workers: 2, batchRows: 33, seed: seed), wantRemoved: true);

    private static RunOutcome Run(MemoryTable table, string method, params (string, string)[] options) => Run(table, method, 42, options);

    private static ReportTable Report(RunOutcome run, string key) => run.Tables.Single(t => t.Key == key);

    private static string Ids(RunOutcome run) => string.Join(' ', run.Rows.Select(static r => r[0]));

    private static string Fails(MemoryTable table, string method, params (string, string)[] options) => Assert.Throws<CurateException>(() => Run(table, method, options)).Message;

    /// <summary>Modes of a class on a line, 100 apart, each so many rows wide.</summary>
    private static MemoryTable Modes(ulong seed, params int[] sizes)
    {
        var random = new SplitMix64(seed);
        var rows = new List<string?[]>();
        for (int mode = 0; mode < sizes.Length; mode++)
        {
            for (int i = 0; i < sizes[mode]; i++)
            {
                rows.Add([rows.Count.ToString(CultureInfo.InvariantCulture), Text((100 * mode) + random.Unit()), "m" + mode, Text(random.Unit() + (mode == 0 ? 5 : 0))]);
            }
        }

        return new MemoryTable(["id", "x", "mode", "score"], [.. rows.OrderBy(_ => random.Next())]);
    }

    [Fact]
    public void Representative_rows_are_the_nearest_to_the_means_of_each_class()
    {
        // Class a: 0 1 2 and 10 11 12, b: 5 6 7 alone.
        MemoryTable table = new(["id", "x", "c"],
        [
            ["0", "0", "a"], ["1", "1", "a"], ["2", "2", "a"], ["3", "10", "a"], ["4", "11", "a"], ["5", "12", "a"], ["6", "5", "b"], ["7", "6", "b"], ["8", "7", "b"], ["9", "6", null],
        ]);
        Assert.Equal("1 4 7", Ids(Run(table, "kmeans-representative", ("label", "c"), ("features", "x"), ("rows", "3"), ("allocation", "proportional"), ("n-init", "5"))));
        RunOutcome edges = Run(table, "kmeans-representative", ("label", "c"), ("features", "x"), ("rows", "4"), ("k", "1"), ("pick", "centre+boundary"), ("cluster-column", "k"));
        Assert.Equal("0 2 6 7", Ids(edges));
        Assert.Equal(["a 6 1 2", "b 3 1 2"], Report(edges, "classes").Rows.Select(static r => $"{r[0]} {r[1]} {r[2]} {r[3]}"));
        Assert.Equal(["0", "0", "1", "1"], edges.Rows.Select(static r => r[3]!));
        Assert.Equal(6, edges.Removed.Count);
    }

    [Fact]
    public void Representative_rows_cover_rare_modes_and_lie_nearer_than_random_ones()
    {
        MemoryTable table = Modes(5, 300, 150, 4);
        RunOutcome run = Run(table, "kmeans-representative", ("features", "x"), ("rows", "6"), ("n-init", "3"));
        Assert.Equal(["m0", "m1", "m2"], run.Rows.Select(static r => r[2]!).Distinct().Order(StringComparer.Ordinal));
        ReportTable coverage = Report(run, "coverage");
        Assert.True((double)coverage.Rows[0][2]! < (double)coverage.Rows[1][2]!);

        // The nearest picked row of each row, naively.
        double[] picked = [.. run.Rows.Select(static r => (double)(float)Number(r[1]))];
        double[] naive = [.. table.Rows.Select(r => picked.Min(p => Math.Abs(p - (float)Number(r[1]))))];
        Assert.Equal(naive.Average(), (double)coverage.Rows[0][2]!, 1e-9);
        Assert.Equal(naive.Max(), (double)coverage.Rows[0][3]!, 1e-12);
    }

    [Fact]
    public void Top_scores_come_from_every_cluster()
    {
        MemoryTable table = Modes(9, 60, 30, 10);
        RunOutcome run = Run(table, "cluster-top-score", ("cluster-id", "mode"), ("score", "score"), ("rows", "7"));

        // 3 for the first, 2 for each other cluster: the highest, naively.
        string[] expected = [.. new[] { ("m0", 3), ("m1", 2), ("m2", 2) }.SelectMany(p => table.Rows.Where(r => r[2] == p.Item1).OrderByDescending(static r => Number(r[3])).Take(p.Item2)).Select(static r => r[0]!).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, run.Rows.Select(static r => r[0]!).Order(StringComparer.Ordinal));
        ReportTable selection = Report(run, "selection");
        Assert.Equal(["selected", "highest scores", "random (expected)"], selection.Rows.Select(static r => (string)r[0]!));

        // The score alone takes the first mode, which is one cluster.
        Assert.Equal(1, (double)selection.Rows[1][3]!, 1e-12);
        Assert.Equal(table.Rows.Average(static r => Number(r[3])), (double)selection.Rows[2][2]!, 1e-12);
        RunOutcome lowest = Run(table, "cluster-top-score", ("cluster-id", "mode"), ("score", "score"), ("rows", "3"), ("lowest", "true"));
        Assert.Equal(new[] { "m0", "m1", "m2" }.Select(m => table.Rows.Where(r => r[2] == m).MinBy(static r => Number(r[3]))![0]).Order(StringComparer.Ordinal), lowest.Rows.Select(static r => r[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Top_scores_with_one_cluster_a_row_fill_up_and_miss_scores_last()
    {
        MemoryTable table = new(["id", "x", "s"], [["0", "1", null], ["1", "1", "3"], ["2", "1", "9"], ["3", "50", null], ["4", "80", "-1"]]);
        Assert.Equal("2 3 4", Ids(Run(table, "cluster-top-score", ("features", "x"), ("score", "s"), ("rows", "3"), ("metric", "euclidean"), ("n-init", "5"))));
        Assert.Equal("1 2 3 4", Ids(Run(table, "cluster-top-score", ("features", "x"), ("score", "s"), ("rows", "4"), ("metric", "euclidean"), ("n-init", "5"))));
        Assert.Contains("more than the 5 rows", Fails(table, "cluster-top-score", ("features", "x"), ("score", "s"), ("rows", "6")), StringComparison.Ordinal);
        Assert.Contains("No budget", Fails(table, "cluster-top-score", ("features", "x"), ("score", "s")), StringComparison.Ordinal);
    }

    [Fact]
    public void Balanced_takes_equally_many_rows_of_clusters_and_knows_no_repeats()
    {
        MemoryTable table = Modes(2, 50, 9, 2);
        RunOutcome run = Run(table, "cluster-balanced", ("cluster-id", "mode"), ("rows", "12"));
        Assert.Equal([2, 5, 5], run.Rows.GroupBy(static r => r[2]).Select(static g => g.Count()).Order());
        Assert.Equal("62 rows are asked for, and there are 61 in clusters.", Fails(table, "cluster-balanced", ("cluster-id", "mode"), ("rows", "62")));
    }

    [Fact]
    public void Sensitivity_weights_make_unbiased_means_and_beat_uniform_ones()
    {
        // The loss of a row is that of its mode and a little of its own: a rare mode has most of it.
        var random = new SplitMix64(77);
        var rows = new List<string?[]>();
        foreach ((int mode, int size, double loss) in new[] { (0, 400, 1.0), (1, 90, 4.0), (2, 10, 60.0) })
        {
            for (int i = 0; i < size; i++)
            {
                rows.Add([Text((100 * mode) + random.Unit()), Text(loss + random.Unit())]);
            }
        }

        MemoryTable table = new(["x", "loss"], rows);
        double truth = rows.Average(static r => Number(r[1]));
        double sum = 0;
        double squares = 0;
        const int Draws = 200;
        for (ulong seed = 1; seed <= Draws; seed++)
        {
            RunOutcome run = Run(table, "cluster-sensitivity", seed, ("features", "x"), ("score", "loss"), ("k", "3"), ("rows", "25"), ("n-init", "3"));
            Assert.Equal(25, run.Rows.Count);
            double estimate = run.Rows.Sum(static r => Number(r[1]) * Number(r[2])) / rows.Count;
            sum += estimate;
            squares += (estimate - truth) * (estimate - truth);
        }

        double error = Math.Sqrt(squares / Draws);
        Assert.InRange(sum / Draws, truth - (4 * error / Math.Sqrt(Draws)), truth + (4 * error / Math.Sqrt(Draws)));
        double spread = Math.Sqrt(rows.Average(r => Math.Pow(Number(r[1]) - truth, 2)));
        Assert.True(error < 0.5 * spread / Math.Sqrt(25), $"{Text(error)} against {Text(spread / 5)}");
    }

    [Fact]
    public void Sensitivity_asks_for_the_losses_of_central_rows_alone()
    {
        MemoryTable table = Modes(4, 30, 20, 10);
        RunOutcome centres = Run(table, "cluster-sensitivity", ("features", "x"), ("centres", "true"), ("k", "3"), ("n-init", "5"));
        Assert.Equal(["10", "20", "30"], centres.Rows.Select(static r => r[4]!).Order(StringComparer.Ordinal));
        HashSet<string> asked = [.. centres.Rows.Select(static r => r[0]!)];
        MemoryTable answered = new(table.Names, [.. table.Rows.Select(r => new[] { r[0], r[1], r[2], asked.Contains(r[0]!) ? "2" : null })]);
        RunOutcome run = Run(answered, "cluster-sensitivity", ("features", "x"), ("score", "score"), ("k", "3"), ("n-init", "5"), ("rows", "12"));
        Assert.Equal(12, run.Rows.Count);
        Assert.DoesNotContain(run.Tables, static t => t.Key == "estimate");
        string message = Fails(new(table.Names, [.. table.Rows.Select(static r => new[] { r[0], r[1], r[2], null })]), "cluster-sensitivity", ("features", "x"), ("score", "score"), ("k", "3"), ("n-init", "5"), ("rows", "12"), ("missing", "error"));
        Assert.Contains("3 of 3 clusters have a central row without a loss in 'score'", message, StringComparison.Ordinal);
        Assert.Contains("finite loss of 0 or more", Fails(new(table.Names, [["0", "1", "m", "-2"]]), "cluster-sensitivity", ("features", "x"), ("score", "score"), ("rows", "1")), StringComparison.Ordinal);
        Assert.Contains("--centres", Fails(table, "cluster-sensitivity", ("features", "x"), ("rows", "1")) + Assert.Throws<CurateException>(() => Run(table, "cluster-sensitivity", ("features", "x"), ("rows", "1"))).Hint, StringComparison.Ordinal);
    }

    private static RunOutcome WithMust(MemoryTable table, string method, string[] ids, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("select/" + method, [.. options, ("id", "id"), ("must", "file")]), new PlanInputs(table, [new MemoryTable(["id"], [.. ids.Select(static i => (string?[])[i])])]),
            TestRuns.Context(workers: 2, batchRows: 33), wantRemoved: true);

    private static (string, string)[] Form(string method, MemoryTable table) => method switch
    {
        "cluster-balanced" => [("cluster-id", "mode")],
        "cluster-top-score" => [("cluster-id", "mode"), ("score", "score")],
        "cluster-sensitivity" => [("features", "x"), ("score", "score"), ("k", "3"), ("n-init", "3")],
        _ => [("features", "x"), ("k", "3"), ("n-init", "3")],
    };

    [Theory]
    [InlineData("kmeans-representative")]
    [InlineData("cluster-balanced")]
    [InlineData("cluster-top-score")]
    [InlineData("cluster-sensitivity")]
    public void Must_rows_are_in_and_the_number_of_rows_stays(string method)
    {
        MemoryTable table = Modes(9, 60, 30, 10);

        // Seven rows of one mode, more than its equal part of 9.
        string[] must = [.. table.Rows.Where(static r => r[2] == "m1").Take(7).Select(static r => r[0]!)];
        RunOutcome run = WithMust(table, method, must, [.. Form(method, table), ("rows", "9")]);
        Assert.Equal(9, run.Rows.Count);
        Assert.Subset(run.Rows.Select(static r => r[0]!).ToHashSet(), must.ToHashSet());
        if (method != "cluster-sensitivity")
        {
            Assert.Equal([1, 7, 1], run.Rows.GroupBy(static r => r[2]).OrderBy(static g => g.Key).Select(static g => g.Count()));
        }
        else
        {
            Assert.All(run.Rows.Where(r => must.Contains(r[0])), static r => Assert.Equal(1, Number(r[4]), 1e-12));
        }

        Assert.Equal(7L, Report(run, "groups").Rows[0][3]);
        CurateException over = Assert.Throws<CurateException>(() => WithMust(table, method, must, [.. Form(method, table), ("rows", "6")]));
        Assert.Equal(ErrorCodes.Infeasible, over.Code);
        Assert.Contains("--must", over.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kmeans-representative")]
    [InlineData("cluster-balanced")]
    [InlineData("cluster-top-score")]
    [InlineData("cluster-sensitivity")]
    public void Per_gives_each_group_its_budget_and_one_group_is_the_whole(string method)
    {
        MemoryTable modes = Modes(4, 50, 40, 20);
        MemoryTable table = new(["id", "x", "mode", "score", "g", "one"], [.. modes.Rows.Select(static r => (string?[])[.. r, int.Parse(r[0]!, CultureInfo.InvariantCulture) % 4 == 0 ? "a" : "b", "z"])]);
        RunOutcome run = Run(table, method, [.. Form(method, table), ("rows", "6"), ("per", "g")]);
        Assert.Equal(["a 6", "b 6"], run.Rows.GroupBy(static r => r[4]).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => $"{g.Key} {g.Count()}"));

        // Every mode has two rows of each group where clusters have equal parts.
        if (method != "cluster-sensitivity")
        {
            Assert.All(run.Rows.GroupBy(static r => r[4] + r[2]), static g => Assert.Equal(2, g.Count()));
        }

        // A share of each group, and all of a group that is smaller.
        Assert.Equal(28 + 82, Run(table, method, [.. Form(method, table), ("rows", "82"), ("per", "g")]).Rows.Count);
        if (method is "kmeans-representative" or "cluster-top-score" or "cluster-balanced")
        {
            RunOutcome one = Run(table, method, [.. Form(method, table), ("rows", "9"), ("per", "one")]);
            Assert.Equal(Ids(Run(table, method, [.. Form(method, table), ("rows", "9")])), Ids(one));
        }
    }

    [Fact]
    public void Must_rows_without_a_cluster_are_named()
    {
        MemoryTable table = new(["id", "x", "c"], [["0", "1", "a"], ["1", null, "a"], ["2", "3", "a"], ["3", "4", "a"]]);
        CurateException failed = Assert.Throws<CurateException>(() => WithMust(table, "kmeans-representative", ["1"], ("features", "x"), ("missing", "drop"), ("rows", "2")));
        Assert.Contains("Row 2, which --must names, is in no cluster", failed.Message, StringComparison.Ordinal);
        Assert.Contains("--id", Assert.Throws<CurateException>(() => Run(table, "cluster-balanced", ("features", "x"), ("rows", "1"), ("must", "file"))).Message, StringComparison.Ordinal);
    }
}
