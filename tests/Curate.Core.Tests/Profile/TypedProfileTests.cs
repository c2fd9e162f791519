using System.Globalization;
using Curate.Core.Data;
using Curate.Core.Profile;
using Curate.Core.Profile.Columns;
using Curate.Core.Tests.Sketches;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile;

/// <summary>The fast ways of columns that come typed, or as codes, leave the state that values one by one leave.</summary>
public sealed class TypedProfileTests
{
    private static readonly double[] s_numbers =
        [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 5e-324, -2.2e-308, double.MaxValue, double.MinValue, 0.1, -24.97, 1 << 28, 9007199254740993, 1e300];

    private static readonly long[] s_wholes =
        [0, 1, -1, (1 << 28) - 1, 1 << 28, -(1 << 28), (1L << 53) - 1, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1, long.MaxValue, long.MinValue, long.MinValue + 1];

    [Theory]
    [InlineData(ColumnKind.Text, 12)]
    [InlineData(ColumnKind.Text, 30_000)]
    [InlineData(ColumnKind.Json, 30_000)]
    [InlineData(ColumnKind.Whole, 12)]
    [InlineData(ColumnKind.Whole, 30_000)]
    [InlineData(ColumnKind.Number, 30_000)]
    [InlineData(ColumnKind.Date, 500)]
    [InlineData(ColumnKind.Time, 30_000)]
    [InlineData(ColumnKind.Bytes, 30_000)]
    public void Codes_leave_the_state_of_their_values(ColumnKind kind, int values) => Seeds.Each(3, seed =>
    {
        var random = new SplitMix64(seed);
        Column pool = Values(random, kind, values);
        var plain = Summary(kind, out ReadRequest request);
        var coded = Summary(kind, out _);
        TableSummary? other = random.Chance(0.5) ? Summary(kind, out _) : null;
        long row = 0;
        Column? dictionary = null;
        int[] places = [];
        for (int b = 0; b < 12; b++)
        {
            if (dictionary is null || random.Chance(0.4))
            {
                // Values that no row has, and values twice.
                places = [.. Enumerable.Range(0, 1 + random.Below(Math.Max(2, values / 3))).Select(_ => random.Below(values))];
                dictionary = Column.Create(kind);
                foreach (int place in places)
                {
                    dictionary.AppendFrom(pool, place);
                }
            }

            int rows = 1 + random.Below(9000);
            var batch = new RecordBatch(rows) { FirstRow = row };
            var codes = new RecordBatch(rows) { FirstRow = row };
            batch.Begin(request, null);
            codes.Begin(request, null);
            batch.FirstRow = codes.FirstRow = row;
            batch.Count = codes.Count = rows;
            Span<int> shown = codes[0].ShowCodes(dictionary, rows);
            for (int i = 0; i < rows; i++)
            {
                int code = random.Chance(0.1) ? 0 : 1 + random.Below(places.Length);
                shown[i] = code;
                if (code == 0)
                {
                    batch[0].AppendNull();
                }
                else
                {
                    batch[0].AppendFrom(pool, places[code - 1]);
                }
            }

            plain.Add(batch);
            (other is not null && b % 2 == 0 ? other : coded).Add(codes);
            row += rows;
        }

        if (other is not null)
        {
            coded.Merge(other);
        }

        Assert.Equal(ProfileTables.Bytes(plain), ProfileTables.Bytes(coded));
    });

