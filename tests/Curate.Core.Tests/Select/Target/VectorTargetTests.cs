using Curate.Core.Errors;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Select.Target.TargetRuns;

namespace Curate.Core.Tests.Select.Target;

/// <summary>nearest-to-target and optimal-transport-gradient against naive code, and the published simulation of the latter.</summary>
public sealed class VectorTargetTests
{
    private static double[][] Points(SplitMix64 random, int count, int d) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, d).Select(_ => (random.Below(41) - 20) / 4.0).ToArray())];

    private static MemoryTable Table(double[][] points, Func<int, string>? group = null) => new(["id", "g", .. Enumerable.Range(0, points[0].Length).Select(static p => "x" + p)],
        [.. points.Select((p, i) => (string?[])[Show(i), group?.Invoke(i) ?? "g" + (i % 2), .. p.Select(Show)])]);

    private static double Dot(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    private static double Squared(double[] a, double[] b) => a.Zip(b, static (x, y) => (x - y) * (x - y)).Sum();

    private static double Cosine(double[] a, double[] b) => Dot(a, a) == 0 || Dot(b, b) == 0 ? 0 : Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

    [Theory]
    [InlineData("cosine")]
    [InlineData("euclidean")]
    [InlineData("dot")]
    public void NearestToTarget_equals_its_definition(string metric) => Seeds.Each(60, seed =>
    {
        var random = new SplitMix64(seed);
        int d = random.Between(1, 4);
        double[][] pool = Points(random, random.Between(1, 30), d);
        double[][] goal = Points(random, random.Between(1, 8), d);
        string form = random.Pick(["max", "mean", metric == "euclidean" ? "mean" : "task"]);
        Func<double[], double[], double> like = metric switch { "cosine" => Cosine, "dot" => Dot, _ => static (a, b) => -Math.Sqrt(Squared(a, b)) };
        double Naive(double[] row) => form switch
        {
            "max" => goal.Max(g => like(row, g)),
            "mean" => goal.Average(g => like(row, g)),
            _ => Enumerable.Range(0, Math.Min(2, goal.Length)).Max(t => goal.Where((_, i) => i % 2 == t).Average(g => like(row, g))),
        };
        int k = random.Between(1, pool.Length);
        (string, string)[] options = [("features", "x*"), ("target", "f"), ("metric", metric), ("rows", Show(k)), ("score-column", "s"), .. form == "task" ? [("task", "g")] : new[] { ("aggregate", form) }];
        RunOutcome run = Run("nearest-to-target", Table(pool), [Table(goal)], options);
        Assert.Equal(k, run.Rows.Count);
        double[] scores = Array.ConvertAll(pool, Naive);
        foreach (string?[] row in run.Rows)
        {
            Assert.Equal(scores[(int)Number(row[0])], Number(row[^1]), 1e-5);
        }

        double least = run.Rows.Min(static r => Number(r[^1]));
        Assert.True(scores.Count(s => s > least + 1e-5) < k);
    });

    [Fact]
    public void NearestToTarget_holds_budgets_of_groups_takes_what_must_and_says_where_rows_come_from()
    {
        double[][] pool = [.. Enumerable.Range(0, 12).Select(static i => new[] { (double)i })];
        MemoryTable goal = Table([[0]]);
        (string, string)[] options = [("features", "x0"), ("target", "f"), ("metric", "euclidean")];
        Assert.Equal([0, 1, 2, 3], Ids(Run("nearest-to-target", Table(pool), [goal], [.. options, ("rows", "2"), ("per", "g")])));
        MemoryTable must = new(["id"], [["11"]]);
        RunOutcome run = Run("nearest-to-target", Table(pool), [must, goal], [.. options, ("rows", "3"), ("id", "id"), ("must", "f"), ("source", "g")]);
        Assert.Equal([0, 1, 11], Ids(run));
        Assert.Equal(2L, Cell(run, "sources", "g1", "selected"));
        Assert.Equal(1L, Cell(run, "selection", "all", "must"));

        // Rows of the input as the target: columns of the run are no features.
        MemoryTable own = new(["id", "kind", "x"], [.. Enumerable.Range(0, 10).Select(static i => (string?[])[Show(i), i == 4 ? "1" : "0", Show(i)])]);
        Assert.Equal([3, 5], Ids(Run("nearest-to-target", own, [], ("like", "kind=1"), ("metric", "euclidean"), ("id", "id"), ("rows", "2"))));
        Assert.Equal(ErrorCodes.UnknownColumn, Refused("nearest-to-target", Table(pool), [must], [.. options, ("rows", "1")]).Code);
        Assert.Equal(ErrorCodes.Usage, Refused("nearest-to-target", Table(pool), [goal], [.. options, ("rows", "1"), ("task", "g")]).Code);
    }

    /// <summary>Sinkhorn as in a textbook: scaling vectors, no logarithms.</summary>
    private static double[] Potentials(double[][] now, double[][] goal, double share, out double epsilon)
    {
        double[][] cost = [.. now.Select(a => goal.Select(b => Squared(a, b)).ToArray())];
        double mean = cost.Average(static r => r.Average());
        double eps = epsilon = share * (mean > 0 ? mean : 1);
        double[] u = [.. now.Select(static _ => 1.0)];
        double[] v = [.. goal.Select(static _ => 1.0)];
        for (int step = 0; step < 4000; step++)
        {
            u = [.. now.Select((_, i) => 1.0 / now.Length / goal.Select((_, j) => Math.Exp(-cost[i][j] / eps) * v[j]).Sum())];
            v = [.. goal.Select((_, j) => 1.0 / goal.Length / now.Select((_, i) => Math.Exp(-cost[i][j] / eps) * u[i]).Sum())];
        }

        return Array.ConvertAll(v, x => eps * Math.Log(x));
    }

    [Fact]
    public void TransportGradient_equals_a_naive_one() => Seeds.Each(30, static seed =>
    {
        var random = new SplitMix64(seed);
        int d = random.Between(1, 3);
        double[][] pool = Points(random, random.Between(2, 20), d);
        double[][] now = Points(random, random.Between(1, 8), d);
        double[][] goal = Points(random, random.Between(1, 8), d);
        double[] g = Potentials(now, goal, 0.3, out double epsilon);
        double Potential(double[] x) => -epsilon * Math.Log(goal.Select((y, j) => Math.Exp((g[j] - Squared(x, y)) / epsilon)).Sum());
        double mean = now.Average(Potential);
        RunOutcome run = Run("optimal-transport-gradient", Table(pool), [Table(goal), Table(now)], ("features", "x*"), ("target", "f"), ("current", "f"), ("epsilon", "0.3"), ("fraction", "1"), ("score-column", "s"));
        foreach (string?[] row in run.Rows)
        {
            double expected = mean - Potential(pool[(int)Number(row[0])]);
            Assert.Equal(expected, Number(row[^1]), 1e-3 * Math.Max(1, Math.Abs(expected)));
        }
    });

    /// <summary>The current data lacks clusters that the target has; the pool has all.</summary>
    private static (MemoryTable Pool, MemoryTable Target, MemoryTable Current) Clusters()
    {
        var random = new SplitMix64(8);
        double[][] centres = [.. Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, 5).Select(_ => 10 * (random.Unit() + random.Unit() + random.Unit() - 1.5)).ToArray())];
        double Noise() => random.Unit() + random.Unit() + random.Unit() + random.Unit() - 2;
        double[] At(int c) => Array.ConvertAll(centres[c], v => v + Noise());
        double[][] pool = [.. Enumerable.Range(0, 1000).Select(i => At(i % 10))];
        double[][] target = [.. Enumerable.Range(0, 150).Select(i => At(i % 5 is 3 or 4 ? 6 + (i % 2) : i % 3))];
        double[][] now = [.. Enumerable.Range(0, 150).Select(i => At(i % 6))];
        return (Table(pool, static i => "c" + (i % 10)), Table(target), Table(now));
    }

    [Fact]
    public void TransportGradient_takes_what_the_current_data_lacks_and_lowers_the_cost_more_than_nearness()
    {
        (MemoryTable pool, MemoryTable target, MemoryTable current) = Clusters();
        (string, string)[] options = [("features", "x*"), ("target", "f"), ("rows", "100"), ("source", "g")];
        RunOutcome run = Run("optimal-transport-gradient", pool, [target, current], [.. options, ("current", "f"), ("sample", "120")]);

        // The target has clusters 0 to 2, 6 and 7; the current data 0 to 5.
        Assert.All(run.Rows, static r => Assert.Contains(r[1], new[] { "c6", "c7" }));
        double own = (double)Cell(run, "against_random", "transport_cost_with_a_quarter", "selected")!;
        Assert.True(own < (double)Cell(run, "against_random", "transport_cost_with_a_quarter", "random_least")!);
        double before = (double)run.Tables.Single(static t => t.Key == "transport").Rows[0][3]!;
        Assert.True(own < before, $"{own} against {before}");

        // The rows nearest to a target row lower it less: given as those that must be in, they are measured alike.
        RunOutcome near = Run("nearest-to-target", pool, [target], [.. options, ("metric", "euclidean")]);
        MemoryTable must = new(["id"], [.. near.Rows.Select(static r => (string?[])[r[0]])]);
        RunOutcome measured = Run("optimal-transport-gradient", pool, [must, target, current], [.. options, ("current", "f"), ("sample", "120"), ("id", "id"), ("must", "f")]);
        Assert.True(own < (double)Cell(measured, "against_random", "transport_cost_with_a_quarter", "selected")!);

        // A cap spreads the picks.
        RunOutcome capped = Run("optimal-transport-gradient", pool, [target, current], [.. options, ("current", "f"), ("sample", "120"), ("cluster-id", "g"), ("cap", "30")]);
        Assert.All(capped.Rows.GroupBy(static r => r[1]), static g => Assert.True(g.Count() <= 30));
        Assert.Equal(100, capped.Rows.Count);
        Assert.Contains("--cap 5", Refused("optimal-transport-gradient", pool, [target, current], [.. options, ("current", "f"), ("sample", "120"), ("cluster-id", "g"), ("cap", "5")]).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.Usage, Refused("optimal-transport-gradient", pool, [target], [.. options, ("cap", "10")]).Code);
    }
}
