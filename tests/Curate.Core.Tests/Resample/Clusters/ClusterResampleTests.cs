using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Resample.Clusters;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample.Clusters;

/// <summary>Resamplers over clusters, by hand-worked numbers and by what must hold of them.</summary>
public sealed class ClusterResampleTests
{
    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    /// <summary>Rows with ready clusters: id, the coarse one, the fine one, a class.</summary>
    private static MemoryTable Ready(params (string Top, string Leaf, int Rows)[] leaves) => new(["id", "top", "leaf", "label"],
        [.. leaves.SelectMany(static l => Enumerable.Range(0, l.Rows).Select(i => new[] { l.Top + l.Leaf + i, l.Top, l.Leaf, i % 3 == 0 ? "x" : "y" })).OrderBy(static r => r[0]![^1])]);

    /// <summary>Blobs on a line, 100 apart, with uniform noise of width 1; the class is the blob.</summary>
    private static MemoryTable Blobs(ulong seed, params int[] sizes)
    {
        var random = new SplitMix64(seed);
        var rows = new List<string?[]>();
        for (int b = 0; b < sizes.Length; b++)
        {
            for (int i = 0; i < sizes[b]; i++)
            {
                rows.Add([rows.Count.ToString(CultureInfo.InvariantCulture), Text((100 * b) + random.Unit()), "b" + b]);
            }
        }

        return new MemoryTable(["id", "x", "label"], [.. rows.OrderBy(_ => random.Next())]);
    }

    private static RunOutcome Run(MemoryTable table, string method, ulong seed, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/" + method, options), table, TestRuns.Context(workers: 2, seed: seed), wantRemoved: true);

    private static RunOutcome Run(MemoryTable table, string method, params (string, string)[] options) => Run(table, method, 42, options);

    private static string Counts(RunOutcome run, params int[] columns) => string.Join(", ", run.Rows.GroupBy(r => string.Join('/', columns.Select(c => r[c])))
        .OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => $"{g.Key} {g.Count()}"));

    private static ReportTable Table(string method, MemoryTable table, string key, params (string, string)[] options)
    {
        RunContext context = TestRuns.Context();
        var inputs = new PlanInputs(table);
        using IRowPlanner planner = RowPlanTests.Methods("resample/" + method, options).Start(new StartRequest(inputs, context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), inputs);
        return plan.Tables.Single(t => t.Key == key);
    }

    [Fact]
    public void Hierarchical_shares_the_budget_out_level_by_level()
    {
        // Two nodes get 10 each; a of 100 and 1 rows gives 9 and 1, which is all that its small leaf has.
        RunOutcome run = Run(Ready(("a", "1", 100), ("a", "2", 1), ("b", "1", 30)), "hierarchical-kmeans", ("cluster-id", "top,leaf"), ("rows", "20"));
        Assert.Equal("a/1 9, a/2 1, b/1 10", Counts(run, 1, 2));
        Assert.Equal(111, run.Dropped.Total);
        Assert.Equal(20, run.Rows.Select(static r => r[0]).Distinct().Count());

        // By leaves alone: 1, and 19 over two that have more: 10 and 9, or 9 and 10.
        RunOutcome flat = Run(Ready(("a", "1", 100), ("a", "2", 1), ("b", "3", 30)), "hierarchical-kmeans", ("cluster-id", "leaf"), ("rows", "20"));
        Assert.Contains(Counts(flat, 2), new[] { "1 10, 2 1, 3 9", "1 9, 2 1, 3 10" });
    }

    [Fact]
    public void Hierarchical_repeats_rows_up_to_the_limit_and_whole_copies_first()
    {
        RunOutcome run = Run(Ready(("a", "1", 50), ("b", "1", 4)), "hierarchical-kmeans", ("cluster-id", "top,leaf"), ("rows", "20"), ("max-repeat", "3"));
        Assert.Equal("a 10, b 10", Counts(run, 1));
        Assert.Equal([2, 2, 3, 3], run.Rows.Where(static r => r[1] == "b").GroupBy(static r => r[0]).Select(static g => g.Count()).Order());
    }

