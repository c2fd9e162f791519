using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;
using static Curate.Core.Tests.Laws.LawRuns;

namespace Curate.Core.Tests.Laws;

/// <summary>How rows come and where they go does not show. For every method of the registry, with the options of its example and with others.</summary>
public sealed class SourceLaws
{
    [Theory]
    [MemberData(nameof(LawCases.Small), MemberType = typeof(LawCases))]
    public void The_capacity_of_batches_does_not_show(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        RunOutcome whole = Run(method, table);
        foreach (int batch in new[] { 1, 2, 61 })
        {
            Same(whole, TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, batch)), $"batches of {batch}");
        }

        RunOutcome removed = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, 3), wantRemoved: true);
        Same(TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(), wantRemoved: true), removed, "batches of 3");
    }

    [Theory]
    [MemberData(nameof(LawCases.Small), MemberType = typeof(LawCases))]
    public void A_table_in_two_parts_gives_the_same_bytes(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        IReadOnlyList<string?[]> rows = LawTables.Rows(table);
        RunOutcome whole = Run(method, table);
        foreach (int first in new[] { 0, rows.Count / 3, rows.Count })
        {
            var parts = new ConcatSource(
                new MemoryTable(LawTables.Columns, [.. rows.Take(first)]), first, new MemoryTable(LawTables.Columns, [.. rows.Skip(first)]));
            Same(whole, TestRuns.Execute(Bound(method, table), method.Inputs(table, parts), TestRuns.Context(2, 50)), $"{first} rows in the first part");
        }
    }

    [Theory]
    [MemberData(nameof(LawCases.Small), MemberType = typeof(LawCases))]
    public void A_source_that_knows_its_size_gives_the_same_bytes(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        Same(Run(method, table), TestRuns.Execute(Bound(method, table), method.Inputs(table, LawTables.Table(table, knowsRowCount: true)), TestRuns.Context()), "a known size");
    }

    [Theory]
    [MemberData(nameof(LawCases.Small), MemberType = typeof(LawCases))]
    public void A_sink_of_another_format_gets_the_same_rows(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        foreach (bool removed in new[] { false, true })
        {
            RunOutcome payload = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, 9), removed);
            RunOutcome columns = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, 9), removed, takesPayload: false);
            Assert.Equal(TestRuns.Lines(payload.Rows), TestRuns.Lines(columns.Rows));
            Assert.Equal(TestRuns.Lines(payload.Removed), TestRuns.Lines(columns.Removed));
        }
    }
}
