using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Sampling;

/// <summary>Methods over one or several columns of scores against naive versions of them, and what they refuse.</summary>
public sealed class ScoreMethodTests
{
    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    /// <summary>A table of an id, a group of two and columns c0, c1 ...</summary>
    private static MemoryTable Table(double[][] rows) => new(["id", "g", .. Enumerable.Range(0, rows[0].Length).Select(static c => "c" + c)],
        [.. rows.Select(static (r, i) => (string?[])[Text(i), i % 3 == 0 ? "a" : "b", .. r.Select(Text)])]);

    private static PlanInputs Inputs(MemoryTable table, (string, string)[] options) => new(table, options.Any(static o => o.Item1 == "must") ? [new MemoryTable(["id"], [["2"]])] : []);

    private static List<string?[]> Run(string method, MemoryTable table, ulong seed, params (string, string)[] options) =>
        [.. TestRuns.Execute(RowPlanTests.Methods("select/" + method, options), Inputs(table, options), TestRuns.Context(seed: seed)).Rows];

    private static int[] Ids(string method, MemoryTable table, ulong seed, params (string, string)[] options) =>
        [.. Run(method, table, seed, options).Select(static r => (int)Number(r[0]))];

    private static List<Dictionary<string, object?>> Report(string method, MemoryTable table, string key, params (string, string)[] options)
    {
        RunContext context = TestRuns.Context();
        using IRowPlanner planner = RowPlanTests.Methods("select/" + method, options).Start(new StartRequest(Inputs(table, options), context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), Inputs(table, options));
        ReportTable report = plan.Tables.Single(t => t.Key == key);
        return [.. report.Rows.Select(row => report.Columns.Zip(row).ToDictionary(static p => p.First, static p => p.Second))];
    }

    private static ErrorCode Refused(string method, MemoryTable table, params (string, string)[] options) =>
        Assert.Throws<CurateException>(() => Run(method, table, 1, options)).Code;

    [Fact]
    public void ScorePrune_takes_the_ends_or_the_middle_of_the_sorted_scores() => Seeds.Each(100, static seed =>
    {
        var random = new SplitMix64(seed);
        double[][] rows = [.. Enumerable.Range(0, random.Between(1, 30)).Select(_ => new[] { random.Below(8) / 4.0 })];
        MemoryTable table = Table(rows);
        int n = rows.Length;
        double drop = random.Chance(0.5) ? 0 : 0.2;
        int[] hardest = [.. Enumerable.Range(0, n).OrderByDescending(i => rows[i][0]).ThenBy(static i => i).Skip((int)(drop * n))];
        int k = random.Between(1, hardest.Length);
        (string, string)[] Options(string keep) => [("score", "c0"), ("rows", Text(k)), ("keep", keep), ("drop-top", Text(drop))];
        Assert.Equal(hardest.Take(k).Order(), Ids("score-prune", table, 1, Options("hard")));
        Assert.Equal(hardest.OrderBy(i => rows[i][0]).ThenBy(static i => i).Take(k).Order(), Ids("score-prune", table, 1, Options("easy")));
        int[] ascending = [.. hardest.Reverse()];
        Assert.Equal(ascending.Skip((ascending.Length - k) / 2).Take(k).Order(), Ids("score-prune", table, 1, Options("middle")));
        int[] drawn = Ids("score-prune", table, seed, ("score", "c0"), ("rows", Text(Math.Min(k, rows.Count(static r => r[0] > 0)))), ("keep", "proportional"));
        Assert.DoesNotContain(drawn, i => rows[i][0] == 0);
    });

    [Fact]
    public void ScorePrune_keeps_exact_shares_of_classes_empties_none_and_warns_of_few_hard_rows()
    {
        MemoryTable table = Table([.. Enumerable.Range(0, 31).Select(static i => new double[] { i })]);
        int[] rows = Ids("score-prune", table, 1, ("score", "c0"), ("fraction", "0.02"), ("per", "g"));
        Assert.Equal([29, 30], rows);
        List<Dictionary<string, object?>> report = Report("score-prune", table, "selection", ("score", "c0"), ("fraction", "0.25"));
        Assert.Contains("random", (string)report[0]["note"]!, StringComparison.Ordinal);
        Assert.Null(Report("score-prune", table, "selection", ("score", "c0"), ("fraction", "0.4"))[0]["note"]);
        Assert.Null(Report("score-prune", table, "selection", ("score", "c0"), ("fraction", "0.25"), ("keep", "middle"))[0]["note"]);
        Assert.Equal([2, 30], Ids("score-prune", table, 1, ("score", "c0"), ("rows", "2"), ("id", "id"), ("must", "file")));
        Assert.Equal(ErrorCodes.Infeasible, Refused("score-prune", table, ("score", "c0"), ("rows", "30"), ("drop-top", "0.1")));
        Assert.Equal(ErrorCodes.BadValue, Refused("score-prune", Table([[-1], [2]]), ("score", "c0"), ("rows", "1"), ("keep", "proportional")));
    }

