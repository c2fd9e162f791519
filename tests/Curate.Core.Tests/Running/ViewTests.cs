using Curate.Core.Data;
using Curate.Core.Dedupe;
using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Running;

public sealed class ViewTests
{
    private static MemoryTable Table()
    {
        var random = new SplitMix64(21);
        return new MemoryTable(["k", "n"], [.. Enumerable.Range(0, 400).Select(i => new string?[] { "k" + random.Below(120), random.Chance(0.1) ? null : i.ToString() })]);
    }

    [Fact]
    public void FilteredSource_rows_are_those_of_the_filter_in_every_range_and_pass()
    {
        MemoryTable table = Table();
        var context = TestRuns.Context(batchRows: 7);
        var options = new ExactOptions { Key = ["k"] };
        var view = new FilteredSource<ExactKeys>(table, () => new ExactFilter(options, table, context));
        string[] expected = TestRuns.Lines(TestRuns.Execute(RowPlanTests.Methods("dedupe/exact", ("key", "k")), table, TestRuns.Context()).Rows);
        foreach (bool takesPayload in new[] { true, false })
        {
            Assert.Equal(expected, TestRuns.Lines(TestRuns.Read(view, context, takesPayload)));
            Assert.Equal(400 - expected.Length, view.Dropped.Total);
            Assert.Equal(expected[30..47], TestRuns.Lines(TestRuns.Read(new LimitedSource(view, 30, 47), context, takesPayload)));
        }

        Assert.Equal(context.Memory.ForMethods, context.Memory.Free);
    }

    [Fact]
    public void ProjectedSource_columns_come_in_the_new_order_under_the_new_names()
    {
        var view = new ProjectedSource(Table(), [("n", "number"), ("k", "n")]);
        Assert.Equal(["number", "n"], view.Schema.Fields.Select(static f => f.Name));
        Assert.True(view.HasColumn("n") && !view.HasColumn("k"));
        Assert.Null(view.Layout);
        Assert.Equal(TestRuns.Lines(Table().Rows.Select(static r => new[] { r[1], r[0] })), TestRuns.Lines(TestRuns.Read(view)));
    }

    [Fact]
    public void LimitedSource_keeps_the_row_numbers_of_the_whole()
    {
        var view = new LimitedSource(new MemoryTable(["n"], [.. Enumerable.Range(0, 50).Select(static i => new string?[] { i.ToString() })]) { KnowsRowCount = true }, 20, 45);
        Assert.Equal(25, view.RowCount);
        using IRecordReader reader = view.Open(ReadRequest.Of(new ColumnRequest("n", ColumnKind.Whole)) with { FromRow = 3, ToRow = 10 });
        var batch = new RecordBatch(5);
        var seen = new List<long>();
        while (reader.Read(batch, default))
        {
            for (int row = 0; row < batch.Count; row++)
            {
                Assert.Equal(batch.FirstRow + row, ((WholeColumn)batch[0])[row]);
                seen.Add(batch.FirstRow + row);
            }
        }

        Assert.Equal(Enumerable.Range(23, 7).Select(static i => (long)i), seen);
        Assert.Equal(0, new LimitedSource(view, 60, 70).RowCount);
        Assert.Empty(TestRuns.Read(new LimitedSource(view, 60, 70)));
    }
}