    [Fact]
    public void Hierarchical_growing_budgets_keep_what_smaller_ones_took()
    {
        MemoryTable table = Blobs(3, 200, 50, 9);
        HashSet<string> before = [];
        foreach (string rows in new[] { "10", "11", "40", "100", "259" })
        {
            HashSet<string> now = [.. Run(table, "hierarchical-kmeans", ("features", "x"), ("levels", "12,3"), ("rows", rows)).Rows.Select(static r => r[0]!)];
            Assert.Equal(int.Parse(rows, CultureInfo.InvariantCulture), now.Count);
            Assert.Subset(now, before);
            before = now;
        }
    }

    [Fact]
    public void Hierarchical_finds_clusters_and_takes_equally_many_rows_of_each()
    {
        MemoryTable table = Blobs(1, 400, 60, 12);
        Assert.Equal("b0 10, b1 10, b2 10", Counts(Run(table, "hierarchical-kmeans", ("features", "x"), ("levels", "3"), ("rows", "30"), ("rounds", "2"), ("n-init", "5")), 2));
        RunOutcome run = Run(table, "hierarchical-kmeans", ("features", "x"), ("levels", "3"), ("rows", "30"), ("pick", "nearest"), ("rounds", "0"), ("n-init", "5"), ("cluster-column", "c"));
        for (int b = 0; b < 3; b++)
        {
            string?[][] own = [.. table.Rows.Where(r => r[2] == "b" + b)];
            double mean = own.Average(static r => Number(r[1]));
            Assert.Equal(own.OrderBy(r => Math.Abs(Number(r[1]) - mean)).Take(10).Select(static r => r[0]).Order(), run.Rows.Where(r => r[2] == "b" + b).Select(static r => r[0]).Order());
            Assert.Single(run.Rows.Where(r => r[2] == "b" + b).Select(static r => r[3]).Distinct());
        }
    }

    [Fact]
    public void Hierarchical_weights_are_equal_parts_down_the_tree_with_the_mean_1()
    {
        MemoryTable table = Ready(("a", "1", 98), ("a", "2", 2), ("b", "1", 10));
        RunOutcome run = Run(table, "hierarchical-kmeans", ("cluster-id", "top,leaf"), ("as", "weights"), ("weight-column", "w"), ("cluster-column", "c"));

        // 110 rows: 55 for b, 27.5 for each leaf of a.
        Assert.All(run.Rows, static r => Assert.Equal(r[4] switch { "a/1" => 27.5 / 98, "a/2" => 27.5 / 2, _ => 5.5 }, Number(r[5]), 1e-12));
        Assert.Equal(110, run.Rows.Sum(static r => Number(r[5])), 1e-9);
        object?[] sampling = Table("hierarchical-kmeans", table, "sampling", ("cluster-id", "top,leaf"), ("as", "weights")).Rows[0];
        Assert.Equal(110 * 110 / ((27.5 * 27.5 / 98) + (27.5 * 27.5 / 2) + (55 * 55 / 10.0)), (double)sampling[5]!, 1e-9);
        Assert.Equal(Math.Exp((0.5 * Math.Log(2)) + (0.5 * Math.Log(4))), (double)sampling[7]!, 1e-9);

        // At most 5 times: b gives 50, so a gets 60; its small leaf gives 10 of that.
        RunOutcome capped = Run(table, "hierarchical-kmeans", ("cluster-id", "top,leaf"), ("as", "weights"), ("max-repeat", "5"));
        Assert.All(capped.Rows, static r => Assert.Equal(r[1] + r[2] == "a1" ? 50.0 / 98 : 5, Number(r[4]), 1e-12));
    }

    [Fact]
    public void Hierarchical_rows_without_a_cluster_leave_or_weigh_nothing()
    {
        MemoryTable table = new(["id", "c", "x"], [["1", "a", "1"], ["2", null, "2"], ["3", "b", null], ["4", "b", "5"]]);
        RunOutcome ready = Run(table, "hierarchical-kmeans", ("cluster-id", "c"), ("fraction", "1"));
        Assert.Equal(["1", "3", "4"], ready.Rows.Select(static r => r[0]!));
        Assert.Equal(["2|<null>|2|unclustered"], TestRuns.Lines(ready.Removed));
        RunOutcome weights = Run(table, "hierarchical-kmeans", ("cluster-id", "c"), ("as", "weights"), ("cluster-column", "of"));
        Assert.Equal(["1|a|1|a|1.5", "2|<null>|2|<null>|0", "3|b|<null>|b|0.75", "4|b|5|b|0.75"], TestRuns.Lines(weights.Rows));
        RunOutcome found = Run(table, "hierarchical-kmeans", ("features", "x"), ("missing", "drop"), ("levels", "2"), ("rows", "3"));
        Assert.Equal(["1", "2", "4"], found.Rows.Select(static r => r[0]!));
        Assert.Equal(["3|b|<null>|unclustered"], TestRuns.Lines(found.Removed));
    }