    [Fact]
    public void ScorePrune_draws_in_proportion_to_the_score()
    {
        MemoryTable table = Table([[1], [2], [3], [4]]);
        var taken = new int[4];
        for (ulong seed = 0; seed < 1000; seed++)
        {
            taken[Ids("score-prune", table, seed, ("score", "c0"), ("rows", "1"), ("keep", "proportional")).Single()]++;
        }

        for (int i = 0; i < 4; i++)
        {
            Assert.InRange(taken[i], (100 * (i + 1)) - 80, (100 * (i + 1)) + 80);
        }
    }

    [Theory]
    [InlineData("entropy")]
    [InlineData("margin")]
    [InlineData("least-confidence")]
    [InlineData("bald")]
    public void Uncertainty_equals_its_definition_and_the_largest_are_taken(string kind) => Seeds.Each(40, seed =>
    {
        var random = new SplitMix64(seed);
        int members = kind == "bald" ? random.Between(2, 3) : random.Between(1, 3);
        int classes = random.Between(2, 4);
        double[][] logits = [.. Enumerable.Range(0, random.Between(1, 15)).Select(_ => Enumerable.Range(0, members * classes).Select(_ => (random.Below(41) - 20) / 8.0).ToArray())];
        double[][] rows = [.. logits.Select(r => r.Chunk(classes).SelectMany(static own => own.Select(v => Math.Exp(v) / own.Sum(Math.Exp))).ToArray())];
        static double H(double[] p) => -p.Sum(static v => v * Math.Log(v));
        double Naive(double[] row)
        {
            double[][] parts = [.. row.Chunk(classes)];
            double[] mean = [.. Enumerable.Range(0, classes).Select(c => parts.Average(p => p[c]))];
            double[] sorted = [.. mean.OrderDescending()];
            return kind switch { "entropy" => H(mean), "margin" => 1 - sorted[0] + sorted[1], "least-confidence" => 1 - sorted[0], _ => H(mean) - parts.Average(H) };
        }

        double[] scores = [.. rows.Select(Naive)];
        int k = random.Between(1, rows.Length);
        (string, string)[] options = [("probabilities", "c*"), ("members", Text(members)), ("kind", kind), ("rows", Text(k)), ("score-column", "u")];
        List<string?[]> picked = Run("uncertainty", Table(rows), 1, options);
        Assert.Equal(k, picked.Count);
        foreach (string?[] row in picked)
        {
            Assert.Equal(scores[(int)Number(row[0])], Number(row[^1]), 1e-9);
        }

        double least = picked.Min(static r => Number(r[^1]));
        Assert.True(Enumerable.Range(0, rows.Length).Except(picked.Select(static r => (int)Number(r[0]))).All(i => scores[i] <= least + 1e-9));
        List<string?[]> byLogits = Run("uncertainty", Table(logits), 1, [.. options, ("logits", "true")]);
        Assert.Equal(picked.Select(static r => r[0]), byLogits.Select(static r => r[0]));
    });

    [Fact]
    public void Uncertainty_is_zero_where_models_agree_and_at_most_the_logarithm_of_the_classes()
    {
        List<string?[]> rows = Run("uncertainty", Table([[0.2, 0.8, 0.2, 0.8], [1, 0, 0, 1]]), 1, ("probabilities", "c0,c1,c2,c3"), ("members", "2"), ("kind", "bald"), ("rows", "2"), ("score-column", "u"));
        Assert.Equal(0, Number(rows[0][^1]), 1e-12);
        Assert.Equal(Math.Log(2), Number(rows[1][^1]), 1e-12);

        // One column is the second of two classes, and a logit of it a sigmoid.
        Assert.Equal(Math.Log(2), Number(Run("uncertainty", Table([[0.5]]), 1, ("probabilities", "c0"), ("rows", "1"), ("score-column", "u"))[0][^1]), 1e-12);
        Assert.Equal(Math.Log(2), Number(Run("uncertainty", Table([[0]]), 1, ("probabilities", "c0"), ("logits", "true"), ("rows", "1"), ("score-column", "u"))[0][^1]), 1e-12);
    }

