using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Cluster;

/// <summary>Methods of <c>curate cluster</c>, against hand-worked clusters and naive code.</summary>
public sealed class ClusterMethodTests
{
    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    private static MemoryTable Line(params double[] points) => new(["id", "x"], [.. points.Select((p, i) => new[] { "r" + i.ToString(CultureInfo.InvariantCulture), Text(p) })]);

    /// <summary>Blobs in the plane, 50 apart, with noise below 1; the class is the blob.</summary>
    private static MemoryTable Blobs(ulong seed, params int[] sizes)
    {
        var random = new SplitMix64(seed);
        var rows = new List<string?[]>();
        for (int b = 0; b < sizes.Length; b++)
        {
            for (int i = 0; i < sizes[b]; i++)
            {
                rows.Add([Text((50 * b) + random.Unit()), Text((b % 2 * 50) + random.Unit()), "b" + b]);
            }
        }

        return new MemoryTable(["x", "y", "label"], [.. rows.OrderBy(_ => random.Next())]);
    }

    private static (RunOutcome Run, IReadOnlyList<ReportTable> Tables, MemoryTable? Centroids) Run(MemoryTable table, string method, params (string, string)[] options)
    {
        RunContext context = TestRuns.Context(workers: 2, batchRows: 37);
        var inputs = new PlanInputs(table);
        using IRowPlanner planner = RowPlanTests.Methods("cluster/" + method, options).Start(new StartRequest(inputs, context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), inputs);
        MemoryTable? centroids = plan.Companion is { } companion
            ? new MemoryTable([.. companion.Schema.Fields.Select(static f => f.Name)], Texts(companion)) : null;
        return (TestRuns.Copy(plan, table), [.. plan.Tables], centroids);
    }

