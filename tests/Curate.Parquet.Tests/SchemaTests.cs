using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Thrift;

namespace Curate.Parquet.Tests;

public class SchemaTests
{
    private const Repetition Required = Repetition.Required;
    private const Repetition Optional = Repetition.Optional;
    private const Repetition Repeated = Repetition.Repeated;

    [Fact]
    public void From_three_level_list_has_the_levels_of_the_specification()
    {
        ParquetSchema schema = new ParquetSchemaBuilder().List("l").Leaf("element", PhysicalType.Int32).EndList().Build();
        SchemaNode list = schema.Fields[0];
        Assert.Equal(SchemaNodeKind.List, list.Kind);
        Assert.Equal((1, 2, 1), (list.DefinitionLevel, list.ElementDefinition, list.ElementRepetition));
        Assert.Equal((3, 1), (schema.Leaves[0].MaxDefinition, schema.Leaves[0].MaxRepetition));
        Assert.True(list.IsNullable && list.Children[0].IsNullable);
        Assert.Equal("l.list.element", schema.Leaves[0].PathText);
    }

    // The examples of LogicalTypes.md for lists of other shapes, by rule.
    [Fact]
    public void From_legacy_lists_finds_the_element_by_the_five_rules()
    {
        SchemaNode rule1 = Only(b => b.Group("my_list", Optional, LogicalType.List).Leaf("element", PhysicalType.Int32, Repeated).End());
        Assert.Equal("[int]?", Shape(rule1));
        SchemaNode rule2 = Only(b => b.Group("my_list", Optional, LogicalType.List).Group("element", Repeated)
            .Leaf("str", PhysicalType.ByteArray, Required).Leaf("num", PhysicalType.Int32, Required).End().End());
        Assert.Equal("[{bin,int}]?", Shape(rule2));
        SchemaNode rule3 = Only(b => b.Group("my_list", Optional, LogicalType.List).Group("array", Repeated, LogicalType.List)
            .Leaf("array", PhysicalType.Int32, Repeated).End().End());
        Assert.Equal("[[int]]?", Shape(rule3));
        SchemaNode rule4 = Only(b => b.Group("my_list", Optional, LogicalType.List).Group("array", Repeated).Leaf("str", PhysicalType.ByteArray, Required).End().End());
        Assert.Equal("[{bin}]?", Shape(rule4));
        SchemaNode tuple = Only(b => b.Group("my_list", Optional, LogicalType.List).Group("my_list_tuple", Repeated).Leaf("str", PhysicalType.ByteArray, Required).End().End());
        Assert.Equal("[{bin}]?", Shape(tuple));
        SchemaNode rule5 = Only(b => b.Group("my_list", Optional, LogicalType.List).Group("element", Repeated).Leaf("str", PhysicalType.ByteArray, Optional).End().End());
        Assert.Equal("[bin?]?", Shape(rule5));
        SchemaNode repeated = Only(b => b.Leaf("num", PhysicalType.Int32, Repeated));
        Assert.Equal("[int]", Shape(repeated));
        SchemaNode tuples = Only(b => b.Group("my_list", Repeated).Leaf("num", PhysicalType.Int32, Required).Leaf("str", PhysicalType.ByteArray, Optional).End());
        Assert.Equal("[{int,bin?}]", Shape(tuples));
    }

    [Fact]
    public void From_maps_of_any_names_finds_key_and_value_by_place()
    {
        SchemaNode map = Only(b => b.Group("my_map", Optional, LogicalType.Map).Group("map", Repeated)
            .Leaf("str", PhysicalType.ByteArray, Required).Leaf("num", PhysicalType.Int32, Optional).End().End());
        Assert.Equal("<bin,int?>?", Shape(map));
        SchemaNode set = Only(b => b.Group("my_map", Required, LogicalType.Map).Group("map", Repeated).Leaf("str", PhysicalType.ByteArray, Required).End().End());
        Assert.Equal("<bin>", Shape(set));
    }

    [Fact]
    public void From_list_annotation_on_what_is_no_list_is_a_struct()
    {
        SchemaNode node = Only(b => b.Group("x", Required, LogicalType.List).Leaf("a", PhysicalType.Int32, Optional).Leaf("b", PhysicalType.Int32, Optional).End());
        Assert.Equal("{int?,int?}", Shape(node));
    }

