using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Tests.Support;
using static Curate.Core.Tests.Laws.LawRuns;

namespace Curate.Core.Tests.Laws;

/// <summary>What leaves: rows of the input, counted, in order, as often as a method promises. For every method of the registry, with the options of its example and with others.</summary>
public sealed class RowLaws
{
    [Theory]
    [MemberData(nameof(LawCases.Small), MemberType = typeof(LawCases))]
    public void Output_rows_are_input_rows_as_often_as_the_traits_allow(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        Dictionary<string, int> input = Multiset(LawTables.Rows(table));
        RunOutcome run = Run(method, table);
        Dictionary<string, int> output = Multiset(Own(run.Rows));
        int width = method.Has(MethodTraits.AddsColumns) ? Width + 1 : Width;
        Assert.All(run.Rows, row => Assert.True(method.Has(MethodTraits.AddsColumns) ? row.Length >= width : row.Length == width));
        foreach ((string row, int times) in output.Where(_ => !method.Has(MethodTraits.MakesUp)))
        {
            int had = input.GetValueOrDefault(row);
            Assert.True(had > 0, $"made-up row {row}");
            Assert.True(!method.Has(MethodTraits.Subset) || times <= had, $"{row} came {had} times and leaves {times} times");
        }

        if (method.Has(MethodTraits.KeepsAll))
        {
            Assert.All(input, row => Assert.True(output.GetValueOrDefault(row.Key) >= row.Value, $"{row.Key} came {row.Value} times and leaves {output.GetValueOrDefault(row.Key)} times"));
        }
    }

    [Theory]
    [MemberData(nameof(LawCases.Small), MemberType = typeof(LawCases))]
    public void Output_rows_keep_the_order_of_the_input(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        if (!method.Has(MethodTraits.KeepsOrder) || method.Has(MethodTraits.MakesUp))
        {
            return;
        }

        string[] input = TestRuns.Lines(LawTables.Rows(table));
        bool repeats = !method.Has(MethodTraits.Subset);
        int at = -1;
        foreach (string row in TestRuns.Lines(Own(Run(method, table).Rows)))
        {
            if (repeats && at >= 0 && input[at] == row)
            {
                continue;
            }

            for (at++; at < input.Length && input[at] != row; at++)
            {
            }

            Assert.True(at < input.Length, $"{row} comes too late");
        }
    }

    [Theory]
    [MemberData(nameof(LawCases.Repeating), MemberType = typeof(LawCases))]
    public void Running_on_its_own_output_changes_nothing(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        RunOutcome once = Run(method, table);
        RunOutcome twice = TestRuns.Execute(Bound(method, table), method.Inputs(table, new MemoryTable(LawTables.Columns, once.Rows)), TestRuns.Context());
        Assert.Equal(TestRuns.Lines(once.Rows), TestRuns.Lines(twice.Rows));
        Assert.True(once.Bytes.AsSpan().SequenceEqual(twice.Bytes));
        Assert.Equal(0, twice.Dropped.Total);
    }

    [Theory]
    [MemberData(nameof(LawCases.Small), MemberType = typeof(LawCases))]
    public void Every_row_is_counted(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        int rows = LawTables.Rows(table).Count;
        RunOutcome run = Run(method, table);
        Assert.Equal(rows, run.Result.InputRows);
        Assert.Equal(run.Rows.Count, run.Result.OutputRows);
        Assert.Equal(run.Bytes.Length, run.Result.OutputBytes);
        Assert.Equal(run.Dropped.ByReason.Sum(static r => r.Value), run.Dropped.Total);
        Assert.Equal(run.PlannedRows ?? run.Rows.Count, run.Rows.Count);
        if (method.Has(MethodTraits.Subset))
        {
            Assert.Equal(rows, run.Rows.Count + run.Dropped.Total);
        }

        if (method.Has(MethodTraits.KeepsAll))
        {
            Assert.Equal(0, run.Dropped.Total);
        }
    }

    [Theory]
    [MemberData(nameof(LawCases.Small), MemberType = typeof(LawCases))]
    public void Removed_rows_and_kept_rows_are_the_input(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        RunOutcome run = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(), wantRemoved: true);
        Same(Run(method, table), run, "keeping the removed rows", plans: false);
        Assert.Equal(
            run.Dropped.ByReason.Select(static r => $"{r.Key} {r.Value}"),
            run.Removed.GroupBy(static r => r[Width]).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => $"{g.Key} {g.Count()}"));
        Dictionary<string, int> input = Multiset(LawTables.Rows(table));
        Dictionary<string, int> removed = Multiset(Own(run.Removed));
        Dictionary<string, int> output = Multiset(Own(run.Rows));
        Assert.All(removed, row => Assert.True(input.ContainsKey(row.Key), $"{row.Key} was removed and never there"));
        foreach ((string row, int had) in input.Where(_ => !method.Has(MethodTraits.MakesUp)))
        {
            int left = had - removed.GetValueOrDefault(row);
            int times = output.GetValueOrDefault(row);
            Assert.True(method.Has(MethodTraits.Subset) ? times == left : left > 0 ? times >= left : left == 0 && times == 0,
                $"{row}: came {had} times, {removed.GetValueOrDefault(row)} removed, {times} kept");
        }
    }

    [Theory]
    [MemberData(nameof(LawCases.LargeOnly), MemberType = typeof(LawCases))]
    public void The_seed_shows_exactly_where_a_method_draws(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        RunOutcome one = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(seed: 1));
        RunOutcome two = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(seed: 2));
        Assert.Equal(!method.Has(MethodTraits.Random), one.Bytes.AsSpan().SequenceEqual(two.Bytes));
    }

    [Fact]
    public void Every_method_is_run_on_every_large_table()
    {
        Assert.Equal(LawMethod.All.Count, LawCases.LargeOnly.Count);
        Assert.All(MethodRegistry.All, static e => Assert.NotNull(e.BindExample(LawTables.Case(LawTables.Large))));
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "resample/random-over", "empty", "infeasible" },
        { "resample/random-over", "one-row", "infeasible" },
        { "resample/random-over", "one-class", "infeasible" },
        { "resample/random-over", "all-equal", "infeasible" },
        { "resample/random-over", "all-null", "infeasible" },
        { "resample/random-under", "empty", "infeasible" },
        { "resample/random-under", "one-class", "infeasible" },
        { "resample/random-under", "all-null", "infeasible" },
        { "resample/random", "empty", "infeasible" },
        { "resample/random", "one-class", "infeasible" },
        { "resample/random", "all-null", "infeasible" },
        { "resample/near-miss", "empty", "infeasible" },
        { "resample/near-miss", "all-null", "infeasible" },
        { "resample/edited-nn", "empty", "infeasible" },
        { "resample/edited-nn", "one-row", "infeasible" },
        { "resample/edited-nn", "all-equal", "infeasible" },
        { "resample/cluster-centroids", "all-equal", "infeasible" },
        { "resample/instance-hardness-threshold", "all-null", "infeasible" },
        { "split/time", "all-null", "bad-value" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_table_that_cannot_be_used_is_refused_by_code(string id, string table, string code)
    {
        OptionValues values = id == "split/time" ? new OptionValues().Add("time", "time") : new OptionValues().Add("label", "label");
        BoundMethod bound = MethodRegistry.All.Single(m => m.Id == id).Bind(values);
        foreach (int workers in new[] { 1, 3 })
        {
            CurateException refused = Assert.Throws<CurateException>(() => TestRuns.Execute(bound, LawTables.Table(table), TestRuns.Context(workers)));
            Assert.Equal(code, refused.Code.Id);
        }
    }
}
