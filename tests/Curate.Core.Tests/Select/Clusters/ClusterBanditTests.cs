using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Clusters;

/// <summary>cluster-bandit: rounds of asking, what it finds beside random scoring, and the rule by which it draws.</summary>
public sealed class ClusterBanditTests
{
    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static RunOutcome Run(MemoryTable table, MemoryTable[] others, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("select/cluster-bandit", [("cluster-id", "c"), ("score", "s"), .. options]), new PlanInputs(table, others), TestRuns.Context(workers: 2, batchRows: 33), wantRemoved: true);

    /// <summary>Clusters with means of their own, and scores around them.</summary>
    private static MemoryTable Clusters(ulong seed, int clusters, int rows)
    {
        var random = new SplitMix64(seed);
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.Unit()) - 6;
        double[] means = [.. Enumerable.Range(0, clusters).Select(_ => Normal())];
        return new MemoryTable(["id", "c", "s"], [.. Enumerable.Range(0, rows).Select(i => (string?[])[Text(i), "k" + (i % clusters), Text(means[i % clusters] + Normal())])]);
    }

    private static MemoryTable Hidden(MemoryTable table, HashSet<string> known) => new(table.Names, [.. table.Rows.Select(r => (string?[])[r[0], r[1], known.Contains(r[0]!) ? r[2] : null])]);

    private static double Mean(RunOutcome run, string subset) => (double)run.Tables.Single(static t => t.Key == "selection").Rows.Single(r => Equals(r[0], subset))[3]!;

    [Theory]
    [InlineData("1")]
    [InlineData("4")]
    public void Rounds_of_asking_end_where_all_scores_at_once_do(string arms)
    {
        MemoryTable truth = Clusters(3, 12, 400);
        (string, string)[] budget = [("evaluations", "150"), ("arms", arms)];
        var known = new HashSet<string>();
        int rounds = 0;
        while (true)
        {
            string[] asked = [.. Run(Hidden(truth, known), [], [.. budget, ("ask", "true")]).Rows.Select(static r => r[0]!)];
            if (asked.Length == 0)
            {
                break;
            }

            Assert.DoesNotContain(asked, known.Contains);
            known.UnionWith(asked);
            rounds++;
        }

        Assert.Equal(150, known.Count);

        // The first round draws 5 rows of each of 12 clusters; then 5 times the arms, fewer where a cluster is used up.
        int each = 5 * int.Parse(arms, CultureInfo.InvariantCulture);
        Assert.InRange(rounds, 2, 1 + ((150 - 60 + each - 1) / each) + 12);
        Assert.Equal(Run(truth, [], [.. budget, ("rows", "40")]).Rows, Run(Hidden(truth, known), [], [.. budget, ("rows", "40")]).Rows);
        CurateException refused = Assert.Throws<CurateException>(() => Run(Hidden(truth, [.. known.Take(80)]), [], [.. budget, ("rows", "40")]));
        Assert.Equal(ErrorCodes.Infeasible, refused.Code);
        Assert.Contains("--ask", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void It_finds_better_rows_than_as_many_random_scores_and_spreads_with_exploration()
    {
        MemoryTable table = Clusters(7, 40, 4000);
        var spread = new List<double>();
        foreach (string explore in new[] { "0.3", "3" })
        {
            RunOutcome run = Run(table, [], ("evaluate", "0.15"), ("rows", "300"), ("explore", explore));
            Assert.True(Mean(run, "selected") > Mean(run, "best of random rows") + (explore == "3" ? 0.1 : 0.3), $"{explore}: {Text(Mean(run, "selected"))} against {Text(Mean(run, "best of random rows"))} of {Text(Mean(run, "best of all rows"))}");
            Assert.True(Mean(run, "selected") <= Mean(run, "best of all rows"));
            Assert.True(Mean(run, "random rows") < Mean(run, "best of random rows"));
            spread.Add((double)run.Tables.Single(static t => t.Key == "selection").Rows[0][4]!);
        }

        Assert.True(spread[1] > spread[0]);
    }

    [Fact]
    public void Draws_go_to_the_largest_bound()
    {
        // Scores do not vary inside of clusters: c after the first round is drawn from until it is used up.
        MemoryTable table = new(["id", "c", "s"], [.. Enumerable.Range(0, 60).Select(static i => (string?[])[Text(i), "abc"[i % 3].ToString(), Text(i % 3)])]);
        RunOutcome run = Run(table, [], ("evaluations", "30"), ("rows", "10"), ("explore", "0"));
        Assert.Equal([(1L, 5L), (1L, 5L), (4L, 20L)], run.Tables.Single(static t => t.Key == "clusters").Rows.Select(static r => ((long)r[2]!, (long)r[3]!)));
        Assert.All(run.Rows, static r => Assert.Equal("c", r[1]));

        // Of two with equal means the one that was drawn from less has the larger bound.
        RunOutcome even = Run(table, [], ("evaluations", "60"), ("rows", "10"), ("explore", "1000"));
        Assert.All(even.Tables.Single(static t => t.Key == "clusters").Rows, static r => Assert.Equal(4L, r[2]));
    }

    [Fact]
    public void Budgets_hold_and_rows_that_must_be_in_come_first()
    {
        MemoryTable table = Clusters(9, 5, 100);
        MemoryTable must = new(["id"], [["3"], ["4"]]);
        string?[] ids = [.. Run(table, [must], ("evaluations", "30"), ("rows", "6"), ("id", "id"), ("must", "f")).Rows.Select(static r => r[0])];
        Assert.Equal(6, ids.Length);
        Assert.Contains("3", ids);
        Assert.Contains("4", ids);
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => Run(table, [], ("evaluations", "5"), ("rows", "6"))).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => Run(table, [], ("rows", "6"))).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => Run(table, [], ("evaluations", "5"), ("rows", "6"), ("ask", "true"))).Code);
    }
}
