namespace Curate.Parquet.Schema;

/// <summary>What a node of the schema tree is.</summary>
public enum SchemaNodeKind
{
    /// <summary>A column of values.</summary>
    Leaf,
    /// <summary>Named fields.</summary>
    Struct,
    /// <summary>A sequence; the one child is the element.</summary>
    List,
    /// <summary>Pairs; the children are the key and, where there is one, the value.</summary>
    Map,
}
