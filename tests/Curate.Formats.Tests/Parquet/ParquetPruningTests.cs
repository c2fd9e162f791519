using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Where;
using Curate.Formats.Files;
using Curate.Formats.Parquet;
using Curate.Parquet.Compression;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;
using Curate.TestKit;

namespace Curate.Formats.Tests.Parquet;

/// <summary>Row groups that the statistics rule out are not read, and no row is lost by it.</summary>
public class ParquetPruningTests
{
    private const int GroupRows = 50;

    private static readonly string[] s_texts = ["", "a", "apple", "banana", "zebra", "Ärger", "\u007f", new string('m', 200), new string('m', 199) + "z"];

    private static readonly double[] s_numbers = [0, -0.0, double.NaN, 1.5, -3.25, double.PositiveInfinity, double.NegativeInfinity, 1e300, 7];

    [Theory]
    [InlineData("id >= 120 and id < 130", 1)]
    [InlineData("id between 149 and 150", 2)]
    [InlineData("id = 77", 1)]
    [InlineData("id in (3, 99)", 2)]
    [InlineData("not id < 990", 1)]
    [InlineData("id < 0", 0)]
    [InlineData("id = 1 or id = 999", 2)]
    [InlineData("gone is not null", 0)]
    [InlineData("id is null", 0)]
    [InlineData("gone > 5 or not gone > 5", 0)]
    [InlineData("gone is null and id >= 0", 20)]
    public void Groups_outside_of_the_bounds_are_not_read(string where, int read)
    {
        using ParquetSource source = Pq.Open(Ordered(20 * GroupRows));
        BoundWhere bound = Bind(source, where);
        Assert.Equal((20 - read, 20), ParquetSource.PrunedGroups(source, bound));
        Assert.Equal(Rows(source, bound, prune: false), Rows(source, bound, prune: true));
    }

    [Fact]
    public void Random_conditions_keep_the_same_rows_with_and_without_pruning() => Seeds.Each(12, seed =>
    {
        var random = new SplitMix64(seed);
        int rows = 40 + random.Below(400);
        byte[] file = Random(random, rows, random.Pick((int[])[1, 8, 64]));
        using ParquetSource one = Pq.Open(file);
        using ParquetSource two = Pq.Open(Random(random, 60, 64), "two.parquet");
        using var both = new DatasetSource([new DatasetPart(one, []), new DatasetPart(two, [])]);
        int pruned = 0;
        for (int i = 0; i < 60; i++)
        {
            string where = Condition(random, 3);
            BoundWhere bound = Bind(one, where);
            pruned += ParquetSource.PrunedGroups(one, bound)!.Value.LeftOut;
            (string Rows, long Dropped) plain = Rows(one, bound, prune: false);
            (string Rows, long Dropped) less = Rows(one, bound, prune: true);
            Assert.True(plain == less, $"{where}: {plain.Dropped} and {less.Dropped} dropped, {plain.Rows.Length} and {less.Rows.Length} characters");
            Assert.True(Rows(both, bound, prune: false) == Rows(both, bound, prune: true), "two files: " + where);
            using var limited = new LimitedSource(one, random.Below(20), 20 + random.Below(rows));
            Assert.True(Rows(limited, bound, prune: false) == Rows(limited, bound, prune: true), "limited: " + where);
        }

        Assert.True(pruned > 0);
    });

    [Fact]
    public void Bounds_that_cannot_be_trusted_rule_nothing_out()
    {
        using ParquetSource source = Pq.Open(Ordered(100));
        ParquetFile file = source.File;
        var number = new ColumnRequest("id", ColumnKind.Number);
        LeafColumn leaf = file.Schema.Leaves[0];
        Assert.Equal((0.0, 49.0), ChunkBounds.Of(file, 0, leaf, number).Numbers);
        Assert.Equal((0L, 49L), ChunkBounds.Of(file, 0, leaf, number with { Kind = ColumnKind.Whole }).Wholes);
        ColumnBounds asText = ChunkBounds.Of(file, 0, leaf, number with { Kind = ColumnKind.Text });
        Assert.Equal((null, null, null, true), (asText.Texts, asText.Numbers, asText.Wholes, asText.MayHaveValues));
        ColumnBounds gone = ChunkBounds.Of(file, 0, file.Schema.Leaves[1], number with { Name = "gone" });
        Assert.Equal((true, false), (gone.MayBeNull, gone.MayHaveValues));
    }

    private static BoundWhere Bind(IRecordSource source, string where)
    {
        WhereExpression expression = WhereExpression.Parse(where);
        TableSchema kinds = KindResolver.Resolve(new PassRunner(Pq.Context()), source, expression.Columns);
        return expression.Bind(kinds.Fields.ToDictionary(static f => f.Name, static f => f.Kind ?? ColumnKind.Text));
    }

    private static (string Rows, long Dropped) Rows(IRecordSource source, BoundWhere bound, bool prune)
    {
        var view = new FilteredSource<WherePart>(source, () => new WhereFilter(bound)) { Condition = prune ? bound : null, Reason = WhereFilter.Reason };
        string rows = Pq.Jsonl(view, 16);
        return (rows, view.Dropped.ByReason.Sum(static r => r.Value));
    }

