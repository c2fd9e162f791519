using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Running.Views;
using Curate.Core.Where;
using Curate.Formats.Files;
using Curate.Formats.Parquet;
using Curate.Parquet.Compression;
using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Formats.Tests.Parquet;

/// <summary>Texts that are read where their pages have them, pages that several threads decompress, rows that are picked with gaps between them.</summary>
public class ParquetPageTests
{
    // Enough of each column that a row group is worth threads.
    private const int Rows = 12_000;
    private const int Columns = 4;

    [Fact]
    public void Threads_change_no_row_and_no_message() => Seeds.Each(2, seed =>
    {
        byte[] file = Texts(seed, Rows, Rows / 2, new ParquetWriterOptions { PageBytes = 1 << 24 });
        string[] expected = Lines(file, 1);
        Assert.Equal(Rows, expected.Length - 1);
        Assert.Equal(expected, Lines(file, 3));
        Assert.Equal(expected, Lines(file, 16));

        // Damage of two columns in the second row group, of one page each: the first of them is told, whoever comes to it first.
        byte[] damaged = [.. file];
        using (ParquetFileReader reader = Pq.Reader(file))
        {
            foreach (int leaf in (int[])[1, 2])
            {
                ColumnMetaData data = reader.Metadata.RowGroups[1].Columns[leaf].Data!;
                damaged[(data.DictionaryPageOffset ?? data.DataPageOffset) + (data.CompressedBytes / 2)] ^= 4;
            }
        }

        string message = Assert.Throws<CurateException>(() => Lines(damaged, 1)).Message;
        Assert.Contains("c1", message, StringComparison.Ordinal);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(message, Assert.Throws<CurateException>(() => Lines(damaged, 3)).Message);
        }
    });

    [Fact]
    public void Texts_of_plain_pages_are_checked_one_by_one()
    {
        byte[] lead = [0xC3];
        byte[] tail = [0xA9];
        byte[] good = Encoding.UTF8.GetBytes(new string('é', 84) + "x");
        Assert.Equal(0xA9, good.Length);

        // As one run of bytes these would be text: a lead byte before a length of 169, whose first byte would end the character, or before a byte that would.
        Check([lead, good], isText: false);
        Check([lead, tail], isText: false);
        Check([[.. "ab"u8, 0xE2, 0x82], [0xAC, 0x41]], isText: false);
        Check(["a"u8.ToArray(), tail], isText: false);
        Check([good, good, "é"u8.ToArray(), [], good, []], isText: true);
        Check([[], [], []], isText: true);
        Check([[.. Encoding.UTF8.GetBytes(new string('é', 150))], [.. Encoding.ASCII.GetBytes(new string('z', 100_000))]], isText: true);
    }

    [Fact]
    public void Picked_rows_fill_row_groups_alike_however_they_are_handed_over() => Seeds.Each(6, seed =>
    {
        var draws = new SplitMix64(seed);
        int rows = 400;
        byte[] file = Texts(seed, rows, draws.Pick([37, 100, 400]), new ParquetWriterOptions { PageBytes = draws.Pick([200, 4000, 1 << 20]), DictionaryBytes = draws.Pick([0, 300, 1 << 20]) });
        ParquetWriteOptions options = draws.Chance(0.5)
            ? new ParquetWriteOptions { RowGroupRows = 1 + draws.Below(60) }
            : new ParquetWriteOptions { RowGroupBytes = 1 + draws.Below(20_000) };
        string[] all = Lines(file, 1);
        bool[] kept = [.. Enumerable.Range(0, rows).Select(_ => draws.Chance(0.4))];
        byte[]? first = null;
        foreach ((int workers, int batch) in ((int, int)[])[(1, 1), (1, 8192), (2, 7), (7, 64)])
        {
            using ParquetSource source = Pq.Open(file);
            byte[] copy = Pq.Write(Kept(source, kept), options, Pq.Context(workers, batch));
            Assert.Equal(first ??= copy, copy);
        }

        Assert.Equal(all.Where((_, row) => row < rows && kept[row]), Lines(first!, 1)[..^1]);
        if (options.RowGroupRows is { } exact)
        {
            Assert.All(Pq.GroupRows(first!)[..^1], count => Assert.Equal(exact, count));
        }
        else
        {
            Assert.True(Pq.GroupRows(first!).Length > 1);
        }
    });

    private static IRecordSource Kept(IRecordSource source, bool[] kept)
    {
        string[] numbers = [.. Enumerable.Range(0, kept.Length).Where(row => kept[row]).Select(static row => row.ToString(null as IFormatProvider))];
        BoundWhere bound = WhereExpression.Parse($"id in ({string.Join(", ", numbers)})").Bind(new Dictionary<string, ColumnKind> { ["id"] = ColumnKind.Whole });
        return new FilteredSource<WherePart>(source, () => new WhereFilter(bound));
    }

    private static void Check(byte[][] values, bool isText)
    {
        ParquetSchema schema = new ParquetSchemaBuilder().Leaf("c", PhysicalType.ByteArray, logical: LogicalType.String).Build();
        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, schema, new ParquetWriterOptions { DictionaryBytes = 0 });
        ColumnEncoder encoder = writer.CreateEncoder(0);
        foreach (byte[] value in values)
        {
            encoder.AppendBytes([], [], value, [0, value.Length]);
        }

        writer.WriteRowGroup([encoder.Finish()]);
        writer.Complete();
        using ParquetSource source = Pq.Open(bytes.ToArray());
        if (isText)
        {
            Assert.Equal(values.Select(static v => Encoding.UTF8.GetString(v)), Pq.Column(source, "c", ColumnKind.Text));
            return;
        }

        Assert.Equal("invalid-utf8", Assert.Throws<CurateException>(() => Pq.Column(source, "c", ColumnKind.Text, batchRows: 100)).Code.Id);
    }

    private static string[] Lines(byte[] file, int threads)
    {
        using ParquetSource source = Pq.Open(file, options: new TextReadOptions { Threads = threads });
        return Pq.Jsonl(source).Split('\n');
    }

    /// <summary>The number of the row, and columns of texts of up to some hundred bytes, one of them with nulls.</summary>
    private static byte[] Texts(ulong seed, int rows, int groupRows, ParquetWriterOptions options)
    {
        var draws = new SplitMix64(seed);
        ParquetSchemaBuilder builder = new ParquetSchemaBuilder().Leaf("id", PhysicalType.Int64);
        for (int c = 1; c <= Columns; c++)
        {
            builder.Leaf("c" + c, PhysicalType.ByteArray, c == Columns ? Repetition.Optional : Repetition.Required, LogicalType.String);
        }

        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, builder.Build(), options with { Codec = ParquetCodec.Snappy });
        for (int group = 0; group < rows; group += groupRows)
        {
            ColumnEncoder[] encoders = [.. Enumerable.Range(0, Columns + 1).Select(writer.CreateEncoder)];
            for (int row = group; row < Math.Min(rows, group + groupRows); row++)
            {
                encoders[0].Append<long>([], [], [row]);
                for (int c = 1; c <= Columns; c++)
                {
                    byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(draws.Pick(["word ", "été ", "x", ""]), draws.Below(40))) + (draws.Chance(0.3) ? "same" : $"{row}-{c}-" + new string('y', 40)));
                    bool isNull = c == Columns && draws.Chance(0.3);
                    encoders[c].AppendBytes(c < Columns ? [] : [isNull ? (byte)0 : (byte)1], [], isNull ? [] : text, isNull ? [0] : [0, text.Length]);
                }
            }

            writer.WriteRowGroup([.. encoders.Select(static e => e.Finish())]);
        }

        writer.Complete();
        return bytes.ToArray();
    }
}
