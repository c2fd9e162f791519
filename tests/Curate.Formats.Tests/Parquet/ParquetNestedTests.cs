using Curate.Core.Data;
using Curate.Formats.Parquet;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;

namespace Curate.Formats.Tests.Parquet;

/// <summary>Levels are written by hand, after the definition and repetition levels of the Dremel paper; the JSON is what they mean.</summary>
public class ParquetNestedTests
{
    [Fact]
    public void Structs_lists_and_maps_are_json()
    {
        using ParquetSource source = Pq.Open(Table());
        Assert.Equal(
            """
            {"s":{"a":1,"in":{"b":"x"}},"l":[[1,2],[]],"m":{"k":1.5,"7":null}}
            {"s":{"a":null,"in":null},"l":[],"m":{}}
            {"s":null,"l":null,"m":null}
            {"s":{"a":4,"in":{"b":null}},"l":[null,[3,null]],"m":{"z":2}}

            """,
            Pq.Jsonl(source));
        Assert.Equal(Pq.Jsonl(source), Pq.Jsonl(source, batchRows: 1));
    }

    [Fact]
    public void Paths_into_structs_are_columns_of_their_own_kind()
    {
        using ParquetSource source = Pq.Open(Table());
        Assert.Equal(["1", null, null, "4"], Pq.Column(source, "s.a", ColumnKind.Whole));
        Assert.Equal(["x", null, null, null], Pq.Column(source, "s.in.b", ColumnKind.Text));
        Assert.Equal(["{\"b\":\"x\"}", null, null, "{\"b\":null}"], Pq.Column(source, "s.in", ColumnKind.Json));
        Assert.True(source.HasColumn("s.in.b"));
        Assert.False(source.HasColumn("s.in.c"));
        Assert.False(source.HasColumn("l.list.element"));
    }

    [Fact]
    public void Values_inside_structs_are_replaced_where_the_struct_is_there()
    {
        using ParquetSource source = Pq.Open(Nested());
        CellEdit[] edits =
        [
            new(0, "s.a", CellValue.OfWhole(11)), new(0, "s.in.b", CellValue.OfText("y")), new(1, "s.a", CellValue.OfWhole(12)),
            new(2, "s.a", CellValue.Null(ColumnKind.Whole)), new(3, "s.in.b", CellValue.OfText("z")),
        ];
        using ParquetSource copy = Pq.Open(Pq.Write(source, plan: new Editing(4, edits)));
        Assert.Equal(
            """
            {"s":{"a":11,"in":{"b":"y"}},"id":0}
            {"s":{"a":12,"in":null},"id":1}
            {"s":null,"id":2}
            {"s":{"a":4,"in":{"b":"z"}},"id":3}

            """,
            Pq.Jsonl(copy));
        foreach ((long row, string column) in new[] { (2L, "s.a"), (1L, "s.in.b"), (2L, "s.in.b") })
        {
            CellValue value = column == "s.a" ? CellValue.OfWhole(1) : CellValue.OfText("q");
            var refused = Assert.Throws<Curate.Core.Errors.CurateException>(() => Pq.Write(source, plan: new Editing(4, [new(row, column, value)])));
            Assert.Equal("bad-value", refused.Code.Id);
        }

        Assert.Equal("infeasible", Assert.Throws<Curate.Core.Errors.CurateException>(() => Pq.Write(source, plan: new Editing(4, [new(0, "s.in", CellValue.OfText("{}"))]))).Code.Id);
    }