    [Theory]
    [InlineData(ColumnKind.Whole)]
    [InlineData(ColumnKind.Number)]
    [InlineData(ColumnKind.Time)]
    public void Blocks_leave_the_state_of_single_values(ColumnKind kind) => Seeds.Each(3, seed =>
    {
        var random = new SplitMix64(seed);
        Column column = Values(random, kind, 20_000);
        var limits = ProfileLimits.Of(1, 100);
        var block = new ValueBlock();
        var byBlocks = new ColumnParts(ValueBlock.FormOf(kind), limits);
        var byValues = new ColumnParts(ValueBlock.FormOf(kind), limits);
        for (int from = 0; from < column.Count; from += 5000)
        {
            block.Fill(column, from, from + 5000, new ulong[5000]);
            int first = random.Below(10);
            for (int i = 0; i < block.Count; i++)
            {
                byValues.Add(block.Hashes[i], block[i], 1);
                if (i < first)
                {
                    byBlocks.Add(block.Hashes[i], block[i], 1);
                }
            }

            byBlocks.Add(block, first);
        }

        Assert.Equal(StateRoundTrip.Bytes(byValues.Save), StateRoundTrip.Bytes(byBlocks.Save));
    });

    [Fact]
    public void Flags_are_counted_like_their_names()
    {
        var flags = Summary(ColumnKind.Flag, out ReadRequest request);
        var batch = new RecordBatch();
        batch.Begin(request, null);
        var column = (FlagColumn)batch[0];
        for (int i = 0; i < 1000; i++)
        {
            if (i % 7 == 0)
            {
                column.AppendNull();
            }
            else
            {
                column.Append(i % 3 == 0);
            }
        }

        batch.Count = 1000;
        flags.Add(batch);
        ColumnState state = flags.Column(0);
        Assert.Equal((1000, 143), (state.Rows, state.Nulls));
        var counts = new Dictionary<string, long>();
        for (int e = 0; e < state.Values!.Count; e++)
        {
            counts.Add(System.Text.Encoding.UTF8.GetString(state.Values[e]), state.Values.Rows(e));
        }

        int trues = Enumerable.Range(0, 1000).Count(static i => i % 7 != 0 && i % 3 == 0);
        Assert.Equal(new Dictionary<string, long> { ["true"] = trues, ["false"] = 857 - trues }, counts);
    }

    private static TableSummary Summary(ColumnKind kind, out ReadRequest request)
    {
        var shape = new ProfileShape { Columns = [new Field("c", kind)], RawKind = ColumnKind.Text, Seed = 1, Sample = 200 };
        request = shape.Request();
        Assert.True(request.Columns[0].MayBeCoded);
        return new TableSummary(shape, new ProfileOptions());
    }

    private static Column Values(SplitMix64 random, ColumnKind kind, int count)
    {
        Column column = Column.Create(kind);
        string[] texts = ["", "a", "NA", "7", "-2.50", "true", "2024-01-31", "é é", " padded", "[1,2]", new string('x', 300)];
        string[] json = ["1", "\"a\"", "null", "{\"a\":1}", "[1,2]", "\"\\u00e9\"", "2.5", "true"];
        for (int i = 0; i < count; i++)
        {
            bool isSpecial = random.Chance(0.1);
            switch (column)
            {
                case TextColumn text:
                    string value = kind == ColumnKind.Json
                        ? isSpecial ? random.Pick(json) : "\"v" + random.Below(1 << 20).ToString(CultureInfo.InvariantCulture) + "\""
                        : isSpecial ? random.Pick(texts) : (random.Chance(0.5) ? "t" : "") + random.Below(1 << 20).ToString(CultureInfo.InvariantCulture);
                    text.Append(System.Text.Encoding.UTF8.GetBytes(value));
                    break;
                case WholeColumn whole:
                    whole.Append(isSpecial ? random.Pick(s_wholes) : (long)random.Next() >> random.Below(64));
                    break;
                case NumberColumn number:
                    number.Append(isSpecial ? random.Pick(s_numbers) : (random.Unit() - 0.5) * Math.Pow(10, random.Below(20) - 10));
                    break;
                case TimeColumn time:
                    time.Append(kind == ColumnKind.Date ? 86_400_000_000L * (random.Below(20_000) - 5000) : (long)random.Next() >> 10);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(kind));
            }
        }

        return column;
    }
}
