using System.Globalization;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Report;

/// <summary>The table that sets a selection beside random subsets of its size.</summary>
public sealed class SelectionReportTests
{
    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static ReportTable? Table(MemoryTable table, bool full, params (string, string)[] options)
    {
        var context = new RunContext { Memory = new MemoryBudget(TestRuns.EnoughMemory), Scratch = new MemoryScratch(), FullReport = full };
        var inputs = new PlanInputs(table);
        using IRowPlanner planner = RowPlanTests.Methods("select/k-center", options).Start(new StartRequest(inputs, context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), inputs);
        return plan.Tables.SingleOrDefault(static t => t.Key == "against_random");
    }

    private static double Value(ReportTable table, string measure, string column) =>
        Convert.ToDouble(table.Rows.Single(r => (string?)r[0] == measure)[table.Columns.ToList().IndexOf(column)], CultureInfo.InvariantCulture);

    [Fact]
    public void Figures_of_four_points_are_those_of_the_definitions()
    {
        // Points 0, 0, 3 and 7; the centre nearest to the mean 2.5 is 3, then comes 7.
        var points = new MemoryTable(["x", "label"], [["0", "a"], ["0", "a"], ["3", "b"], ["7", "a"]]);
        ReportTable table = Table(points, full: false, ("features", "x"), ("rows", "2"), ("label", "label"))!;
        Assert.Equal(3, Value(table, "coverage_radius", "selected"));
        Assert.Equal(6 / 4.0, Value(table, "mean_distance", "selected"), 1e-12);
        Assert.Equal(0, Value(table, "equal_rows", "selected"));
        Assert.Equal(2, Value(table, "classes", "selected"));
        Assert.Equal(2, Value(table, "effective_classes", "selected"), 1e-12);
        Assert.Equal(0.25, Value(table, "class_shares_moved", "selected"), 1e-12);

        // Distances between the two are 4; of pairs with all: 3 3 0 4 and 7 7 4 0; of all: 0 3 7 twice, 4.
        double energy = (2 * 28 / 8.0) - (2 * 24 / 16.0) - (8 / 4.0);
        Assert.Equal(Math.Sqrt(energy), Value(table, "energy_distance", "selected"), 1e-12);

        // The median distance of different rows: 3 3 4 7 7, so h = 4.
        double K(double d) => Math.Exp(-d * d / 32);
        double all = (4 + (2 * (1 + (2 * K(3)) + (2 * K(7)) + K(4)))) / 16;
        double across = ((3 * K(3)) + K(4) + 1 - K(3) + (2 * K(7)) + K(4) + 1) / 8;
        double own = (2 + (2 * K(4))) / 4;
        Assert.Equal(Math.Sqrt(all + own - (2 * across)), Value(table, "mmd", "selected"), 1e-9);
        double[] eigenvalues = [(1 + K(4)) / 2, (1 - K(4)) / 2];
        Assert.Equal(1 / eigenvalues.Sum(static e => e * e), Value(table, "vendi_2", "selected"), 1e-9);
        Assert.Equal(Math.Exp(-eigenvalues.Sum(static e => e * Math.Log(e))), Value(table, "vendi_1", "selected"), 1e-9);
        Assert.Equal(1 / eigenvalues[0], Value(table, "vendi_inf", "selected"), 1e-9);
    }

    [Fact]
    public void Everything_or_nothing_is_not_compared()
    {
        var points = new MemoryTable(["x"], [["0"], ["1"]]);
        Assert.Null(Table(points, full: false, ("features", "x"), ("rows", "2")));
        Assert.Null(Table(points, full: false, ("features", "x"), ("rows", "0")));
    }

    [Fact]
    public void Full_detail_has_a_learner_whose_accuracy_is_good_on_classes_that_are_apart()
    {
        var random = new SplitMix64(3);
        var rows = new MemoryTable(["x", "y", "label"],
            [.. Enumerable.Range(0, 400).Select(i => new string?[] { Text((i % 2 * 4) + random.Unit()), Text(random.Unit()), i % 2 == 0 ? "a" : "b" })]);
        ReportTable full = Table(rows, full: true, ("features", "x,y"), ("rows", "20"), ("label", "label"))!;
        Assert.InRange(Value(full, "learner_accuracy", "selected"), 0.95, 1);
        Assert.InRange(Value(full, "learner_accuracy", "random_mean"), 0.9, 1);

        // Centres cover more than random rows do.
        Assert.True(Value(full, "coverage_radius", "selected") < Value(full, "coverage_radius", "random_least"));
        Assert.DoesNotContain(Table(rows, full: false, ("features", "x,y"), ("rows", "20"), ("label", "label"))!.Rows, static r => (string?)r[0] == "learner_accuracy");
    }
}
