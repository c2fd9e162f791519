using System.Text;
using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Running.Views;
using Curate.Core.Tests.Support;
using Curate.Core.Where;
using Curate.TestKit;

namespace Curate.Core.Tests.Running;

/// <summary>Views over views that choose rows and add columns are what the same steps over lists are, however they are read.</summary>
public sealed class LayerTests
{
    [Fact]
    public void Random_chains_equal_the_same_steps_by_hand()
    {
        Seeds.Each(60, static seed =>
        {
            var random = new SplitMix64(seed);
            int batchRows = random.Between(1, 40);
            RunContext context = TestRuns.Context(batchRows: batchRows);
            int rows = random.Between(0, 120);
            var model = Enumerable.Range(0, rows).Select(static i => new string?[] { i.ToString(System.Globalization.CultureInfo.InvariantCulture), "k" + (i % 4) }).ToList();
            IRecordSource source = new MemoryTable(["n", "k"], [.. model]) { HasLayout = random.Chance(0.7) };
            for (int layer = 0; layer < random.Between(1, 5); layer++)
            {
                (source, model) = Next(random, source, model, context, layer);
            }

            bool takesPayload = random.Chance(0.5);
            for (int pass = 0; pass < 3; pass++)
            {
                // The first pass over a condition asks it; later ones remember.
                Assert.Equal(TestRuns.Lines(model), TestRuns.Lines(TestRuns.Read(source, context, takesPayload)));
            }

            int from = random.Between(0, model.Count);
            int to = random.Between(from, model.Count);
            Assert.Equal(TestRuns.Lines(model[from..to]), TestRuns.Lines(TestRuns.Read(new LimitedSource(source, from, to), context, takesPayload)));
            Assert.Equal(model.Select(static r => r[^1]), Named(source, batchRows, withoutAdded: true));
            Assert.Equal(model.Select(static r => r[^1]), Named(source, batchRows, withoutAdded: false));
        });
    }

    [Fact]
    public void Passes_that_want_numbers_and_added_columns_read_nothing()
    {
        RunContext context = TestRuns.Context();
        IRecordSource unread = new Unread(new MemoryTable(["n"], [.. Enumerable.Range(0, 20).Select(static i => new string?[] { "v" + i })]));
        var source = new PlannedSource(new PlannedSource(unread, Marks(20), context), new KeptRows(Bits(20, static i => i % 3 == 0), 7, "why") { InputRows = 20 }, context);
        Assert.Equal(["m0", "m3", "m6", "m9", "m12", "m15", "m18"], Named(source, 4, withoutAdded: true));
        using IRecordReader reader = source.Open(ReadRequest.CountOnly);
        var batch = new RecordBatch();
        Assert.True(reader.Read(batch, default));
        Assert.Equal(7, batch.Count);
        Assert.Throws<InvalidOperationException>(() => source.Open(ReadRequest.PayloadOnly));
    }

    [Fact]
    public void Filter_is_asked_once_where_the_budget_has_room()
    {
        foreach ((long memory, int asked) in new[] { (TestRuns.EnoughMemory, 1), (1L << 16, 3) })
        {
            var budget = new MemoryBudget(memory);
            int opened = 0;
            var table = new MemoryTable(["n"], [.. Enumerable.Range(0, 500).Select(static i => new string?[] { i.ToString(System.Globalization.CultureInfo.InvariantCulture) })]);
            BoundWhere where = WhereExpression.Parse("n >= 250").Bind(new Dictionary<string, ColumnKind> { ["n"] = ColumnKind.Whole });
            IRowFilter<WherePart> Open()
            {
                opened++;
                return new WhereFilter(where);
            }

            using (var view = new FilteredSource<WherePart>(table, Open) { Memory = budget })
            {
                using (IRecordReader stopped = view.Open(ReadRequest.PayloadOnly))
                {
                    // A pass that ends early has seen too little to be remembered.
                    Assert.True(stopped.Read(new RecordBatch(3), default));
                }

                opened = 0;
                for (int pass = 0; pass < 3; pass++)
                {
                    Assert.Equal(250, TestRuns.Read(view).Count);
                    Assert.Equal(250, view.Dropped.Total);
                }

                Assert.Equal(asked, opened);
                Assert.Equal(asked > 1, budget.Free == budget.ForMethods);
            }

            Assert.Equal(budget.ForMethods, budget.Free);
        }
    }