    private static byte[] Ordered(int rows)
    {
        ParquetSchema schema = new ParquetSchemaBuilder().Leaf("id", PhysicalType.Int64).Leaf("gone", PhysicalType.Double).Build();
        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, schema);
        for (int from = 0; from < rows; from += GroupRows)
        {
            ColumnEncoder[] e = [writer.CreateEncoder(0), writer.CreateEncoder(1)];
            e[0].Append<long>([], [], [.. Enumerable.Range(from, GroupRows).Select(static i => (long)i)]);
            e[1].Append<double>(new byte[GroupRows], [], []);
            writer.WriteRowGroup([e[0].Finish(), e[1].Finish()]);
        }

        writer.Complete();
        return bytes.ToArray();
    }

    private static byte[] Random(SplitMix64 random, int rows, int statisticsBytes)
    {
        ParquetSchema schema = new ParquetSchemaBuilder()
            .Leaf("w", PhysicalType.Int64)
            .Leaf("u", PhysicalType.Int32, Repetition.Required, LogicalType.Integer(32, isSigned: false))
            .Leaf("n", PhysicalType.Double)
            .Leaf("f", PhysicalType.Float, Repetition.Required)
            .Leaf("t", PhysicalType.ByteArray, logical: LogicalType.String)
            .Leaf("b", PhysicalType.Boolean)
            .Leaf("d", PhysicalType.Int32, logical: LogicalType.Date)
            .Leaf("s", PhysicalType.Int64, logical: LogicalType.Timestamp(ParquetTimeUnit.Nanoseconds, isAdjustedToUtc: true))
            .Build();
        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, schema, new ParquetWriterOptions { StatisticsBytes = statisticsBytes, Codec = random.Chance(0.5) ? ParquetCodec.None : ParquetCodec.Snappy });
        while (rows > 0)
        {
            int count = Math.Min(rows, 1 + random.Below(30));
            // Row groups of a narrow range each, so that there is something to rule out.
            int center = random.Below(200) - 100;
            string[] texts = random.Chance(0.5) ? [random.Pick(s_texts)] : s_texts;
            bool allNull = random.Chance(0.2);
            ColumnEncoder[] e = [.. Enumerable.Range(0, 8).Select(writer.CreateEncoder)];
            for (int i = 0; i < count; i++)
            {
                Value<long>(e[0], random, allNull, center + random.Below(5));
                e[1].Append<uint>([], [], [random.Chance(0.1) ? uint.MaxValue : (uint)(100 + center)]);
                Value(e[2], random, allNull, random.Chance(0.2) ? random.Pick(s_numbers) : center + random.Unit());
                e[3].Append<float>([], [], [random.Chance(0.1) ? float.NaN : random.Chance(0.2) ? -0f : center]);
                byte[] text = Encoding.UTF8.GetBytes(random.Pick(texts));
                bool isNull = random.Chance(0.2);
                e[4].AppendBytes([isNull ? (byte)0 : (byte)1], [], isNull ? [] : text, isNull ? [0] : [0, text.Length]);
                Value<byte>(e[5], random, allNull, center > 0 || random.Chance(0.1) ? (byte)1 : (byte)0);
                Value(e[6], random, allNull, center + random.Below(3));
                Value(e[7], random, allNull, (center * 86_400_000_000_000L) - random.Below(2000));
            }

            writer.WriteRowGroup([.. e.Select(static x => x.Finish())]);
            rows -= count;
        }

        writer.Complete();
        return bytes.ToArray();
    }

    private static void Value<T>(ColumnEncoder encoder, SplitMix64 random, bool allNull, T value)
        where T : unmanaged
    {
        bool isNull = allNull || random.Chance(0.1);
        encoder.Append<T>([isNull ? (byte)0 : (byte)1], [], isNull ? [] : [value]);
    }

    private static string Condition(SplitMix64 random, int depth)
    {
        if (depth > 0 && random.Chance(0.5))
        {
            string left = Condition(random, depth - 1);
            return random.Below(3) switch
            {
                0 => "not (" + left + ")",
                1 => "(" + left + ") and (" + Condition(random, depth - 1) + ")",
                _ => "(" + left + ") or (" + Condition(random, depth - 1) + ")",
            };
        }

        string op = random.Pick((string[])["=", "!=", "<", "<=", ">", ">="]);
        string number = (random.Below(220) - 110).ToString(CultureInfo.InvariantCulture) + random.Pick((string[])["", ".5", ""]);
        string whole = (random.Below(220) - 110).ToString(CultureInfo.InvariantCulture);
        string text = "'" + random.Pick(s_texts) + "'";
        string day = "'" + new DateTime(1970, 1, 1).AddDays(random.Below(220) - 110).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "'";
        return random.Below(16) switch
        {
            0 => $"w {op} {number}",
            1 => $"u {op} {whole}",
            2 => $"n {op} {number}",
            3 => $"f {op} {number}",
            4 => $"t {op} {text}",
            5 => random.Chance(0.5) ? "b" : "b = false",
            6 => $"d {op} {day}",
            7 => $"s {op} {day}",
            8 => $"w not in ({whole}, 3)",
            9 => $"n in ({number}, 0)",
            10 => $"t in ({text}, 'x')",
            11 => $"{random.Pick((string[])["w", "n", "t", "b", "d"])} is {(random.Chance(0.5) ? "not " : "")}null",
            12 => $"w between {whole} and 20",
            13 => "t like 'a%'",
            14 => $"w {op} n",
            _ => $"d in ({day}, '1970-01-01')",
        };
    }
}
