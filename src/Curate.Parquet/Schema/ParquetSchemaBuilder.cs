using Curate.Parquet.Metadata;

namespace Curate.Parquet.Schema;

/// <summary>Puts a schema together, field by field, from the top.</summary>
public sealed class ParquetSchemaBuilder
{
    private sealed record Open(string Name, Repetition? Repetition, LogicalType? Logical, int At)
    {
        public int Children { get; set; }
    }

    private readonly List<SchemaElement?> _elements = [null];
    private readonly Stack<Open> _groups = new();

    public ParquetSchemaBuilder(string rootName = "schema") => _groups.Push(new Open(rootName, null, null, 0));

    /// <summary>A column of values.</summary>
    public ParquetSchemaBuilder Leaf(
        string name, PhysicalType type, Repetition repetition = Repetition.Optional, LogicalType? logical = null, int? typeLength = null)
    {
        if (logical is not null && LogicalTypeRules.Fitting(logical, type, typeLength ?? 0) is null)
        {
            throw new ArgumentException($"A column of type {type} cannot hold {logical.Kind}.", nameof(logical));
        }

        if (type == PhysicalType.FixedLengthByteArray != (typeLength is > 0))
        {
            throw new ArgumentException("A length belongs to fixed-length columns, and only to them.", nameof(typeLength));
        }

        _groups.Peek().Children++;
        _elements.Add(new SchemaElement { Name = name, Type = type, Repetition = repetition, Logical = logical, TypeLength = typeLength });
        return this;
    }

    /// <summary>Begins a group; <see cref="End"/> ends it.</summary>
    public ParquetSchemaBuilder Group(string name, Repetition repetition = Repetition.Optional, LogicalType? logical = null)
    {
        _groups.Peek().Children++;
        _groups.Push(new Open(name, repetition, logical, _elements.Count));
        _elements.Add(null);
        return this;
    }

    public ParquetSchemaBuilder End()
    {
        if (_groups.Count == 1)
        {
            throw new InvalidOperationException("No group is open.");
        }

        Close(_groups.Pop());
        return this;
    }

    /// <summary>Begins a list in its three-level form; the one field that follows is its element (by custom named <c>element</c>); <see cref="EndList"/> ends it.</summary>
    public ParquetSchemaBuilder List(string name, Repetition repetition = Repetition.Optional) =>
        Group(name, repetition, LogicalType.List).Group("list", Repetition.Repeated);

    public ParquetSchemaBuilder EndList() => End().End();

    /// <summary>Begins a map; its key (required) and value follow; <see cref="EndMap"/> ends it.</summary>
    public ParquetSchemaBuilder Map(string name, Repetition repetition = Repetition.Optional) =>
        Group(name, repetition, LogicalType.Map).Group("key_value", Repetition.Repeated);

    public ParquetSchemaBuilder EndMap() => End().End();

    /// <summary>Adds a top-level field of another schema, or a copy of any node, with all that is inside.</summary>
    /// <param name="schema">The schema that has the node.</param>
    /// <param name="node">The node.</param>
    /// <param name="name">Another name for the node itself; null = its own.</param>
    public ParquetSchemaBuilder Copy(ParquetSchema schema, SchemaNode node, string? name = null)
    {
        _groups.Peek().Children++;
        for (int i = node.FirstElement; i < node.EndElement; i++)
        {
            SchemaElement element = schema.Elements[i];
            _elements.Add(i == node.FirstElement && name is not null && name != element.Name ? Renamed(element, name) : element);
        }

        return this;
    }

    public ParquetSchema Build()
    {
        if (_groups.Count != 1)
        {
            throw new InvalidOperationException($"The group '{_groups.Peek().Name}' is still open.");
        }

        Close(_groups.Peek());
        return ParquetSchema.From([.. _elements.Select(element => element!)]);
    }

    private static SchemaElement Renamed(SchemaElement element, string name) => new()
    {
        Name = name,
        Type = element.Type,
        TypeLength = element.TypeLength,
        Repetition = element.Repetition,
        ChildCount = element.ChildCount,
        FieldId = element.FieldId,
        Logical = element.Logical,
        UnknownLogical = element.UnknownLogical,
    };

    private void Close(Open group) => _elements[group.At] = new SchemaElement
    {
        Name = group.Name,
        Repetition = group.Repetition,
        Logical = group.Logical,
        ChildCount = group.Children,
    };
}