    private static (IRecordSource Source, List<string?[]> Model) Next(SplitMix64 random, IRecordSource source, List<string?[]> model, RunContext context, int layer)
    {
        int rows = model.Count;
        switch (random.Below(4))
        {
            case 0:
                bool[] keep = [.. Enumerable.Range(0, rows).Select(_ => random.Chance(0.6))];
                return (new PlannedSource(source, new KeptRows(Bits(rows, i => keep[i]), keep.Count(static k => k), "why") { InputRows = rows }, context), [.. model.Where((_, i) => keep[i])]);
            case 1:
                long[] counts = [.. Enumerable.Range(0, rows).Select(_ => (long)random.Below(3))];
                return (new PlannedSource(source, CopyCounts.From(counts, "why"), context), [.. model.SelectMany((r, i) => Enumerable.Repeat(r, (int)counts[i]))]);
            case 2:
                string word = "k" + random.Below(4);
                BoundWhere where = WhereExpression.Parse($"k != '{word}'").Bind(new Dictionary<string, ColumnKind> { ["k"] = ColumnKind.Text });
                return (new FilteredSource<WherePart>(source, () => new WhereFilter(where)) { Memory = context.Memory }, [.. model.Where(r => r[1] != word)]);
            default:
                return (new PlannedSource(source, Marks(rows, "m" + layer), context), [.. model.Select((r, i) => (string?[])[.. r, "m" + i])]);
        }
    }

    /// <summary>The last column, asked for by its name.</summary>
    private static List<string?> Named(IRecordSource source, int batchRows, bool withoutAdded)
    {
        using IRecordReader reader = source.Open(ReadRequest.Of(new ColumnRequest(source.Schema.Fields[^1].Name, ColumnKind.Text)) with { WithoutAdded = withoutAdded });
        var batch = new RecordBatch(batchRows);
        var values = new List<string?>();
        while (reader.Read(batch, default))
        {
            Assert.Equal(values.Count, batch.FirstRow);
            Assert.Equal(withoutAdded ? 0 : source.Added.Count, batch.Added.Count);
            for (int row = 0; row < batch.Count; row++)
            {
                values.Add(batch[0].IsNull(row) ? null : Encoding.UTF8.GetString(batch.Text(0)[row]));
            }
        }

        return values;
    }

    private static BitMap Bits(int rows, Func<int, bool> isSet)
    {
        var bits = new BitMap();
        for (int row = 0; row < rows; row++)
        {
            if (isSet(row))
            {
                bits.Set(row);
            }
        }

        return bits;
    }

    private static MarkedRows Marks(int rows, string column = "mark") => new(column) { InputRows = rows };

    /// <summary>All rows, with their numbers in an added column.</summary>
    private sealed class MarkedRows(string column) : RowPlan
    {
        public override long OutputRows => InputRows;

        public override IReadOnlyList<Field> Added { get; } = [new Field(column, ColumnKind.Text)];

        public override PlanCursor Open() => new Cursor();

        public override void Save(BinaryWriter to) => throw new NotSupportedException();

        private sealed class Cursor : PlanCursor
        {
            public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    into.Keep(i);
                    ((TextColumn)into.Added[0]).Append(Encoding.UTF8.GetBytes("m" + (batch.FirstRow + i)));
                }
            }
        }
    }

    private sealed class Unread(IRecordSource source) : SourceView(source)
    {
        public override IRecordReader Open(ReadRequest request) => throw new InvalidOperationException("The source is read.");
    }
}
