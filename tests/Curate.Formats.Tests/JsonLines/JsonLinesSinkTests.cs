using System.Text;
using Curate.Core.Data;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;

namespace Curate.Formats.Tests.JsonLines;

public sealed class JsonLinesSinkTests
{
    private static readonly Field[] s_nothing = [];

    [Fact]
    public void Copy_of_all_rows_is_byte_equal()
    {
        const string Text = "{\"a\" : 1.50, \"né\":\"\\u00e9\", \"m\":{\"x\":[ ]}}\n {} \n{\"a\":1e2}\n";
        Assert.Equal(Text, Jsonl.Copy(Text, s_nothing, _ => { }));
    }

    [Fact]
    public void Chosen_rows_come_in_their_order_with_repeats() =>
        Assert.Equal("{\"i\":2}\n{\"i\":0}\n{\"i\":1}\n{\"i\":2}\n{\"i\":2}\n",
            Jsonl.Copy("{\"i\":0}\n{\"i\":1}\n{\"i\":2}", s_nothing, _ => { }, [2, 0, 1, 2, 2]));

    [Fact]
    public void Large_ranges_and_small_ones_keep_their_order()
    {
        string big = $"{{\"t\":\"{new string('x', 100_000)}\"}}";
        string text = string.Concat(Enumerable.Range(0, 12).Select(i => i % 3 == 0 ? big + "\n" : $"{{\"i\":{i}}}\n"));
        Assert.Equal(text, Jsonl.Copy(text, s_nothing, _ => { }, [.. Enumerable.Range(0, 12)]));
        string[] lines = text.Split('\n');
        Assert.Equal($"{lines[1]}\n{lines[3]}\n{lines[2]}\n{lines[0]}\n", Jsonl.Copy(text, s_nothing, _ => { }, [1, 3, 2, 0]));
    }

    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1,\"n\":7}")]
    [InlineData("{}", "{\"n\":7}")]
    [InlineData(" { } ", " {\"n\":7 } ")]
    [InlineData("{ \"a\":\"}\" }", "{ \"a\":\"}\",\"n\":7 }")]
    [InlineData("{\"m\":{\"n\":1}}", "{\"m\":{\"n\":1},\"n\":7}")]
    [InlineData("{\"n\":1,\"a\":2}", "{\"n\":7,\"a\":2}")]
    [InlineData("{\"a\":2, \"\\u006e\" : [1] }", "{\"a\":2, \"\\u006e\" : 7 }")]
    [InlineData("{\"a\":\"x\\n\"}", "{\"a\":\"x\\n\",\"n\":7}")]
    public void Added_column_stands_behind_the_last_member_or_replaces_its_key(string row, string expected)
    {
        var values = new WholeColumn();
        values.Append(7);
        Assert.Equal(expected + "\n", Jsonl.Copy(row, [new Field("n", ColumnKind.Whole)], batch => batch.Added = [values]));
    }

    [Fact]
    public void Several_added_columns_keep_their_order_and_names_are_escaped()
    {
        var split = new TextColumn();
        var weight = new NumberColumn();
        foreach ((string s, double w) in new[] { ("train", 0.1), ("te\"st", double.NaN) })
        {
            split.Append(Encoding.UTF8.GetBytes(s));
            weight.Append(w);
        }

        Field[] added = [new("sp\"lit", ColumnKind.Text), new("w.x", ColumnKind.Number)];
        Assert.Equal(
            "{\"a\":1,\"sp\\\"lit\":\"train\",\"w.x\":0.1}\n{\"sp\\\"lit\":\"te\\\"st\",\"w.x\":\"NaN\"}\n",
            Jsonl.Copy("{\"a\":1}\n{}", added, batch => batch.Added = [split, weight]));
    }

    public static TheoryData<string, string, string, string> EditCases => new()
    {
        { "{\"a\" : 1 , \"b\":2}", "a", "9", "{\"a\" : 9 , \"b\":2}" },
        { "{\"a\":{\"b\": \"x\"}, \"c\":[1, 2]}", "a.b", "9", "{\"a\":{\"b\": 9}, \"c\":[1, 2]}" },
        { "{\"a\":[{\"b\":1}]}", "a", "9", "{\"a\":9}" },
        { "{\"a.b\":1,\"a\":{\"b\":2}}", "a.b", "9", "{\"a.b\":9,\"a\":{\"b\":2}}" },
        { "{\"a\":{\"b\":2},\"a.b\":1}", "a.b", "9", "{\"a\":{\"b\":2},\"a.b\":9}" },
        { "{\"x\":1}", "b", "9", "{\"x\":1,\"b\":9}" },
        { "{}", "b", "9", "{\"b\":9}" },
        { "{ }", "a.b.c", "9", "{\"a\":{\"b\":{\"c\":9}} }" },
        { "{\"a\":{}}", "a.b", "9", "{\"a\":{\"b\":9}}" },
        { "{\"a\":{\"x\":1 }}", "a.b.c", "9", "{\"a\":{\"x\":1,\"b\":{\"c\":9} }}" },
        { "{\"a\":null,\"z\":1}", "a.b.c", "9", "{\"a\":{\"b\":{\"c\":9}},\"z\":1}" },
        { "{\"a\":[1]}", "a.b", "9", "{\"a\":[1],\"a.b\":9}" },
        { "{\"a\":{\"b\":\"s\"}}", "a.b.c", "9", "{\"a\":{\"b\":\"s\"},\"a.b.c\":9}" },
        { "{\"m\":{\"b\":1,\"b\":2}}", "m.b", "9", "{\"m\":{\"b\":1,\"b\":9}}" },
        { "{\"\\u0061\":{\"b\":1}}", "a.b", "9", "{\"\\u0061\":{\"b\":9}}" },
    };

    [Theory]
    [MemberData(nameof(EditCases))]
    public void Edit_replaces_or_adds_one_value_and_is_found_by_the_reader(string row, string column, string value, string expected)
    {
        string written = Jsonl.Copy(row, s_nothing, batch => batch.Edits = [new CellEdit(0, column, CellValue.OfWhole(9))]);
        Assert.Equal(expected + "\n", written);
        Assert.Equal([value], Jsonl.Column(written, column));
    }

    [Fact]
    public void Edits_touch_their_rows_only_and_every_repeat_of_them()
    {
        CellEdit[] edits = [new(1, "a", CellValue.OfText("é\n")), new(1, "b", CellValue.Null(ColumnKind.Text)), new(3, "a", CellValue.OfNumber(0.5))];
        Assert.Equal(
            "{\"a\":\"é\\n\",\"b\":null}\n{\"a\":0}\n{\"a\":\"é\\n\",\"b\":null}\n{\"a\":2}\n{\"a\":0.5}\n",
            Jsonl.Copy("{\"a\":0}\n{\"a\":1}\n{\"a\":2}\n{\"a\":3}", s_nothing, batch => batch.Edits = [.. edits], [1, 0, 1, 2, 3]));
    }

    [Fact]
    public void Edit_values_are_written_in_their_kinds()
    {
        CellEdit[] edits =
        [
            new(0, "bytes", new CellValue(ColumnKind.Bytes) { Bytes = [255, 239] }),
            new(0, "date", new CellValue(ColumnKind.Date) { Whole = 86_400_000_000 }),
            new(0, "dec", new CellValue(ColumnKind.Decimal) { Bytes = "1.50"u8.ToArray() }),
            new(0, "flag", CellValue.OfFlag(true)),
            new(0, "json", new CellValue(ColumnKind.Json) { Bytes = "{\"x\":\n1}"u8.ToArray() }),
            new(0, "vec", new CellValue(ColumnKind.Vector) { Bytes = "[1,2]"u8.ToArray() }),
        ];
        Assert.Equal(
            "{\"bytes\":\"/+8=\",\"date\":\"1970-01-02\",\"dec\":1.50,\"flag\":true,\"json\":{\"x\": 1},\"vec\":[1,2]}\n",
            Jsonl.Copy("{}", s_nothing, batch => batch.Edits = [.. edits]));
    }

    [Fact]
    public void Typed_columns_become_objects()
    {
        var text = new TextColumn();
        var whole = new WholeColumn();
        var number = new NumberColumn();
        var single = new NumberColumn();
        var flag = new FlagColumn();
        var date = new TimeColumn(ColumnKind.Date);
        var time = new TimeColumn(ColumnKind.Time);
        var scaled = new DecimalColumn(3);
        var bytes = new TextColumn(ColumnKind.Bytes);
        var vector = new VectorColumn();
        var json = new TextColumn(ColumnKind.Json);
        text.Append("a\"\\\u0001\t\u2028日"u8);
        whole.Append(long.MinValue);
        number.Append(0.1);
        single.Append(0.1f);
        flag.Append(true);
        date.Append(-86_400_000_000);
        time.Append(1_709_210_096_000_120);
        scaled.Append(-5);
        bytes.Append([1, 2, 3]);
        vector.Append([0.1f, -1e20f, 3]);
        json.Append("{\"k\":[1, 2]}"u8);
        Column[] columns = [text, whole, number, single, flag, date, time, scaled, bytes, vector, json];
        (Field, Column)[] shaped =
        [
            .. columns.Select((column, i) => (new Field($"c{i}", column.Kind) { IsSingle = i == 3, Scale = column is DecimalColumn ? 3 : 0 }, column)),
        ];
        foreach (Column column in columns)
        {
            column.AppendNull();
        }

        string written = Jsonl.Write(2, [], shaped);
        Assert.Equal(
            "{\"c0\":\"a\\\"\\\\\\u0001\\t\u2028日\",\"c1\":-9223372036854775808,\"c2\":0.1,\"c3\":0.1,\"c4\":true,\"c5\":\"1969-12-31\","
            + "\"c6\":\"2024-02-29T12:34:56.000120Z\",\"c7\":-0.005,\"c8\":\"AQID\",\"c9\":[0.1,-1E+20,3],\"c10\":{\"k\":[1, 2]}}\n"
            + "{" + string.Join(',', columns.Select((_, i) => $"\"c{i}\":null")) + "}\n",
            written);
        using JsonLinesSource back = Jsonl.Source(written);
        for (int i = 0; i < columns.Length; i++)
        {
            string? expected = i == 3 ? "0.1" : Jsonl.Show(columns[i], 0);
            Assert.Equal([expected, null], Jsonl.Column(back, $"c{i}", columns[i].Kind, scale: 3));
        }
    }

    [Theory]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"inf\"")]
    [InlineData(double.NegativeInfinity, "\"-inf\"")]
    [InlineData(1e300, "1E+300")]
    [InlineData(-0.0, "-0")]
    [InlineData(5.0, "5")]
    public void Numbers_are_written_shortest_and_the_others_as_strings(double value, string expected)
    {
        var number = new NumberColumn();
        number.Append(value);
        Assert.Equal($"{{\"a\":{expected}}}\n", Jsonl.Write(1, [], (new Field("a", ColumnKind.Number), number)));
    }

    [Theory]
    [InlineData("0001-01-01", -62_135_596_800_000_000)]
    [InlineData("9999-12-31", 253_402_214_400_000_000)]
    [InlineData("2000-02-29", 951_782_400_000_000)]
    [InlineData("1900-03-01", -2_203_891_200_000_000)]
    [InlineData("+10000-01-01", 253_402_300_800_000_000)]
    [InlineData("-0001-12-31", -62_167_305_600_000_000)]
    public void Dates_of_all_years_are_written(string expected, long micros)
    {
        var date = new TimeColumn(ColumnKind.Date);
        date.Append(micros);
        Assert.Equal($"{{\"a\":\"{expected}\"}}\n", Jsonl.Write(1, [], (new Field("a", ColumnKind.Date), date)));
    }

    [Theory]
    [InlineData("12", ColumnKind.Whole, "12")]
    [InlineData(" 12 ", ColumnKind.Whole, "12")]
    [InlineData("1.50", ColumnKind.Number, "1.50")]
    [InlineData("1e5", ColumnKind.Number, "1e5")]
    [InlineData(".5", ColumnKind.Number, "0.5")]
    [InlineData("-.5e1", ColumnKind.Number, "-0.5e1")]
    [InlineData("5.", ColumnKind.Number, "5.0")]
    [InlineData("5.e3", ColumnKind.Number, "5.0e3")]
    [InlineData("NaN", ColumnKind.Number, "\"NaN\"")]
    [InlineData("-inf", ColumnKind.Number, "\"-inf\"")]
    [InlineData("1.10", ColumnKind.Decimal, "1.10")]
    [InlineData("True", ColumnKind.Flag, "true")]
    [InlineData("FALSE", ColumnKind.Flag, "false")]
    [InlineData("007", ColumnKind.Text, "\"007\"")]
    [InlineData("12", ColumnKind.Text, "\"12\"")]
    [InlineData("12", null, "\"12\"")]
    [InlineData("2024-01-01", ColumnKind.Date, "\"2024-01-01\"")]
    [InlineData("[1, 2]", ColumnKind.Vector, "[1, 2]")]
    [InlineData("{\"a\":\n[]}", ColumnKind.Json, "{\"a\": []}")]
    [InlineData("{\"a\":", ColumnKind.Json, "\"{\\\"a\\\":\"")]
    public void Texts_of_known_kind_become_json(string text, ColumnKind? kind, string expected)
    {
        var column = new TextColumn();
        column.Append(Encoding.UTF8.GetBytes(text));
        string written = Jsonl.Write(1, [], (new Field("a", kind), column));
        Assert.Equal($"{{\"a\":{expected}}}\n", written);
        Assert.Single(Jsonl.Lines(written));
    }

    [Fact]
    public void Dotted_names_stay_flat_keys_under_edits_too()
    {
        var column = new TextColumn();
        column.Append("1"u8);
        column.Append("2"u8);
        Assert.Equal(
            "{\"a.b\":1}\n{\"a.b\":5}\n",
            Jsonl.Write(2, [new CellEdit(1, "a.b", CellValue.OfText("5"))], (new Field("a.b", ColumnKind.Whole), column)));
    }

    [Fact]
    public void Table_without_columns_is_empty_objects() => Assert.Equal("{}\n{}\n", Jsonl.Write(2, []));

    [Theory]
    [InlineData(ColumnKind.Text, ColumnKind.Whole, ColumnKind.Text)]
    [InlineData(ColumnKind.Json, ColumnKind.Whole, ColumnKind.Json)]
    [InlineData(ColumnKind.Bytes, ColumnKind.Whole, ColumnKind.Whole)]
    public void Kinds_asked_for_follow_the_source(ColumnKind raw, ColumnKind field, ColumnKind expected)
    {
        var format = new JsonLinesSinkFormat(new MemoryOutput());
        using var source = new ColumnsOnly(TableSchema.Empty, 0, [], [], raw);
        Assert.Equal(expected, format.KindFor(new Field("a", field), source));
        Assert.True(format.NeedsKinds);
        Assert.True(format.Accepts(JsonLinesLayout.Instance));
    }

    [Fact]
    public void Nothing_is_complete_before_it_is_completed()
    {
        var output = new MemoryOutput();
        using (IRecordSink sink = new JsonLinesSinkFormat(output).Open(new SinkShape(TableSchema.Empty, JsonLinesLayout.Instance, [])))
        {
            Assert.False(output.Completed);
        }

        Assert.True(output.Disposed);
        Assert.False(output.Completed);
        using IRecordSink other = new JsonLinesSinkFormat(output).Open(new SinkShape(TableSchema.Empty, JsonLinesLayout.Instance, []));
        other.Complete();
        Assert.True(output.Completed);
    }
}