    [Fact]
    public void Hierarchical_report_counts_clusters_levels_and_classes()
    {
        MemoryTable table = Ready(("a", "1", 98), ("a", "2", 2), ("b", "1", 10));
        (string, string)[] options = [("cluster-id", "top,leaf"), ("rows", "8"), ("label", "label")];
        Assert.Equal(["a/1 98 2 2 1", "a/2 2 2 2 1", "b/1 10 4 4 1"],
            Table("hierarchical-kmeans", table, "clusters", options).Rows.Select(static r => $"{r[0]} {r[1]} {r[3]} {r[4]} {r[6]}"));
        ReportTable levels = Table("hierarchical-kmeans", table, "levels", options);
        Assert.Equal(["1 3 2 98", "2 2 10 100"], levels.Rows.Select(static r => $"{r[0]} {r[1]} {r[2]} {r[3]}"));
        Assert.Equal(2, (double)levels.Rows[1][6]!, 1e-12);
        Assert.Equal(2 * ((100 * 100) + (10.0 * 10)) / (110 * 110), (double)levels.Rows[1][4]!, 1e-12);
        Assert.Equal(8.0, Table("hierarchical-kmeans", table, "classes", options).Rows.Sum(static r => (double)r[3]!));
        Assert.Equal(Math.Log(2), (double)Table("hierarchical-kmeans", table, "class_entropy", options).Rows[0][2]!, 1e-12);
    }

    [Fact]
    public void Clip_quotas_are_the_closed_form()
    {
        // 112 rows of 100, 10 and 2: the small ones give 4 times all they have, 8 and 40; 64 are left for the large one.
        MemoryTable table = Ready(("a", "", 100), ("b", "", 10), ("c", "", 2));
        RunOutcome run = Run(table, "cluster-clip", ("cluster-id", "top"));
        Assert.Equal("a 64, b 40, c 8", Counts(run, 1));
        Assert.Equal(4, run.Rows.GroupBy(static r => r[0]).Max(static g => g.Count()));
        Assert.Equal(64, run.Rows.Where(static r => r[1] == "a").Select(static r => r[0]).Distinct().Count());

        // Without a clip in reach: equal parts.
        Assert.Equal("a 20, b 20, c 20", Counts(Run(table, "cluster-clip", ("cluster-id", "top"), ("rows", "60"), ("max-repeat", "10")), 1));

        // Square roots 10, sqrt(10), sqrt(2) of 50: 34.3, 10.85, 4.85.
        Assert.Equal("a 34, b 11, c 5", Counts(Run(table, "cluster-clip", ("cluster-id", "top"), ("rows", "50"), ("temper", "0.5")), 1));
    }

    [Fact]
    public void Clip_of_one_is_an_epoch_and_temper_of_one_is_proportional()
    {
        MemoryTable table = Ready(("a", "", 100), ("b", "", 10), ("c", "", 2));
        Assert.Equal(table.Rows.Select(static r => r[0]!).Order(), Run(table, "cluster-clip", ("cluster-id", "top"), ("max-repeat", "1")).Rows.Select(static r => r[0]!).Order());
        Assert.Equal("a 50, b 5, c 1", Counts(Run(table, "cluster-clip", ("cluster-id", "top"), ("temper", "1"), ("fraction", "50%")), 1));
    }