    private static List<string?[]> Texts(IRecordSource source)
    {
        var rows = new List<string?[]>();
        using IRecordReader reader = source.Open(ReadRequest.Of([.. source.Schema.Fields.Select(static f => new ColumnRequest(f.Name, ColumnKind.Text))]));
        for (var batch = new RecordBatch(5); reader.Read(batch, default);)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                rows.Add([.. Enumerable.Range(0, batch.ColumnCount).Select(c => batch[c].IsNull(row) ? null : Encoding.UTF8.GetString(batch.Text(c)[row]))]);
            }
        }

        return rows;
    }

    private static string Clusters(RunOutcome run, int column) => string.Join(' ', run.Rows.Select(r => r[column] ?? "-"));

    private static ReportTable Table(IReadOnlyList<ReportTable> tables, string key) => tables.Single(t => t.Key == key);

    private static object? Cell(IReadOnlyList<ReportTable> tables, string key, string column) => Table(tables, key).Rows[0][Table(tables, key).Columns.ToList().IndexOf(column)];

    private static CurateException Fails(MemoryTable table, string method, params (string, string)[] options) => Assert.Throws<CurateException>(() => Run(table, method, options));

    [Fact]
    public void Kmeans_numbers_clusters_by_their_first_row_and_gives_distances()
    {
        (RunOutcome run, IReadOnlyList<ReportTable> tables, _) = Run(Line(10, 0, 12, 2, 50), "kmeans", ("features", "x"), ("k", "3"), ("n-init", "5"), ("cluster-size", "true"), ("nearest", "1"));
        Assert.Equal(["r0|10|0|1|2", "r1|0|1|1|2", "r2|12|0|1|2", "r3|2|1|1|2", "r4|50|2|0|1"], TestRuns.Lines(run.Rows));
        Assert.Equal(4.0, Cell(tables, "clustering", "inertia"));
        Assert.Equal((1L, 2L), (Cell(tables, "clustering", "smallest"), Cell(tables, "clustering", "largest")));
        Assert.Equal(3 * (4 + 4 + 1) / 25.0, (double)Cell(tables, "clustering", "imbalance")!, 1e-12);
        Assert.Equal(["0 0 1", "1 1 1", "2 4 0"], Table(tables, "nearest").Rows.Select(static r => $"{r[0]} {r[1]} {r[2]}"));

        // By hand: 10 and 12 are 2 apart, 10 and 8 from the others, and so on; a row alone has 0.
        double[] by = [(9 - 2) / 9.0, (11 - 2) / 11.0, (11 - 2) / 11.0, (9 - 2) / 9.0, 0];
        Assert.Equal(by.Average(), (double)Cell(tables, "clustering", "silhouette")!, 1e-12);
    }

    [Fact]
    public void Kmeans_auto_finds_planted_blobs_and_shows_its_evidence()
    {
        (RunOutcome run, IReadOnlyList<ReportTable> tables, _) = Run(Blobs(7, 40, 30, 20, 10), "kmeans", ("features", "x,y"), ("max-k", "8"), ("label", "label"), ("n-init", "3"));
        Assert.Equal(4, run.Rows.Select(static r => r[3]).Distinct().Count());
        ReportTable evidence = Table(tables, "k");
        Assert.Equal(Enumerable.Range(1, 8).Select(static k => (object)(long)k), evidence.Rows.Select(static r => r[0]!));
        object?[] chosen = evidence.Rows.Single(static r => r[5] is "yes");
        Assert.Equal(4L, chosen[0]);
        Assert.Equal(evidence.Rows.Max(static r => (double?)r[4] ?? 0), chosen[4]);

        // Calinski and Harabasz 1974: (between / (k - 1)) / (within / (n - k)).
        double total = (double)evidence.Rows[0][1]!;
        double within = (double)chosen[1]!;
        Assert.Equal((total - within) / 3 / (within / 96), (double)chosen[3]!, 1e-9 * (double)chosen[3]!);
        Assert.Equal((1.0, 1.0), (Cell(tables, "agreement", "purity"), Cell(tables, "agreement", "ari")));
    }

    [Theory]
    [InlineData("1 1 1 1")]
    [InlineData("1 1 2 2")]
    [InlineData("3")]
    public void Kmeans_auto_ends_where_rows_are_equal(string points)
    {
        double[] values = [.. points.Split(' ').Select(static p => Number(p))];
        (RunOutcome run, _, _) = Run(Line(values), "kmeans", ("features", "x"));
        Assert.Equal(values.Distinct().Count(), run.Rows.Select(static r => r[2]).Distinct().Count());
    }

    [Fact]
    public void Kmeans_silhouettes_are_those_of_the_definition()
    {
        MemoryTable table = Blobs(21, 13, 9, 5);
        (RunOutcome run, IReadOnlyList<ReportTable> tables, _) = Run(table, "kmeans", ("features", "x,y"), ("k", "5"));
        double[][] points = [.. run.Rows.Select(static r => new[] { (double)(float)Number(r[0]), (double)(float)Number(r[1]) })];
        string[] labels = [.. run.Rows.Select(static r => r[3]!)];
        double Mean(int i, string label)
        {
            double[] to = [.. Enumerable.Range(0, points.Length).Where(j => j != i && labels[j] == label).Select(j => Math.Sqrt(Math.Pow(points[i][0] - points[j][0], 2) + Math.Pow(points[i][1] - points[j][1], 2)))];
            return to.Length == 0 ? double.NaN : to.Average();
        }

        double naive = Enumerable.Range(0, points.Length).Average(i =>
        {
            double a = Mean(i, labels[i]);
            double b = labels.Distinct().Where(l => l != labels[i]).Min(l => Mean(i, l));
            return double.IsNaN(a) ? 0 : (b - a) / Math.Max(a, b);
        });
        Assert.Equal(naive, (double)Cell(tables, "clustering", "silhouette")!, 1e-6);
    }

    [Fact]
    public void Kmeans_weights_move_centroids()
    {
        MemoryTable table = new(["x", "w"], [["0", "3"], ["4", "1"], ["100", "1"], ["101", "0"]]);
        (RunOutcome run, _, _) = Run(table, "kmeans", ("k", "2"), ("weight", "w"), ("n-init", "5"));
        Assert.Equal([1.0, 3, 0, 1], run.Rows.Select(static r => Number(r[3])), static (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Contains("All weights", Fails(new(["x", "w"], [["0", "0"], ["4", "0"]]), "kmeans", ("k", "2"), ("weight", "w")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "error", "euclidean", "0")]
    [InlineData("standard", "mean", "euclidean", "0")]
    [InlineData("minmax", "zero", "cosine", "0")]
    [InlineData("robust", "median", "euclidean", "0")]
    [InlineData("robust", "drop", "cosine", "25")]
    [InlineData("standard", "drop", "euclidean", "30")]
    public void Assign_gives_the_clusters_that_the_fit_gave(string scale, string missing, string metric, string train)
    {
        MemoryTable table = Blobs(3, 30, 20, 10);
        if (missing != "error")
        {
            table.Rows[4][0] = null;
            table.Rows[9][1] = null;
        }

        (RunOutcome run, _, MemoryTable? centroids) = Run(table, "kmeans", ("features", "x,y"), ("k", "4"), ("scale", scale), ("missing", missing), ("metric", metric), ("train-rows", train), ("centroids", "c.csv"));
        RunOutcome again = TestRuns.Execute(RowPlanTests.Methods("cluster/assign", ("centroids", "c.csv")), new PlanInputs(table, [centroids!]), TestRuns.Context(workers: 3, batchRows: 11));
        Assert.Equal(TestRuns.Lines(run.Rows), TestRuns.Lines(again.Rows));
        Assert.Equal(missing == "drop" ? 2 : 0, run.Rows.Count(static r => r[3] is null && r[4] is null));
    }

    [Fact]
    public void Assign_knows_levels_texts_embeddings_and_biases()
    {
        MemoryTable texts = new(["t"], [["red apples and pears"], ["green apples"], ["steel and iron"], [null], ["iron ore"], [""]]);
        (RunOutcome words, _, MemoryTable? saved) = Run(texts, "kmeans", ("text", "t"), ("k", "2"), ("missing", "drop"), ("centroids", "c"), ("text-columns", "64"));
        Assert.Equal(TestRuns.Lines(words.Rows), TestRuns.Lines(TestRuns.Execute(RowPlanTests.Methods("cluster/assign", ("centroids", "c")), new PlanInputs(texts, [saved!]), TestRuns.Context()).Rows));
        Assert.Null(words.Rows[3][1]);

        MemoryTable vectors = new(["v"], [.. Blobs(5, 20, 20, 20).Rows.Select(static r => new[] { $"[{r[0]},{r[1]}]" })]);
        (RunOutcome tree, IReadOnlyList<ReportTable> tables, saved) = Run(vectors, "hierarchical-kmeans", ("embedding", "v"), ("levels", "9,3"), ("rounds", "1"), ("centroids", "c"));
        Assert.Equal(TestRuns.Lines(tree.Rows), TestRuns.Lines(TestRuns.Execute(RowPlanTests.Methods("cluster/assign", ("centroids", "c")), new PlanInputs(vectors, [saved!]), TestRuns.Context()).Rows));
        Assert.Equal(["1 9", "2 3"], Table(tables, "levels").Rows.Select(static r => $"{r[0]} {r[1]}"));

        // A cluster of the finer level has one above it.
        Assert.All(tree.Rows.GroupBy(static r => r[1]), static g => Assert.Single(g.Select(static r => r[3]).Distinct()));

        MemoryTable blobs = Blobs(8, 60, 20, 4);
        (RunOutcome even, _, saved) = Run(blobs, "balanced-kmeans", ("features", "x"), ("k", "3"), ("form", "bias"), ("bias-step", "0.5"), ("bias-passes", "30"), ("centroids", "c"));
        Assert.Equal(TestRuns.Lines(even.Rows), TestRuns.Lines(TestRuns.Execute(RowPlanTests.Methods("cluster/assign", ("centroids", "c")), new PlanInputs(blobs, [saved!]), TestRuns.Context()).Rows));
    }

    [Fact]
    public void Assign_keeps_the_numbers_of_the_centroids()
    {
        (_, _, MemoryTable? saved) = Run(Line(0, 50, 100), "kmeans", ("features", "x"), ("k", "3"), ("centroids", "c"));
        RunOutcome other = TestRuns.Execute(RowPlanTests.Methods("cluster/assign", ("centroids", "c"), ("cluster-size", "true")), new PlanInputs(Line(99, 1, 98), [saved!]), TestRuns.Context());
        Assert.Equal(["r0|99|2|1|2", "r1|1|0|1|1", "r2|98|2|2|2"], TestRuns.Lines(other.Rows));
        ReportTable clusters = other.Tables.Single(static t => t.Key == "clusters");
        Assert.Equal(["0 1 1", "1 0 ", "2 2 1.5"], clusters.Rows.Select(static r => $"{r[0]} {r[1]} {r[3]}"));
    }

    [Fact]
    public void Assign_refuses_other_tables()
    {
        CurateException Refused(MemoryTable other) => Assert.Throws<CurateException>(() =>
            TestRuns.Execute(RowPlanTests.Methods("cluster/assign", ("centroids", "c")), new PlanInputs(Line(1, 2), [other]), TestRuns.Context()));
        Assert.Contains("no table of centroids: it has no column 'role'", Refused(Line(1)).Message, StringComparison.Ordinal);
        (_, _, MemoryTable? good) = Run(Line(1, 2, 9), "kmeans", ("features", "x"), ("k", "2"), ("centroids", "c"));
        Assert.Contains("has the role 'centroids'", Refused(new MemoryTable(good!.Names, [["centroids", .. good.Rows[0].Skip(1)]])).Message, StringComparison.Ordinal);
        Assert.Contains("no row with the role 'centroid'", Refused(new MemoryTable(good.Names, [.. good.Rows.Where(static r => r[0] != "centroid")])).Message, StringComparison.Ordinal);
        Assert.Contains("not numbered from 0", Refused(new MemoryTable(good.Names, [.. good.Rows.Where(static r => r[4] != "0")])).Message, StringComparison.Ordinal);
        Assert.Equal("bad-value", Refused(new MemoryTable(good.Names, [.. good.Rows.Skip(1)])).Code.Id);
    }

    [Fact]
    public void Bisecting_cuts_the_cluster_with_most_inertia_or_most_rows()
    {
        MemoryTable table = Line(0, 1, 2, 10, 11, 100, 130);
        Assert.Equal("0 0 0 0 0 1 2", Clusters(Run(table, "bisecting-kmeans", ("features", "x"), ("k", "3")).Run, 2));
        (RunOutcome bySize, IReadOnlyList<ReportTable> tables, _) = Run(table, "bisecting-kmeans", ("features", "x"), ("k", "3"), ("cut", "size"));
        Assert.Equal("0 0 0 1 1 2 2", Clusters(bySize, 2));
        Assert.Equal(["7 5 2", "5 3 2"], Table(tables, "cuts").Rows.Select(static r => $"{r[1]} {Math.Max((long)r[2]!, (long)r[3]!)} {Math.Min((long)r[2]!, (long)r[3]!)}"));
        Assert.Equal(2 + 0.5 + 450, (double)Cell(tables, "clustering", "inertia")!, 1e-3);

        // Equal rows cannot be cut.
        Assert.Equal("0 0 0 1", Clusters(Run(Line(5, 5, 5, 7), "bisecting-kmeans", ("features", "x"), ("k", "4")).Run, 2));
    }

    [Fact]
    public void Bisecting_refined_is_never_worse()
    {
        MemoryTable table = Blobs(12, 30, 25, 20, 9, 5);
        double plain = (double)Cell(Run(table, "bisecting-kmeans", ("features", "x,y"), ("k", "7")).Tables, "clustering", "inertia")!;
        double refined = (double)Cell(Run(table, "bisecting-kmeans", ("features", "x,y"), ("k", "7"), ("refine", "true")).Tables, "clustering", "inertia")!;
        Assert.InRange(refined, 0, plain * (1 + 1e-9));
    }

    [Theory]
    [InlineData("capacity", "none")]
    [InlineData("recursive", "none")]
    [InlineData("recursive", "cosine")]
    public void Balanced_sizes_differ_by_at_most_one(string form, string metric)
    {
        foreach (string k in new[] { "1", "2", "3", "5", "7", "11" })
        {
            (RunOutcome run, IReadOnlyList<ReportTable> tables, _) = Run(Blobs(2, 40, 9, 3), "balanced-kmeans", ("features", "x,y"), ("k", k), ("form", form), ("metric", metric == "none" ? "euclidean" : metric), ("cluster-size", "true"));
            int clusters = int.Parse(k, CultureInfo.InvariantCulture);
            Assert.Equal(clusters, run.Rows.Select(static r => r[3]).Distinct().Count());
            Assert.All(run.Rows, r => Assert.InRange(Number(r[5]), 52 / clusters, (52 / clusters) + 1));
            Assert.Equal((long)(52 / clusters), Cell(tables, "clustering", "smallest"));
        }
    }

    [Fact]
    public void Balanced_capacity_bounds_sizes_and_says_what_cannot_be()
    {
        MemoryTable table = Blobs(2, 40, 9, 3);
        (RunOutcome run, _, _) = Run(table, "balanced-kmeans", ("features", "x"), ("capacity", "15"), ("min-size", "4"));
        Assert.Equal(4, run.Rows.Select(static r => r[3]).Distinct().Count());
        Assert.All(run.Rows.GroupBy(static r => r[3]), static g => Assert.InRange(g.Count(), 4, 15));
        Assert.Contains("3 clusters of at most 10 rows have room for 30, and there are 52", Fails(table, "balanced-kmeans", ("features", "x"), ("k", "3"), ("capacity", "10")).Message, StringComparison.Ordinal);
        Assert.Contains("need 60", Fails(table, "balanced-kmeans", ("features", "x"), ("k", "3"), ("min-size", "20")).Message, StringComparison.Ordinal);
        Assert.Contains("not said", Fails(table, "balanced-kmeans", ("features", "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Balanced_bias_evens_out_skewed_loads_at_little_distance()
    {
        // One wide blob in four clusters, three quarters of its rows in one half.
        var random = new SplitMix64(4);
        MemoryTable table = new(["x"], [.. Enumerable.Range(0, 2000).Select(i => new[] { Text(i % 4 == 0 ? 1 + random.Unit() : random.Unit() * random.Unit()) })]);
        (_, IReadOnlyList<ReportTable> tables, _) = Run(table, "balanced-kmeans", ("features", "x"), ("k", "4"), ("form", "bias"), ("bias-passes", "20"), ("bias-step", "0.2"));
        ReportTable loads = Table(tables, "loads");
        double before = (double)loads.Rows[0][1]!;
        double after = (double)loads.Rows[^1][1]!;
        Assert.True(before > 1.3, Text(before));
        Assert.True(after < 1.1, Text(after));
        Assert.Equal("final", loads.Rows[^1][0]);
    }

    [Fact]
    public void Leader_equals_a_naive_walk()
    {
        Seeds.With(808, () =>
        {
            var random = new SplitMix64(808);
            double[] points = [.. Enumerable.Range(0, 60).Select(_ => Math.Round(random.Unit() * 30, 3))];
            var sums = new List<(double Sum, int Count)>();
            var expected = new List<int>();
            foreach (double point in points.Select(static p => (double)(float)p))
            {
                int nearest = -1;
                for (int c = 0; c < sums.Count; c++)
                {
                    double Off(int of) => Math.Abs((float)(sums[of].Sum / sums[of].Count) - point);
                    nearest = nearest < 0 || Off(c) < Off(nearest) ? c : nearest;
                }

                if (nearest < 0 || Math.Abs((float)(sums[nearest].Sum / sums[nearest].Count) - point) > 2.5)
                {
                    nearest = sums.Count;
                    sums.Add((0, 0));
                }

                sums[nearest] = (sums[nearest].Sum + point, sums[nearest].Count + 1);
                expected.Add(nearest);
            }

            (RunOutcome run, IReadOnlyList<ReportTable> tables, _) = Run(Line(points), "leader", ("features", "x"), ("threshold", "2.5"));
            Assert.Equal(string.Join(' ', expected), Clusters(run, 2));
            Assert.Equal((long)sums.Count, Cell(tables, "leader", "clusters"));
        });
    }

    [Fact]
    public void Leader_finds_blobs_by_a_moving_threshold_and_keeps_to_a_limit()
    {
        (_, IReadOnlyList<ReportTable> tables, _) = Run(Blobs(31, 60, 50, 40), "leader", ("features", "x,y"), ("label", "label"), ("spread", "6"));
        Assert.Equal(1.0, Cell(tables, "agreement", "purity"));
        Assert.InRange((long)Cell(tables, "leader", "clusters")!, 3, 30);
        (RunOutcome run, tables, _) = Run(Line(0, 10, 20, 30, 31), "leader", ("features", "x"), ("threshold", "2"), ("max-clusters", "2"));
        Assert.Equal("0 1 1 1 1", Clusters(run, 2));
        Assert.Equal(3L, Cell(tables, "leader", "forced_rows"));
        Assert.Equal(["r0|0|0|0", "r1|<null>|<null>|<null>"], TestRuns.Lines(Run(new(["id", "x"], [["r0", "0"], ["r1", null]]), "leader", ("features", "x"), ("missing", "drop"), ("threshold", "1")).Run.Rows));
    }

    [Fact]
    public void Words_that_mark_a_cluster_are_shown_with_the_nearest_rows()
    {
        MemoryTable table = new(["id", "x", "t"],
        [
            ["a", "0", "The cat sat"], ["b", "0.1", "the CAT ran"], ["c", "0.3", "a cat, the"], ["d", "9", "the dog sat"], ["e", "9.5", "the dog ran"],
        ]);
        (_, IReadOnlyList<ReportTable> tables, _) = Run(table, "kmeans", ("features", "x"), ("k", "2"), ("text", "t"), ("id", "id"), ("words", "1"), ("nearest", "2"));
        Assert.Equal(["cat", "dog"], Table(tables, "clusters").Rows.Select(static r => (string)r[^1]!));
        Assert.Equal(["b", "a", "d", "e"], Table(tables, "nearest").Rows.Select(static r => (string)r[3]!));
    }

    [Theory]
    [InlineData("kmeans", "k=x", "neither a whole number from 1 on nor auto")]
    [InlineData("kmeans", "k=auto sample=1", "--sample leaves no rows")]
    [InlineData("kmeans", "k=2 text=id scale=standard", "--scale is for columns of numbers")]
    [InlineData("kmeans", "k=2 text=id missing=mean", "Nothing stands for a missing text")]
    [InlineData("kmeans", "k=2 features=x embedding=x", "both say")]
    [InlineData("kmeans", "k=2 features=id", "no number")]
    [InlineData("kmeans", "k=2 embedding=x", "holds no vectors")]
    [InlineData("hierarchical-kmeans", "levels=3,9", "--levels 3,9")]
    [InlineData("balanced-kmeans", "k=2 form=bias min-size=2", "kept by --form capacity alone")]
    [InlineData("balanced-kmeans", "k=2 form=recursive capacity=2", "--k alone or --capacity alone")]
    [InlineData("leader", "features=z", "no column 'z'")]
    public void What_cannot_be_is_said(string method, string options, string message)
    {
        (string, string)[] given = [.. options.Split(' ').Select(static o => (o[..o.IndexOf('=')], o[(o.IndexOf('=') + 1)..]))];
        Assert.Contains(message, Fails(Line(1, 2, 3), method, given).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_features_are_refused_or_left_out()
    {
        Assert.Contains("no rows to compare", Fails(new(["t"], []), "leader", ("text", "t"), ("threshold", "1")).Message, StringComparison.Ordinal);
        Assert.Equal("infeasible", Fails(new(["x", "y"], [["1", null], [null, "2"]]), "kmeans", ("features", "x,y"), ("missing", "drop"), ("k", "1")).Code.Id);
        Assert.Contains("Row 2 has no value in column 'x'", Fails(new(["x"], [["1"], [null], ["3"]]), "leader", ("features", "x"), ("threshold", "1")).Message, StringComparison.Ordinal);
        Assert.Contains("Row 2 has no text in column 't'", Fails(new(["t"], [["one"], [null]]), "kmeans", ("text", "t"), ("k", "1")).Message, StringComparison.Ordinal);
    }
}
