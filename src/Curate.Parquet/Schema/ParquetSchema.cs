using Curate.Parquet.Metadata;

namespace Curate.Parquet.Schema;

/// <summary>The columns of a file: the list of the footer, the leaf columns, and the tree.</summary>
public sealed class ParquetSchema
{
    private ParquetSchema(IReadOnlyList<SchemaElement> elements, SchemaNode root, IReadOnlyList<LeafColumn> leaves)
    {
        Elements = elements;
        Root = root;
        Leaves = leaves;
    }

    /// <summary>The nodes as stored, depth first, the root first.</summary>
    public IReadOnlyList<SchemaElement> Elements { get; }

    /// <summary>A struct of the top-level fields.</summary>
    public SchemaNode Root { get; }

    public IReadOnlyList<SchemaNode> Fields => Root.Children;

    public IReadOnlyList<LeafColumn> Leaves { get; }

    /// <summary>Builds the tree and its levels.</summary>
    /// <exception cref="ParquetFormatException">The list is no tree, or uses what this reader does not know.</exception>
    public static ParquetSchema From(IReadOnlyList<SchemaElement> elements)
    {
        SchemaTree tree = new(elements);
        SchemaNode root = tree.Build();
        return new ParquetSchema(elements, root, tree.Leaves);
    }

    /// <summary>The schema of some of the top-level fields, in the order given, everything inside them unchanged.</summary>
    public ParquetSchema Select(ReadOnlySpan<int> fields)
    {
        SchemaElement root = Elements[0];
        List<SchemaElement> elements =
        [
            new SchemaElement { Name = root.Name, ChildCount = fields.Length, FieldId = root.FieldId, Repetition = root.Repetition },
        ];
        foreach (int field in fields)
        {
            SchemaNode node = Fields[field];
            for (int i = node.FirstElement; i < node.EndElement; i++)
            {
                elements.Add(Elements[i]);
            }
        }

        return From(elements);
    }
}