    private static byte[] Nested()
    {
        ParquetSchema schema = new ParquetSchemaBuilder()
            .Group("s").Leaf("a", PhysicalType.Int32).Group("in").Leaf("b", PhysicalType.ByteArray, logical: LogicalType.String).End().End()
            .Leaf("id", PhysicalType.Int64, Repetition.Required)
            .Build();
        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, schema);
        ColumnEncoder[] e = [.. Enumerable.Range(0, 3).Select(writer.CreateEncoder)];
        e[0].Append<int>([2, 1, 0, 2], [], [1, 4]);
        e[1].AppendBytes([3, 1, 0, 2], [], "x"u8, [0, 1]);
        e[2].Append<long>([], [], [0, 1, 2, 3]);
        writer.WriteRowGroup([.. e.Select(static x => x.Finish())]);
        writer.Complete();
        return bytes.ToArray();
    }

    [Fact]
    public void Lists_of_one_length_are_vectors_and_others_are_json()
    {
        using ParquetSource source = Pq.Open(Lists());
        Assert.Equal([ColumnKind.Vector, ColumnKind.Vector, ColumnKind.Json, ColumnKind.Json, ColumnKind.Json], source.Schema.Fields.Select(static f => f.Kind!.Value));
        Assert.Equal([2, 3], source.Schema.Fields.Take(2).Select(static f => f.Dimension));
        Assert.Equal(["[1,2]", "[3,4]", "[5,6]"], Pq.Column(source, "same", ColumnKind.Vector));
        Assert.Equal(["[1,2,3]", null, "[4,5,6]"], Pq.Column(source, "nulls", ColumnKind.Vector));
        Assert.Equal(["[1]", "[2,3]", "[4,5,6]"], Pq.Column(source, "ragged", ColumnKind.Json));
        var failure = Assert.Throws<Curate.Core.Errors.CurateException>(() => Pq.Column(source, "ragged", ColumnKind.Vector));
        Assert.Equal("schema-conflict", failure.Code.Id);
        Assert.Equal("bad-value", Assert.Throws<Curate.Core.Errors.CurateException>(() => Pq.Column(source, "hole", ColumnKind.Vector)).Code.Id);
    }

    [Fact]
    public void Vectors_and_nested_values_survive_the_way_through_json_lines()
    {
        using ParquetSource source = Pq.Open(Lists());
        string rows = Pq.Jsonl(source);
        var text = new Curate.Formats.JsonLines.JsonLinesSource(new Curate.Formats.Tests.JsonLines.MemoryInput(rows), new Curate.Formats.Files.TextReadOptions());
        using ParquetSource back = Pq.Open(Pq.Write(text));
        Assert.Equal(rows, Pq.Jsonl(back));
        Assert.Equal(ColumnKind.Vector, back.Schema[0].Kind);
    }

    private static byte[] Table()
    {
        ParquetSchema schema = new ParquetSchemaBuilder()
            .Group("s").Leaf("a", PhysicalType.Int32).Group("in").Leaf("b", PhysicalType.ByteArray, logical: LogicalType.String).End().End()
            .List("l").List("element").Leaf("element", PhysicalType.Int64).EndList().EndList()
            .Map("m").Leaf("key", PhysicalType.ByteArray, Repetition.Required, LogicalType.String).Leaf("value", PhysicalType.Double).EndMap()
            .Build();
        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, schema);
        ColumnEncoder[] e = [.. Enumerable.Range(0, 5).Select(writer.CreateEncoder)];
        e[0].Append<int>([2, 1, 0, 2], [], [1, 4]);
        e[1].AppendBytes([3, 1, 0, 2], [], "x"u8, [0, 1]);
        e[2].Append<long>([5, 5, 3, 1, 0, 2, 5, 4], [0, 2, 1, 0, 0, 0, 1, 2], [1, 2, 3]);
        e[3].AppendBytes([2, 2, 1, 0, 2], [0, 1, 0, 0, 0], "k7z"u8, [0, 1, 2, 3]);
        e[4].Append<double>([3, 2, 1, 0, 3], [0, 1, 0, 0, 0], [1.5, 2]);
        writer.WriteRowGroup([.. e.Select(static one => one.Finish())]);
        writer.Complete();
        return bytes.ToArray();
    }

    private static byte[] Lists()
    {
        ParquetSchemaBuilder builder = new();
        foreach (string name in new[] { "same", "nulls", "ragged", "hole", "empty" })
        {
            builder.List(name).Leaf("element", name == "nulls" ? PhysicalType.Double : PhysicalType.Float).EndList();
        }

        ParquetSchema schema = builder.Build();
        var bytes = new MemoryStream();
        var writer = new ParquetFileWriter(bytes, schema);
        ColumnEncoder[] e = [.. Enumerable.Range(0, 5).Select(writer.CreateEncoder)];
        e[0].Append<float>([3, 3, 3, 3, 3, 3], [0, 1, 0, 1, 0, 1], [1, 2, 3, 4, 5, 6]);
        e[1].Append<double>([3, 3, 3, 0, 3, 3, 3], [0, 1, 1, 0, 0, 1, 1], [1, 2, 3, 4, 5, 6]);
        e[2].Append<float>([3, 3, 3, 3, 3, 3], [0, 0, 1, 0, 1, 1], [1, 2, 3, 4, 5, 6]);
        e[3].Append<float>([3, 3, 3, 2, 3, 3], [0, 1, 0, 1, 0, 1], [1, 2, 3, 5, 6]);
        e[4].Append<float>([3, 3, 1, 3, 3], [0, 1, 0, 0, 1], [1, 2, 5, 6]);
        writer.WriteRowGroup([.. e.Select(static one => one.Finish())]);
        writer.Complete();
        return bytes.ToArray();
    }
}
