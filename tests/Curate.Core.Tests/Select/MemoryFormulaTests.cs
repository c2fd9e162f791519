using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select;

/// <summary>What methods say they take for a row is what the least budget that holds them grows by as rows double.</summary>
public sealed class MemoryFormulaTests
{
    // A power of two, so that storage which grows by doubling holds no room to grow.
    private const int Rows = 16_384;
    private const int Held = 8192;

    [Theory]
    [InlineData("max-entropy", "attributes=a,b", 64)]
    [InlineData("substructure-coverage", "text=text;gram=1", 80)]
    [InlineData("soft-cap-sampling", "score=id", 96)]
    [InlineData("facility-location", "features=id", 94)]
    public void Least_budget_grows_as_the_formula_says(string method, string options, double bytesPerRow)
    {
        (string, string)[] given = [.. options.Split(';').Select(static o => (o.Split('=')[0], o.Split('=')[1])), ("rows", "5")];
        double growth = (double)(Least(method, given, 2 * Rows) - Least(method, given, Rows)) / Rows;
        Assert.InRange(growth, 0.7 * bytesPerRow, 1.05 * bytesPerRow);
    }

    /// <summary>
    /// Every method of select and cluster with two features: the bytes a row of its page, so many as the options need, and the most that it held at once, at n and at 2n rows. A method that is not
    /// here fails the test below.
    /// </summary>
    public static TheoryData<string, string, double> Formulas => new()
    {
        { "select/random-subset", "rows=5", 1.5 },
        { "select/stratified", "by=label;rows=5", 1.5 },
        { "select/kmeans-representative", "features=x,y;k=4;max-iterations=2;rows=5", 76 },
        { "select/cluster-balanced", "features=x,y;levels=4;rounds=0;max-iterations=2;rows=5", 32 },
        { "select/cluster-top-score", "features=x,y;score=score;k=4;max-iterations=2;rows=5", 40 },
        { "select/cluster-sensitivity", "features=x,y;score=score;k=4;max-iterations=2;rows=5", 72 },
        { "select/cluster-bandit", "features=x,y;score=score;evaluate=100%;k=4;max-iterations=2;rows=5", 72 },
        { "select/k-center", "features=x,y;rows=5", 36 },
        { "select/saturated-coverage", "features=x,y;rows=5", 108 },
        { "select/feature-based", "features=x,y;rows=5", 38 },
        { "select/dpp", "features=x,y;rows=5", 96 },
        { "select/k-dpp", "features=x,y;similarity=linear;rows=2", 80 },
        { "select/vendi-greedy", "features=x,y;rows=5", 56 },
        { "select/herding", "features=x,y;similarity=linear;rows=5", 48 },
        { "select/sieve-streaming", "features=x,y;rows=5", 20 },
        { "select/pivotal-leverage", "features=x,y;rows=5", 120 },
        { "select/lp-sensitivity", "features=x,y;rows=5", 120 },
        { "select/stochastic-batch", "score=score;rows=5", 80 },
        { "select/conditional-poisson", "score=score;rows=5", 120 },
        { "select/perplexity-sampling", "score=score;rows=5", 100 },
        { "select/score-prune", "score=score;rows=5", 100 },
        { "select/uncertainty", "probabilities=x,y;logits=true;rows=5", 152 },
        { "select/weakest-task-greedy", "influence=x,y;rows=5", 128 },
        { "select/active-test", "score=score;rows=5", 120 },
        { "select/disagreement-condensation", "probabilities=x,y;logits=true;members=2;rows=5", 152 },
        { "select/importance-resampling", "text=text;like=id=7;max-overlap=1;buckets=256;rows=5", 12 },
        { "select/nearest-to-target", "features=x,y;like=id=7;rows=5", 8 },
        { "select/optimal-transport-gradient", "features=x,y;like=id=7;sample=20;epsilon=1;rows=5", 12 },
        { "cluster/kmeans", "features=x,y;k=50;max-iterations=2", 40 },
        { "cluster/balanced-kmeans", "features=x,y;k=50;form=bias;max-iterations=2", 40 },
        { "cluster/hierarchical-kmeans", "features=x,y;levels=4;rounds=0;max-iterations=2", 40 },
        { "cluster/bisecting-kmeans", "features=x,y;k=50;max-iterations=2", 80 },
        { "cluster/leader", "features=x,y;threshold=9", 22 },
    };

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Most_that_is_held_at_once_grows_as_the_formula_says(string method, string options, double bytesPerRow)
    {
        (string, string)[] given = [.. options.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static o => (o.Split('=')[0], o[(o.IndexOf('=', StringComparison.Ordinal) + 1)..]))];
        double growth = (double)(Most(method, given, 2 * Held) - Most(method, given, Held)) / Held;

