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

    [Theory]
    [InlineData("max-entropy", "attributes=a,b", 64)]
    [InlineData("substructure-coverage", "text=text;gram=1", 80)]
    [InlineData("soft-cap-sampling", "score=id", 96)]
    public void Least_budget_grows_as_the_formula_says(string method, string options, double bytesPerRow)
    {
        (string, string)[] given = [.. options.Split(';').Select(static o => (o.Split('=')[0], o.Split('=')[1])), ("rows", "5")];
        double growth = (double)(Least(method, given, 2 * Rows) - Least(method, given, Rows)) / Rows;
        Assert.InRange(growth, 0.7 * bytesPerRow, 1.05 * bytesPerRow);
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