    [Fact]
    public void From_lists_that_are_no_tree_fail_as_damage()
    {
        SchemaElement leaf = new() { Name = "a", Type = PhysicalType.Int32, Repetition = Required };
        Assert.Throws<ParquetFormatException>(() => ParquetSchema.From([]));
        Assert.Throws<ParquetFormatException>(() => ParquetSchema.From([leaf]));
        Assert.Throws<ParquetFormatException>(() => ParquetSchema.From([new SchemaElement { Name = "r", ChildCount = 2 }, leaf]));
        Assert.Throws<ParquetFormatException>(() => ParquetSchema.From([new SchemaElement { Name = "r", ChildCount = 0 }, leaf]));
        Assert.Throws<ParquetFormatException>(() => ParquetSchema.From([new SchemaElement { Name = "r", ChildCount = -1 }]));
        ParquetFormatException vector = Assert.Throws<ParquetFormatException>(() => ParquetSchema.From(
            [new SchemaElement { Name = "r", ChildCount = 1 }, new SchemaElement { Name = "v", Type = PhysicalType.Float, Repetition = (Repetition)3 }]));
        Assert.Equal(ParquetFault.Unsupported, vector.Fault);
        SchemaElement[] deep = [.. Enumerable.Repeat(new SchemaElement { Name = "g", ChildCount = 1, Repetition = Required }, 100_000)];
        Assert.Equal(ParquetFault.Limit, Assert.Throws<ParquetFormatException>(() => ParquetSchema.From(deep)).Fault);
    }

    [Theory]
    [InlineData(0, PhysicalType.ByteArray, LogicalKind.String)]
    [InlineData(4, PhysicalType.ByteArray, LogicalKind.Enum)]
    [InlineData(6, PhysicalType.Int32, LogicalKind.Date)]
    [InlineData(7, PhysicalType.Int32, LogicalKind.Time)]
    [InlineData(8, PhysicalType.Int64, LogicalKind.Time)]
    [InlineData(9, PhysicalType.Int64, LogicalKind.Timestamp)]
    [InlineData(11, PhysicalType.Int32, LogicalKind.Integer)]
    [InlineData(18, PhysicalType.Int64, LogicalKind.Integer)]
    [InlineData(19, PhysicalType.ByteArray, LogicalKind.Json)]
    [InlineData(20, PhysicalType.ByteArray, LogicalKind.Bson)]
    public void FromConverted_legacy_annotation_means_the_logical_type(int converted, PhysicalType type, LogicalKind kind)
    {
        LogicalType? logical = SchemaElementReader.FromConverted(converted, 5, 2);
        Assert.Equal(kind, logical!.Kind);
        Assert.NotNull(LogicalTypeRules.Fitting(logical, type, 0));
        Assert.Equal((ConvertedType)converted, MetadataWriter.Converted(logical));
        Assert.Null(LogicalTypeRules.Fitting(logical, PhysicalType.Double, 0));
    }