    [Fact]
    public void Clip_order_draws_clusters_evenly_and_no_row_again_before_its_cluster_is_through() => Seeds.Each(5, static seed =>
    {
        MemoryTable table = Ready(("a", "", 300), ("b", "", 60), ("c", "", 20));
        RunOutcome run = Run(table, "cluster-clip", seed, ("cluster-id", "top"), ("rows", "300"), ("max-repeat", "3"));
        Assert.Equal("a 120, b 120, c 60", Counts(run, 1));
        foreach ((string cluster, int size) in new[] { ("a", 300), ("b", 60), ("c", 20) })
        {
            string[] own = [.. run.Rows.Where(r => r[1] == cluster).Select(static r => r[0]!)];
            foreach (string[] pass in own.Chunk(size))
            {
                Assert.Equal(pass.Length, pass.Distinct().Count());
            }
        }

        // The first 90 are 30 of each in the mean, with a standard deviation below 5.
        Assert.All(run.Rows.Take(90).GroupBy(static r => r[1]), static g => Assert.InRange(g.Count(), 12, 48));
        Assert.Equal(0, run.Rows.Skip(240).Count(static r => r[1] == "c"));
        RunOutcome shuffled = Run(table, "cluster-clip", seed, ("cluster-id", "top"), ("rows", "300"), ("max-repeat", "3"), ("order", "shuffled"));
        RunOutcome input = Run(table, "cluster-clip", seed, ("cluster-id", "top"), ("rows", "300"), ("max-repeat", "3"), ("order", "input"));
        Assert.Equal(TestRuns.Lines(run.Rows).Order(), TestRuns.Lines(input.Rows).Order());
        Assert.Equal(TestRuns.Lines(shuffled.Rows).Order(), TestRuns.Lines(input.Rows).Order());
        Assert.NotEqual(TestRuns.Lines(run.Rows), TestRuns.Lines(shuffled.Rows));
        Assert.Equal(input.Rows.Select(static r => r[0]!).Distinct(), table.Rows.Select(static r => r[0]!).Where(id => input.Rows.Any(r => r[0] == id)));
    });

    [Fact]
    public void Clip_finds_clusters_and_evens_them_out()
    {
        RunOutcome run = Run(Blobs(2, 300, 30, 6), "cluster-clip", ("features", "x"), ("k", "3"), ("n-init", "5"), ("rows", "60"), ("cluster-column", "c"));
        Assert.Equal("b0 20, b1 20, b2 20", Counts(run, 2));
        Assert.Equal(3, run.Rows.Select(static r => r[2] + r[3]).Distinct().Count());
        RunOutcome weights = Run(Blobs(2, 300, 30, 6), "cluster-clip", ("features", "x"), ("k", "3"), ("n-init", "5"), ("as", "weights"), ("max-repeat", "2"));

        // 336 rows: 12, 60 and the other 264.
        Assert.All(weights.Rows, static r => Assert.Equal(r[2] == "b0" ? 0.88 : 2, Number(r[3]), 1e-12));
    }

    [Fact]
    public void Subclass_parts_are_equally_large_and_keep_the_structure_of_the_class()
    {
        // A head of 400 rows in modes of 70, 20, 7 and 3 %, and a tail of 20.
        double squaredOff = 0;
        double squaredRandom = 0;
        for (ulong seed = 1; seed <= 6; seed++)
        {
            MemoryTable modes = Blobs(seed, 280, 80, 28, 12, 20);
            var table = new MemoryTable(["id", "x", "mode", "label"], [.. modes.Rows.Select(static r => new[] { r[0], r[1], r[2], r[2] == "b4" ? "tail" : "head" })]);
            RunOutcome run = Run(table, "subclass-balance", seed, ("label", "label"), ("features", "x"), ("to", "count:head=100"), ("cluster-column", "part"));
            Assert.Equal("head 100, tail 20", Counts(run, 3));
            Assert.All(run.Rows.Where(static r => r[3] == "head").GroupBy(static r => r[4]), static g => Assert.Equal(5, g.Count()));
            Assert.Equal(20, run.Rows.Where(static r => r[3] == "head").Select(static r => r[4]).Distinct().Count());
            Assert.All(run.Rows.Where(static r => r[3] == "tail"), static r => Assert.Equal("tail/0", r[4]));
            RunOutcome random = Run(table, "random-under", seed, ("label", "label"), ("to", "count:head=100"));
            squaredOff += Off(run);
            squaredRandom += Off(random);
        }

        Assert.True(squaredOff < squaredRandom / 2, $"{squaredOff} against {squaredRandom}");

        static double Off(RunOutcome run) => new[] { ("b0", 70), ("b1", 20), ("b2", 7), ("b3", 3) }
            .Sum(m => Math.Pow(run.Rows.Count(r => r[2] == m.Item1) - m.Item2, 2));
    }

