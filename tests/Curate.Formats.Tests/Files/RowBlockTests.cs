using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Randomness;
using Curate.Formats.Csv;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;
using Curate.TestKit;

namespace Curate.Formats.Tests.Files;

/// <summary>Rows are put together several at a time, a column after the other, and come out as one by one.</summary>
public sealed class RowBlockTests
{
    private static readonly Field[] s_fields =
    [
        new("n", ColumnKind.Number), new("t", ColumnKind.Text), new("s", ColumnKind.Number) { IsSingle = true }, new("w", ColumnKind.Whole),
        new("holes", ColumnKind.Number), new("f", ColumnKind.Flag), new("d", ColumnKind.Date), new("x", ColumnKind.Decimal) { Scale = 2 },
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_rows_come_out_as_one_by_one(bool json) => Seeds.With(4711, () =>
    {
        var random = new SplitMix64(4711);
        for (int round = 0; round < 60; round++)
        {
            RecordBatch batch = Batch(1 + random.Below(40), random);
            if (random.Below(3) == 0)
            {
                batch.Edits = [new CellEdit(random.Below(batch.Count), "w", CellValue.OfWhole(12345))];
            }

            int[] rows = [.. Enumerable.Range(0, random.Below(30)).Select(_ => random.Below(batch.Count))];
            string[] single = [.. Enumerable.Range(0, batch.Count).Select(row => Written(json, sink => sink.Write(batch, [row])))];
            Assert.Equal(string.Concat(rows.Select(row => single[row])), Written(json, sink => sink.Write(batch, rows)));
            Assert.Equal(string.Concat(single), Written(json, sink => sink.WriteAll(batch)));
            Assert.Equal(string.Concat(single), Written(json, sink =>
            {
                IRowEncoder encoder = sink.Encoder!();
                encoder.Encode(batch);
                Assert.NotNull(batch.Encoded);
                sink.WriteAll(batch);
            }));
            batch.Encoded = null;
        }
    });

    [Fact]
    public void Value_that_ends_the_run_is_the_first_by_rows()
    {
        // Column by column the value of the third row would come first.
        var batch = new RecordBatch();
        batch.Begin(ReadRequest.Of([new ColumnRequest("a", ColumnKind.Text), new ColumnRequest("b", ColumnKind.Text)]), null);
        foreach ((string a, string b) in new[] { ("1", "2"), ("3", "x,y"), ("z,z", "4"), ("5", "6") })
        {
            Assert.True(ValueText.TryAppend(batch[0], Encoding.UTF8.GetBytes(a)) && ValueText.TryAppend(batch[1], Encoding.UTF8.GetBytes(b)));
        }

        batch.Count = 4;
        var output = new Csv.MemoryOutput();
        using IRecordSink sink = new CsvSinkFormat(CsvDialect.Default with { Quote = '\0' }, output).Open(new SinkShape(new TableSchema([new("a", ColumnKind.Text), new("b", ColumnKind.Text)]), null, []));
        string message = Assert.Throws<CurateException>(() => sink.WriteAll(batch)).Message;
        Assert.Contains("Column b", message, StringComparison.Ordinal);
        Assert.Contains("x,y", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_of_huge_rows_is_kept_for_the_first_alone()
    {
        var block = new RowBlock();
        block.Begin(RowBlock.Most);
        Assert.Equal(RowBlock.Most, Enumerable.Range(0, RowBlock.Most).Select(row => block[row]).Distinct().Count());
        ByteBuffer first = block[0];
        ByteBuffer huge = block[3];
        ByteBuffer small = block[4];
        first.Take(1 << 20);
        huge.Take(1 << 20);
        small.Take(100);
        block.Begin(RowBlock.Most);
        Assert.Same(first, block[0]);
        Assert.NotSame(huge, block[3]);
        Assert.Same(small, block[4]);
        Assert.All(Enumerable.Range(0, RowBlock.Most), row => Assert.Equal(0, block[row].Length));
    }

    private static RecordBatch Batch(int count, SplitMix64 random)
    {
        var batch = new RecordBatch();
        batch.Begin(ReadRequest.Of([.. s_fields.Select(static f => new ColumnRequest(f.Name, f.Kind!.Value) { Scale = f.Scale })]), null);
        for (int row = 0; row < count; row++)
        {
            double number = (random.Below(2) == 0 ? -1.0 : 1.0) * (random.Next() >> random.Below(64)) / (random.Below(2) == 0 ? 1e3 : 7e8);
            string[] texts = ["plain", "a,b", "say \"x\"", "", "two\nlines", "é"];
            ((NumberColumn)batch[0]).Append(number);
            Append(batch[1], texts[random.Below(texts.Length)], true);
            ((NumberColumn)batch[2]).Append((float)number);
            Append(batch[3], random.Below(1000).ToString(CultureInfo.InvariantCulture), random.Below(4) > 0);
            Append(batch[4], "2.5", random.Below(2) == 0);
            Append(batch[5], "true", random.Below(4) > 0);
            Append(batch[6], "2024-02-29", random.Below(4) > 0);
            Append(batch[7], "12.34", random.Below(4) > 0);
        }

        batch.Count = count;
        return batch;
    }

    private static void Append(Column column, string text, bool isThere)
    {
        if (isThere)
        {
            Assert.True(ValueText.TryAppend(column, Encoding.UTF8.GetBytes(text)));
        }
        else
        {
            column.AppendNull();
        }
    }

    /// <summary>What a sink writes, without the header.</summary>
    private static string Written(bool json, Action<IRecordSink> write)
    {
        var output = new Csv.MemoryOutput();
        var shape = new SinkShape(new TableSchema(s_fields), null, []);
        using IRecordSink sink = json ? new JsonLinesSinkFormat(output).Open(shape) : new CsvSinkFormat(CsvDialect.Default, output).Open(shape);
        write(sink);
        sink.Complete();
        return json ? output.Text : output.Text[(output.Text.IndexOf('\n') + 1)..];
    }
}