        // Formulas of clusterings hold for all forms, and the ones that are run here take less: they are upper bounds.
        Assert.InRange(growth, (method.StartsWith("cluster/", StringComparison.Ordinal) ? 0.2 : 0.6) * bytesPerRow, 1.05 * bytesPerRow);
    }

    [Fact]
    public void Every_method_of_select_and_cluster_is_checked()
    {
        // Measured by the least budget above; a pass without memory a row; a sample of fixed size that outweighs rows; herding in its place, which holds the same and does not take n^2 steps; scratch.
        string[] known = [.. Formulas.Select(static row => (string)row[0]), "select/max-entropy", "select/substructure-coverage", "select/soft-cap-sampling", "select/facility-location", "select/rules", "select/target-rank", "select/graph-cut", "cluster/assign"];
        Assert.Empty(MethodRegistry.All.Where(static m => m.Family is "select" or "cluster").Select(static m => m.Id).Except(known));
    }

    /// <summary>The most bytes that a run holds at once, where there is more than enough.</summary>
    private static long Most(string method, (string, string)[] options, int rows)
    {
        RunContext context = TestRuns.Context(workers: 2);
        using MemoryTable table = SelectBudgetTests.Table(rows);
        var inputs = new PlanInputs(table);
        using IRowPlanner planner = RowPlanTests.Methods(method, options).Start(new StartRequest(inputs, context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), inputs);
        return context.Memory.MostTaken;
    }

    /// <summary>The least bytes for methods that a run succeeds with, to a part in 500.</summary>
    private static long Least(string method, (string, string)[] options, int rows)
    {
        MemoryTable table = Table(rows);
        long low = 1 << 10;
        long high = 1 << 24;
        while (high - low > high / 500)
        {
            long middle = (low + high) / 2;
            (low, high) = Fits(method, options, table, middle) ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static bool Fits(string method, (string, string)[] options, MemoryTable table, long bytes)
    {
        // A quarter of a small budget is for methods.
        RunContext context = TestRuns.Context(memoryBytes: 4 * bytes);
        try
        {
            using IRowPlanner planner = RowPlanTests.Methods("select/" + method, options).Start(new StartRequest(new PlanInputs(table), context)).Planner!;
            using RowPlan plan = planner.Run(new PassRunner(context), new PlanInputs(table));
            return true;
        }
        catch (CurateException failure) when (failure.Code == ErrorCodes.MemoryBudget)
        {
            return false;
        }
    }

    /// <summary>Five different words a text, of 40; two columns of few values.</summary>
    private static MemoryTable Table(int rows)
    {
        var random = new SplitMix64(12);
        return new MemoryTable(["id", "a", "b", "text"], [.. Enumerable.Range(0, rows).Select(i =>
        {
            int first = random.Below(36);
            return (string?[])[i.ToString(CultureInfo.InvariantCulture), "a" + random.Below(9), "b" + random.Below(9), string.Join(' ', Enumerable.Range(first, 5).Select(static w => "w" + w))];
        })]);
    }
}
