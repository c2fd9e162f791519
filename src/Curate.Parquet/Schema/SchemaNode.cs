using Curate.Parquet.Metadata;

namespace Curate.Parquet.Schema;

/// <summary>
/// A node of the schema as its author meant it: the groups that only carry lists and maps are folded into the list and map nodes. The
/// levels say how a row is put together from its level entries: with d the definition level of an entry, the node is there when
/// d &gt;= <see cref="DefinitionLevel"/>; a list or map that is there is empty when d &lt; <see cref="ElementDefinition"/>; an entry with
/// a repetition level of <see cref="ElementRepetition"/> is a further element of the same list.
/// </summary>
public sealed class SchemaNode
{
    public required string Name { get; init; }

    public required SchemaNodeKind Kind { get; init; }

    /// <summary>The node itself may be null where its parent is there.</summary>
    public required bool IsNullable { get; init; }

    /// <summary>The lowest definition level at which the node is there.</summary>
    public required int DefinitionLevel { get; init; }

    /// <summary>How many lists the node stands in.</summary>
    public required int RepetitionLevel { get; init; }

    /// <summary>Lists and maps: the lowest definition level at which an element is there; otherwise 0.</summary>
    public int ElementDefinition { get; init; }

    /// <summary>Lists and maps: the repetition level of a further element; otherwise 0.</summary>
    public int ElementRepetition { get; init; }

    /// <summary>Fields of a struct, element of a list, key and value of a map.</summary>
    public required IReadOnlyList<SchemaNode> Children { get; init; }

    /// <summary>The column of a leaf; otherwise null.</summary>
    public LeafColumn? Leaf { get; init; }

    /// <summary>The annotation of the group or leaf.</summary>
    public LogicalType? Logical { get; init; }

    public int? FieldId { get; init; }

    /// <summary>The position of the node's element in the schema list of the footer.</summary>
    internal int FirstElement { get; init; }

    /// <summary>The position behind the node's last element.</summary>
    internal int EndElement { get; init; }

    /// <summary>The leaves below, from the first to before the end: they are neighbours.</summary>
    public required Range Leaves { get; init; }

    /// <summary>
    /// The leaf when the node is a list of plain numbers of one level, such as an embedding; otherwise null.
    /// </summary>
    public LeafColumn? VectorElement => Kind == SchemaNodeKind.List && Children[0].Kind == SchemaNodeKind.Leaf ? Children[0].Leaf : null;
}