    [Fact]
    public void Uncertainty_looks_at_a_part_of_the_rows_and_refuses_what_is_no_probability()
    {
        MemoryTable table = Table([.. Enumerable.Range(1, 200).Select(static i => new[] { i / 400.0 })]);
        int[] all = Ids("uncertainty", table, 1, ("probabilities", "c0"), ("rows", "5"));
        Assert.Equal([195, 196, 197, 198, 199], all);
        int[] part = Ids("uncertainty", table, 1, ("probabilities", "c0"), ("rows", "5"), ("subset", "40"));
        Assert.NotEqual(all, part);
        Assert.True(part.Min() > 100, "The best fifth of a fifth lies in the upper half.");
        Assert.Contains(2, Ids("uncertainty", table, 1, ("probabilities", "c0"), ("rows", "5"), ("subset", "40"), ("id", "id"), ("must", "file")));
        Assert.Equal(ErrorCodes.Infeasible, Refused("uncertainty", table, ("probabilities", "c0"), ("rows", "5"), ("subset", "4")));
        Assert.Equal(ErrorCodes.Usage, Refused("uncertainty", table, ("probabilities", "c0"), ("rows", "5"), ("kind", "bald")));
        CurateException beyond = Assert.Throws<CurateException>(static () => Run("uncertainty", Table([[0.5, 0.5], [0.5, 1.5]]), 1, ("probabilities", "c*"), ("rows", "1")));
        Assert.Contains("Row 2 has 1.5 in the column 'c1'", beyond.Message, StringComparison.Ordinal);
        CurateException sum = Assert.Throws<CurateException>(static () => Run("uncertainty", Table([[0.5, 0.3]]), 1, ("probabilities", "c*"), ("rows", "1")));
        Assert.Contains("sum to 0.8", sum.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weakest")]
    [InlineData("surplus")]
    public void WeakestTask_equals_a_plain_loop(string rule) => Seeds.Each(60, seed =>
    {
        var random = new SplitMix64(seed);
        int m = random.Between(1, 5);
        double[][] rows = [.. Enumerable.Range(0, random.Between(2, 25)).Select(_ => Enumerable.Range(0, m).Select(c => random.Unit() * Math.Pow(10, c)).ToArray())];
        int n = rows.Length;
        string[] tasks = [.. Enumerable.Range(0, m).Select(c => "t" + (c / 2))];
        double[][] z = [.. rows.Select(static r => new double[r.Length])];
        for (int c = 0; c < m; c++)
        {
            double mean = rows.Average(r => r[c]);
            double deviation = Math.Sqrt(rows.Average(r => (r[c] - mean) * (r[c] - mean)));
            for (int i = 0; i < n; i++)
            {
                z[i][c] = (rows[i][c] - mean) / deviation;
            }
        }

        double Of(int row, string task) => Enumerable.Range(0, m).Where(c => tasks[c] == task).Average(c => z[row][c]);
        int k = random.Between(1, n);
        var picked = new List<int>();
        while (picked.Count < k)
        {
            int[] free = [.. Enumerable.Range(0, n).Except(picked)];
            if (rule == "weakest")
            {
                string weakest = tasks.Distinct().MinBy(t => picked.Sum(i => Of(i, t)))!;
                picked.Add(free.MaxBy(i => Of(i, weakest)));
            }
            else
            {
                picked.Add(free.MaxBy(i => Enumerable.Range(0, m).Max(c => z[i][c] - (picked.Count == 0 ? 0 : picked.Average(p => z[p][c])))));
            }
        }

        Assert.Equal(picked.Order(), Ids("weakest-task-greedy", Table(rows), 1, ("influence", "c*"), ("tasks", string.Join(',', tasks)), ("rule", rule), ("rows", Text(k))));
    });

    [Fact]
    public void WeakestTask_serves_the_worst_task_better_than_the_top_of_sums_raw_or_scaled()
    {
        // Five tasks of 10, 5, 2, 1 and 1 columns, on scales 10, 3, 1, 1 and 1: sums are those of the first.
        var random = new SplitMix64(5);
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.Unit()) - 6;
        int[] columns = [10, 5, 2, 1, 1];
        double[] scales = [10, 3, 1, 1, 1];
        string tasks = string.Join(',', columns.SelectMany(static (c, t) => Enumerable.Repeat("t" + t, c)));
        double[][] rows = [.. Enumerable.Range(0, 600).Select(_ => columns.SelectMany((c, t) =>
        {
            double own = Normal();
            return Enumerable.Range(0, c).Select(_ => scales[t] * (own + (Normal() / 2))).ToArray();
        }).ToArray())];
        (string, string)[] options = [("influence", "c*"), ("tasks", tasks), ("rows", "60")];
        Dictionary<string, object?> line = Report("weakest-task-greedy", Table(rows), "selection", options).Single();
        double own = (double)line["least_task"]!;
        Assert.True(own > (double)line["least_task_of_scaled_top"]! + 0.1, $"{own:R}");
        Assert.True(own > (double)line["least_task_of_raw_top"]! + 0.1, $"{own:R}");
        Assert.Equal(5, Report("weakest-task-greedy", Table(rows), "tasks", options).Count);
        Assert.Contains(2, Ids("weakest-task-greedy", Table(rows), 1, ("influence", "c*"), ("rows", "3"), ("id", "id"), ("must", "file")));
        Assert.Equal(ErrorCodes.Usage, Refused("weakest-task-greedy", Table(rows), ("influence", "c*"), ("tasks", "a,b"), ("rows", "3")));
    }

    [Fact]
    public void ActiveTest_weights_are_those_of_the_formula_and_the_weighted_mean_is_unbiased()
    {
        double[] losses = [0.1, 2, 0.3, 1.2, 0, 0.7];
        double[] predicted = [0.2, 1.5, 0.5, 1, 0.1, 0.2];
        MemoryTable table = Table([.. losses.Select((l, i) => new[] { predicted[i], l })]);
        const int M = 3;
        const int Runs = 3000;
        double sum = 0;
        double squares = 0;
        for (ulong seed = 0; seed < Runs; seed++)
        {
            List<string?[]> rows = Run("active-test", table, seed, ("score", "c0"), ("uniform", "0.2"), ("rows", "3"));
            double estimate = 0;
            double left = 1;
            foreach (string?[] row in rows.OrderBy(static r => Number(r[6])))
            {
                int id = (int)Number(row[0]);
                int m = (int)Number(row[6]);
                double share = (0.8 * predicted[id] / predicted.Sum()) + (0.2 / 6);
                double q = share / left;
                left -= share;
                Assert.Equal(q, Number(row[4]), 1e-9);
                double v = 1 + ((6.0 - M) / (6 - m) * ((1 / ((6 - m + 1) * q)) - 1));
                Assert.Equal(v, Number(row[5]), 1e-9);
                estimate += v * losses[id] / M;
            }

            sum += estimate;
            squares += estimate * estimate;
        }

        double mean = sum / Runs;
        double error = Math.Sqrt(((squares / Runs) - (mean * mean)) / Runs);
        Assert.InRange(mean, losses.Average() - (5 * error), losses.Average() + (5 * error));
    }

    [Fact]
    public void ActiveTest_estimates_once_losses_are_known_and_all_rows_give_the_mean()
    {
        double[][] rows = [[1, 0.5], [2, 1.5], [3, 4]];
        Dictionary<string, object?> line = Report("active-test", Table(rows), "selection", ("score", "c0"), ("loss", "c1"), ("rows", "3")).Single();
        Assert.Equal(2.0, (double)line["estimate"]!, 1e-12);
        Assert.Equal(3L, line["losses_known"]);
        var partly = new MemoryTable(["id", "g", "c0", "c1"], [["0", "a", "1", "0.5"], ["1", "a", "2", null]]);
        Assert.Null(Report("active-test", partly, "selection", ("score", "c0"), ("loss", "c1"), ("rows", "2")).Single()["estimate"]);
        Assert.Equal(ErrorCodes.Infeasible, Refused("active-test", Table([[0], [0], [1]]), ("score", "c0"), ("uniform", "0"), ("rows", "2")));
        Assert.Equal(ErrorCodes.BadValue, Refused("active-test", Table([[-1]]), ("score", "c0"), ("rows", "1")));
        Assert.Equal(ErrorCodes.Usage, Refused("active-test", Table([[1]]), ("score", "c0"), ("rows", "1"), ("draw-column", "weight")));
        Assert.Equal(3, Run("active-test", Table([[0], [0], [0]]), 1, ("score", "c0"), ("uniform", "0"), ("rows", "3")).Count);
    }
}