    [Fact]
    public void Footer_of_every_logical_type_reads_back_the_same()
    {
        LogicalType[] types =
        [
            LogicalType.String, new(LogicalKind.Enum), LogicalType.Json, new(LogicalKind.Bson), LogicalType.Decimal(30, 4),
            new(LogicalKind.Geometry) { CoordinateSystem = "EPSG:4326" }, new(LogicalKind.Geography) { EdgeAlgorithm = 2 }, new(LogicalKind.Null),
        ];
        ParquetSchemaBuilder builder = new();
        for (int i = 0; i < types.Length; i++)
        {
            builder.Leaf($"b{i}", PhysicalType.ByteArray, Optional, types[i]);
        }

        foreach (ParquetTimeUnit unit in Enum.GetValues<ParquetTimeUnit>())
        {
            builder.Leaf($"t{unit}", PhysicalType.Int64, Optional, LogicalType.Timestamp(unit, unit == ParquetTimeUnit.Nanoseconds));
        }

        builder.Leaf("i8", PhysicalType.Int32, Optional, LogicalType.Integer(8, isSigned: false));
        builder.Leaf("f16", PhysicalType.FixedLengthByteArray, Required, new LogicalType(LogicalKind.Float16), 2);
        builder.Leaf("interval", PhysicalType.FixedLengthByteArray, Required, new LogicalType(LogicalKind.Interval), 12);
        builder.Group("v", Optional, new LogicalType(LogicalKind.Variant) { SpecificationVersion = 1 }).Leaf("metadata", PhysicalType.ByteArray, Required).End();
        ParquetSchema schema = builder.Build();
        CompactWriter writer = new();
        MetadataWriter.WriteFooter(writer, new FileMetaData
        {
            Version = 2,
            Schema = schema.Elements,
            RowCount = 0,
            RowGroups = [],
            KeyValues = [new KeyValue("a", "b"), new KeyValue("empty", null)],
            CreatedBy = "x",
            ColumnOrders = [ColumnOrder.TypeDefined, ColumnOrder.Ieee754Total],
        });
        FileMetaData back = FooterReader.Read(writer.Written);
        Assert.Equal(schema.Elements.Select(e => (e.Name, e.Type, e.Logical, e.TypeLength, e.Repetition, e.ChildCount)),
            back.Schema.Select(e => (e.Name, e.Type, e.Logical, e.TypeLength, e.Repetition, e.ChildCount)));
        Assert.Equal([new KeyValue("a", "b"), new KeyValue("empty", null)], back.KeyValues);
        Assert.Equal([ColumnOrder.TypeDefined, ColumnOrder.Ieee754Total], back.ColumnOrders);
    }

    [Fact]
    public void Footer_with_an_unknown_logical_type_is_read_by_physical_type_and_copied_whole()
    {
        CompactWriter unknown = new();
        int union = unknown.BeginStruct();
        int member = unknown.BeginStruct(77);
        unknown.I32(3, 9);
        unknown.EndStruct(member);
        unknown.EndStruct(union);
        SchemaElement leaf = new() { Name = "a", Type = PhysicalType.Int32, Repetition = Required, UnknownLogical = unknown.Written.ToArray() };
        CompactWriter writer = new();
        MetadataWriter.WriteFooter(writer, new FileMetaData { Version = 1, RowCount = 0, RowGroups = [], Schema = [new SchemaElement { Name = "r", ChildCount = 1 }, leaf] });
        FileMetaData back = FooterReader.Read(writer.Written);
        Assert.Null(back.Schema[1].Logical);
        Assert.Equal(leaf.UnknownLogical, back.Schema[1].UnknownLogical);
        Assert.Equal(PhysicalType.Int32, ParquetSchema.From(back.Schema).Leaves[0].Type);
    }

    [Fact]
    public void Footer_of_a_legacy_map_is_written_without_the_annotation_of_its_pairs()
    {
        ParquetSchema legacy = new ParquetSchemaBuilder().Group("m", Optional, LogicalType.Map).Group("map", Repeated, LogicalType.Map)
            .Leaf("key", PhysicalType.ByteArray, Required).Leaf("value", PhysicalType.Int32).End().End().Build();
        Assert.Equal("<bin,int?>?", Shape(legacy.Fields[0]));
        CompactWriter writer = new();
        MetadataWriter.WriteFooter(writer, new FileMetaData { Version = 1, RowCount = 0, RowGroups = [], Schema = legacy.Elements });
        FileMetaData back = FooterReader.Read(writer.Written);
        Assert.Equal(LogicalKind.Map, back.Schema[1].Logical!.Kind);
        Assert.Null(back.Schema[2].Logical);
        Assert.Equal("<bin,int?>?", Shape(Assert.Single(ParquetSchema.From(back.Schema).Fields)));
    }

    private static SchemaNode Only(Action<ParquetSchemaBuilder> build)
    {
        ParquetSchemaBuilder builder = new();
        build(builder);
        return Assert.Single(builder.Build().Fields);
    }

    private static string Shape(SchemaNode node)
    {
        string inner = string.Join(',', node.Children.Select(Shape));
        string shape = node.Kind switch
        {
            SchemaNodeKind.List => $"[{inner}]",
            SchemaNodeKind.Map => $"<{inner}>",
            SchemaNodeKind.Struct => "{" + inner + "}",
            _ => node.Leaf!.Type == PhysicalType.Int32 ? "int" : "bin",
        };
        return node.IsNullable ? shape + "?" : shape;
    }
}