    [Fact]
    public void Subclass_unequal_parts_lift_rare_ones()
    {
        MemoryTable modes = Blobs(4, 280, 80, 28, 12, 100);
        var table = new MemoryTable(["id", "x", "mode", "label"], [.. modes.Rows.Select(static r => new[] { r[0], r[1], r[2], r[2] == "b4" ? "tail" : "head" })]);
        RunOutcome run = Run(table, "subclass-balance", ("label", "label"), ("features", "x"), ("unequal", "true"), ("n-init", "10"), ("to", "count:head=60"));
        Assert.Equal("b0 16, b1 16, b2 16, b3 12, b4 100", Counts(run, 2));
    }

    [Fact]
    public void Subclass_takes_ready_clusters_and_repeats_rows_up_to_a_limit()
    {
        MemoryTable table = new(["id", "c", "label"], [.. Enumerable.Range(0, 40).Select(static i => new string?[] { "r" + i, i < 30 ? "p" : i < 36 ? "q" : null, i < 38 ? "h" : "t" }), ["u", "p", null]]);
        RunOutcome run = Run(table, "subclass-balance", ("label", "label"), ("cluster-id", "c"), ("to", "count:h=12"), ("cluster-column", "part"));

        // p 30, q 6 and two without a cluster, which are one of their own: 12 rows are 5, 5 and 2.
        Assert.Equal("h/(missing) 2, h/p 5, h/q 5, t/(missing) 2", Counts(run with { Rows = [.. run.Rows.Where(static r => r[3] is not null)] }, 3));
        Assert.Equal("u", Assert.Single(run.Rows, static r => r[2] is null)[0]);
        RunOutcome more = Run(table, "subclass-balance", ("label", "label"), ("cluster-id", "c"), ("to", "count:h=30,t=5"), ("max-repeat", "3"), ("cluster-column", "part"));
        Assert.Equal("h/(missing) 6, h/p 12, h/q 12, t/(missing) 5", Counts(more with { Rows = [.. more.Rows.Where(static r => r[3] is not null)] }, 3));
    }

    [Fact]
    public void Subclass_weights_have_the_mean_1_and_leave_other_rows_at_1()
    {
        MemoryTable table = new(["id", "c", "label"], [.. Enumerable.Range(0, 40).Select(static i => new[] { "r" + i, i < 24 ? "p" : "q", i < 30 ? "h" : "t" }), ["u", "p", null]]);
        RunOutcome run = Run(table, "subclass-balance", ("label", "label"), ("cluster-id", "c"), ("as", "weights"));

        // 20 rows in all, 10 of h: 5 for 24 rows, 5 for 6; weights are twice that a row.
        Assert.All(run.Rows, static r => Assert.Equal((r[2], r[1]) switch { ("h", "p") => 10.0 / 24, ("h", "q") => 10.0 / 6, ("t", _) => 2, _ => 1 }, Number(r[3]), 1e-12));
    }

