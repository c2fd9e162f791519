using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;
using Curate.Formats.JsonLines;

namespace Curate.Formats.Tests.JsonLines;

public sealed class JsonLinesSchemaTests
{
    private const string Text = "{\"b\":1,\"a\":{\"x\":{\"y\":1}}}\n{\"c\":1,\"b\":2}\n{\"a\":[{\"z\":1}],\"d\":null}";

    [Fact]
    public void Columns_stand_in_order_of_first_appearance()
    {
        using JsonLinesSource source = Jsonl.Source(Text, Jsonl.Typed(("b", ColumnKind.Whole)));
        Assert.Equal([new("b", ColumnKind.Whole), new("a", null), new("c", null), new Field("d", null)], source.Schema.Fields);
        Assert.Equal(3, source.RowCount);
        Assert.Equal((JsonLinesLayout.Instance, ColumnKind.Json), ((JsonLinesLayout)source.Layout!, source.RawKind));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("a.x", true)]
    [InlineData("a.x.y", true)]
    [InlineData("a.z", false)]
    [InlineData("x", false)]
    [InlineData("a.x.y.z", false)]
    [InlineData("d", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    public void Columns_are_keys_and_paths_that_occur(string name, bool has) => Assert.Equal(has, Jsonl.Source(Text).HasColumn(name));

    [Fact]
    public void Schema_costs_one_pass_a_column_of_the_first_rows_a_look_and_copying_none()
    {
        var input = new MemoryInput(Text);
        using var source = new JsonLinesSource(input, new TextReadOptions());
        Jsonl.Lines(source);
        Assert.Equal(1, input.Opened);
        Assert.Null(source.RowCount);
        Assert.True(source.HasColumn("a") && source.HasColumn("b"));
        Assert.Equal(2, input.Opened);
        Assert.Null(source.RowCount);
        Assert.Equal(4, source.Schema.Count);
        Assert.Equal(3, input.Opened);
    }

    [Fact]
    public void Unknown_column_is_named_with_the_nearest()
    {
        CurateException failure = Jsonl.Failure("{\"label\":1,\"meta\":{\"source\":1}}", null, new ColumnRequest("lable", ColumnKind.Text));
        Assert.Equal(ErrorCodes.UnknownColumn, failure.Code);
        Assert.Contains("'lable'", failure.Message);
        Assert.Contains("'label'", failure.Message);
        Assert.Contains("'meta.source'", Jsonl.Failure("{\"meta\":{\"source\":1}}", null, new ColumnRequest("meta.sorce", ColumnKind.Text)).Message);
        Assert.DoesNotContain("mean", Jsonl.Failure("{\"label\":1}", null, new ColumnRequest("price", ColumnKind.Text)).Message);
    }

    [Fact]
    public void Bad_rows_leave_no_columns()
    {
        TextReadOptions options = Jsonl.Skipping(out _);
        using JsonLinesSource source = Jsonl.Source("{\"x\":1,\"y\":2\n{\"y\":1}\n{\"z\":\"\ud83d\"}".Replace("\ud83d", "\\ud83d", StringComparison.Ordinal) + "\n{\"x\":2}", options);
        Assert.Equal(["y", "x"], source.Schema.Fields.Select(f => f.Name));
        Assert.False(source.HasColumn("z"));
        Assert.Equal(2, source.RowCount);
    }

    [Fact]
    public void Keys_that_are_data_end_in_a_limit_for_columns_but_not_for_copies()
    {
        string[] lines = [.. Enumerable.Range(0, 100_001).Select(i => $"{{\"k{i}\":1}}")];
        using JsonLinesSource source = Jsonl.Source(string.Join('\n', lines));
        Assert.Equal(lines, Jsonl.Lines(source));
        Assert.Equal(ErrorCodes.TooManyColumns, Assert.Throws<CurateException>(() => source.Schema).Code);
        using JsonLinesSource fits = Jsonl.Source(string.Join('\n', lines[1..]));
        Assert.Equal(100_000, fits.Schema.Count);
        Assert.Equal("1", Jsonl.Column(fits, "k77777", capacity: 8192)[77_776]);
    }

    [Fact]
    public void Conforming_to_the_own_columns_in_any_order_changes_nothing()
    {
        using JsonLinesSource source = Jsonl.Source(Text);
        var schema = new TableSchema([new("d", null), new("c", ColumnKind.Whole), new("b", null), new("a", null)]);
        Assert.Same(source, source.Conform(schema, JsonLinesLayout.Instance));
    }

    [Fact]
    public void Conforming_to_a_union_keeps_rows_and_adds_nulls()
    {
        using JsonLinesSource source = Jsonl.Source(Text);
        var schema = new TableSchema([.. source.Schema.Fields, new("e", ColumnKind.Whole), new("a.x", null)]);
        IRecordSource union = source.Conform(schema, JsonLinesLayout.Instance);
        Assert.Equal(Text.Split('\n'), Jsonl.Lines(union));
        Assert.Same(schema, union.Schema);
        Assert.True(union.HasColumn("e") && union.HasColumn("a.x.y") && !union.HasColumn("f"));
        Assert.Equal([null, null, null], Jsonl.Column(union, "e", ColumnKind.Whole));
        Assert.Equal(["1", null, null], Jsonl.Column(union, "a.x.y", ColumnKind.Whole));
        // Another file of the dataset has a key of this spelling, so it is no path here.
        Assert.Equal([null, null, null], Jsonl.Column(union, "a.x"));
        Assert.Equal(ErrorCodes.UnknownColumn, Assert.Throws<CurateException>(() => Jsonl.Column(union, "f")).Code);
    }

    [Fact]
    public void Conforming_to_an_intersection_rewrites_rows_with_the_kept_keys()
    {
        const string Spaced = " { \"a\" : 1 , \"b\":{\"a\":[1, 2]}, \"c\": \"x\" } \n{\"c\":1,\"a\":2}\n{\"c\":1}\n{}\n{\"\\u0061\":3,\"c\":4, \"b\":5}";
        using JsonLinesSource source = Jsonl.Source(Spaced);
        IRecordSource cut = source.Conform(new TableSchema([new("b", null), new("a", null)]), JsonLinesLayout.Instance);
        Assert.Equal([" { \"a\" : 1 , \"b\":{\"a\":[1, 2]} } ", "{\"a\":2}", "{}", "{}", "{\"\\u0061\":3, \"b\":5}"], Jsonl.Lines(cut));
        Assert.Equal(["1", "2", null, null, "3"], Jsonl.Column(cut, "a", ColumnKind.Whole));
        Assert.False(cut.HasColumn("c"));
        Assert.Equal(ErrorCodes.UnknownColumn, Assert.Throws<CurateException>(() => Jsonl.Column(cut, "c")).Code);
    }

    [Fact]
    public void Conforming_to_another_layout_delivers_columns_only()
    {
        using JsonLinesSource source = Jsonl.Source(Text);
        IRecordSource columns = source.Conform(source.Schema, new OtherLayout());
        Assert.Null(columns.Layout);
        Assert.Equal(["1", "2", null], Jsonl.Column(columns, "b"));
        Assert.Throws<ArgumentException>(() => columns.Open(ReadRequest.PayloadOnly));
    }

    private sealed record OtherLayout() : PayloadLayout("other")
    {
        public override bool HasNames => false;

        public override PayloadLayout WithColumns(IReadOnlyList<string> names) => this;

        public override ReadOnlySpan<byte> KeyBytes(RowPayload payload, int row, ref byte[] buffer) => ((RecordBytes)payload)[row];

        public override RowPayload CreatePayload() => new RecordBytes([]);
    }
}
