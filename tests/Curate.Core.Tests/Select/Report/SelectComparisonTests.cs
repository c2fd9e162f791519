using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Select;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Select.Report;

/// <summary>Every select method stands next to random subsets where there is anything to compare by, and reads nothing more where there is not.</summary>
public sealed class SelectComparisonTests
{
    /// <summary>Methods that take a measure of their own beside random subsets, because what they look at is no vector.</summary>
    private static readonly string[] s_ownMeasure = ["max-entropy", "substructure-coverage", "soft-cap-sampling", "rules"];

    public static TheoryData<string> Blind => [.. MethodRegistry.Of("select").Where(static m => !s_ownMeasure.Contains(m.Name) && SelectBudgetTests.Own(m.Name).All(static o => o.Item1 != "features") && !m.Name.Contains("target", StringComparison.Ordinal) && m.Name != "importance-resampling").Select(static m => m.Name)];

    public static TheoryData<string> All => [.. MethodRegistry.Of("select").Where(static m => !s_ownMeasure.Contains(m.Name) && m.Name != "target-rank" && m.Name != "importance-resampling").Select(static m => m.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void Features_set_a_selection_beside_random_subsets(string name)
    {
        ReportTable table = Run(name, SelectBudgetTests.Table(), [.. SelectBudgetTests.Own(name).Where(static o => o.Item1 != "features"), ("features", "x,y"), ("rows", "12")]).Tables.Single(static t => t.Key == "against_random");
        string[] measures = [.. table.Rows.Select(static r => (string)r[0]!)];
        Assert.Contains("coverage_radius", measures);
        Assert.Contains("vendi_1", measures);
        Assert.Contains("energy_distance", measures);
        Assert.All(table.Rows, static r => Assert.True((double?)r[3] <= (double?)r[2] && (double?)r[2] <= (double?)r[4]));
    }

    [Theory]
    [MemberData(nameof(Blind))]
    public void Methods_that_look_at_no_features_compare_by_those_that_are_named_and_pick_the_same_rows(string name)
    {
        (string, string)[] own = [.. SelectBudgetTests.Own(name), ("rows", "12")];
        MemoryTable table = SelectBudgetTests.Table();
        RunOutcome plain = Run(name, table, own);
        int opened = table.Opened;
        Assert.DoesNotContain(plain.Tables, static t => t.Key == "against_random");

        bool labelled = MethodRegistry.Of("select").Single(m => m.Name == name).OptionSpecs.Single(static o => o.Name == "label").Help.Contains("report looks at", StringComparison.Ordinal);
        MemoryTable again = SelectBudgetTests.Table();
        RunOutcome compared = Run(name, again, [.. own, ("features", "x,y"), ("scale", "standard"), .. labelled ? [("label", "group")] : Array.Empty<(string, string)>()]);
        Assert.Equal(TestRuns.Lines(plain.Rows), TestRuns.Lines(compared.Rows));
        Assert.True(again.Opened > opened);
        ReportTable report = compared.Tables.Single(static t => t.Key == "against_random");
        Assert.Contains("coverage_radius", report.Rows.Select(static r => (string)r[0]!));
        Assert.Equal(labelled, report.Rows.Any(static r => (string)r[0]! == "effective_classes"));

        // By hand: the distance of the farthest row to the nearest picked one, where rows are compared as they are.
        ReportTable raw = Run(name, again, [.. own, ("features", "x,y")]).Tables.Single(static t => t.Key == "against_random");
        (float X, float Y) At(string?[] r) => (float.Parse(r[3]!, System.Globalization.CultureInfo.InvariantCulture), float.Parse(r[4]!, System.Globalization.CultureInfo.InvariantCulture));
        (float X, float Y)[] picked = [.. plain.Rows.Select(At)];
        double radius = table.Rows.Select(At).Max(r => picked.Min(p => Math.Sqrt((((double)r.X - p.X) * ((double)r.X - p.X)) + (((double)r.Y - p.Y) * ((double)r.Y - p.Y)))));
        Assert.Equal(radius, (double)raw.Rows[0][1]!, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Blind))]
    public void Classes_alone_are_compared_too(string name)
    {
        if (!MethodRegistry.Of("select").Single(m => m.Name == name).OptionSpecs.Single(static o => o.Name == "label").Help.Contains("report looks at", StringComparison.Ordinal))
        {
            return;
        }

        RunOutcome run = Run(name, SelectBudgetTests.Table(), [.. SelectBudgetTests.Own(name), ("rows", "12"), ("label", "label")]);
        ReportTable report = run.Tables.Single(static t => t.Key == "against_random");
        Assert.Equal(["classes", "effective_classes", "class_shares_moved"], report.Rows.Select(static r => (string)r[0]!));
        double entropy = run.Rows.GroupBy(static r => r[1]).Sum(static g => -(g.Count() / 12.0) * Math.Log(g.Count() / 12.0));
        Assert.Equal(Math.Exp(entropy), (double)report.Rows[1][1]!, 1e-9);
    }

    [Fact]
    public void Options_of_the_report_without_features_are_refused() =>
        Assert.Contains("--scale", Assert.Throws<CurateException>(() => Run("random-subset", SelectBudgetTests.Table(), [("rows", "3"), ("scale", "standard")])).Message, StringComparison.Ordinal);

    private static RunOutcome Run(string name, MemoryTable table, (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("select/" + name, options), new PlanInputs(table), TestRuns.Context(workers: 2, batchRows: 33), wantRemoved: true);
}