    [Theory]
    [InlineData("hierarchical-kmeans", "features=x", "How many rows to write is not said.")]
    [InlineData("hierarchical-kmeans", "rows=5;fraction=10%", "--rows and --fraction both say how many rows to write.")]
    [InlineData("hierarchical-kmeans", "rows=5;levels=10,10", "--levels 10,10: level 2 has 10 clusters of the 10 below it.")]
    [InlineData("hierarchical-kmeans", "rows=5;levels=10,x", "--levels: 'x' is no whole number from 1 on.")]
    [InlineData("hierarchical-kmeans", "rows=5;levels=10,5;round-members=3", "--round-members has 1 numbers, and --levels has 2.")]
    [InlineData("hierarchical-kmeans", "rows=5;cluster-id=c;pick=nearest", "--pick nearest needs the centroids of clusters that are found, and --cluster-id names ready ones.")]
    [InlineData("hierarchical-kmeans", "rows=5;cluster-id=c;features=x", "--cluster-id names ready clusters, and an option says how to find some.")]
    [InlineData("hierarchical-kmeans", "rows=5;embedding=v;features=x", "--embedding and --features both say what rows are compared by.")]
    [InlineData("hierarchical-kmeans", "rows=5;max-repeat=1.5", "--max-repeat 1.5 is no whole number, and rows come out whole times.")]
    [InlineData("cluster-clip", "cluster-id=c;k=4", "--k says how many clusters to find, and --cluster-id names ready ones.")]
    [InlineData("cluster-clip", "as=weights;cluster-column=weight", "--weight-column and --cluster-column are both 'weight'.")]
    [InlineData("subclass-balance", "label=l;cluster-id=c;unequal=true", "--subclass-size and --unequal say which subclasses to find, and --cluster-id names ready ones.")]
    [InlineData("subclass-balance", "label=l;cluster-id=l", "The label 'l' is named as a cluster.")]
    public void Options_that_contradict_each_other_are_refused_before_anything_is_read(string method, string options, string message)
    {
        var values = new OptionValues();
        foreach (string option in options.Split(';'))
        {
            values.Add(option.Split('=')[0], option.Split('=', 2)[1]);
        }

        CurateException refused = Assert.Throws<CurateException>(() => MethodRegistry.All.Single(m => m.Id == "resample/" + method).Bind(values));
        Assert.Equal(ErrorCodes.Usage, refused.Code);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hierarchical-kmeans", "cluster-id=top;rows=200", "200 rows are asked for, and 112 rows in clusters give 112, each at most 1 times.")]
    [InlineData("cluster-clip", "cluster-id=top;rows=500", "500 rows are asked for, and 112 rows in clusters give 448, each at most 4 times.")]
    [InlineData("cluster-clip", "cluster-id=top;fraction=0.001;as=weights", "--fraction 0.001 of 112 rows is no row, and weights follow shares of rows.")]
    [InlineData("hierarchical-kmeans", "embedding=n;rows=2", "The column 'n' that --embedding names holds no vectors: its kind is whole.")]
    [InlineData("hierarchical-kmeans", "features=top;rows=2", "The feature 'top' is no number: row 1 has 'a'.")]
    [InlineData("subclass-balance", "label=top;cluster-id=n;to=count:a=5,b=50;max-repeat=2", "Class 'b' is to have 50 rows, and its 10 rows give 20, each at most 2 times.")]
    [InlineData("subclass-balance", "label=n;cluster-id=top", "There is only one class, '7'; balancing needs two or more.")]
    public void Data_that_cannot_give_what_is_asked_for_is_refused_with_numbers(string method, string options, string message)
    {
        MemoryTable table = new(["top", "n"], [.. Enumerable.Repeat(new[] { "a", "7" }, 100), .. Enumerable.Repeat(new[] { "b", "7" }, 10), .. Enumerable.Repeat(new[] { "c", "7" }, 2)]);
        CurateException refused = Assert.Throws<CurateException>(() => Run(table, method, [.. options.Split(';').Select(static o => (o.Split('=')[0], o.Split('=', 2)[1]))]));
        Assert.Equal(message, refused.Message);
    }

    [Theory]
    [InlineData("hierarchical-kmeans")]
    [InlineData("cluster-clip")]
    public void No_rows_no_features_and_no_clusters_are_named(string method)
    {
        MemoryTable empty = new(["x", "c"], []);
        MemoryTable missing = new(["x", "c"], [["1", null], [null, null], ["2", null]]);
        Assert.StartsWith("The feature 'x' is no number", Assert.Throws<CurateException>(() => Run(empty, method, ("features", "x"), ("rows", "1"))).Message, StringComparison.Ordinal);
        Assert.Equal("There are no rows.", Assert.Throws<CurateException>(() => Run(empty, method, ("cluster-id", "c"), ("rows", "1"))).Message);
        Assert.Equal("No row has a cluster: 'c' is missing in all of them.", Assert.Throws<CurateException>(() => Run(missing, method, ("cluster-id", "c"), ("rows", "1"))).Message);
        Assert.Equal("Row 2 has no value in column 'x'.", Assert.Throws<CurateException>(() => Run(missing, method, ("features", "x"), ("rows", "1"))).Message);
    }

    [Fact]
    public void Default_levels_are_a_cluster_for_25_rows_and_tenths()
    {
        Assert.Equal([1], HierarchicalSampling.DefaultLevels(3));
        Assert.Equal([7], HierarchicalSampling.DefaultLevels(178));
        Assert.Equal([560, 56], HierarchicalSampling.DefaultLevels(14_000));
        Assert.Equal([10_000, 1000, 100], HierarchicalSampling.DefaultLevels(1_000_000));
    }
}
