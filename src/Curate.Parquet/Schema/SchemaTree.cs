using Curate.Parquet.Metadata;

namespace Curate.Parquet.Schema;

/// <summary>
/// Builds the tree from the footer's list, with the rules of LogicalTypes.md for lists and maps, the backward-compatible ones included.
/// </summary>
internal sealed class SchemaTree(IReadOnlyList<SchemaElement> elements)
{
    // Levels are held in bytes; and recursion stays far from the end of the stack.
    private const int DeepestNesting = 120;

    private readonly List<string> _path = [];
    private readonly List<LeafColumn> _leaves = [];
    private int _at;

    public IReadOnlyList<LeafColumn> Leaves => _leaves;

    public SchemaNode Build()
    {
        if (elements.Count == 0 || !elements[0].IsGroup)
        {
            Faults.Corrupt("the schema does not begin with a group");
        }

        SchemaElement root = Next();
        List<SchemaNode> fields = [];
        for (int i = ChildCount(root); i > 0; i--)
        {
            fields.Add(Field(0, 0));
        }

        if (_at != elements.Count)
        {
            Faults.Corrupt("the schema lists more fields than its tree has");
        }

        return new SchemaNode
        {
            Name = root.Name,
            Kind = SchemaNodeKind.Struct,
            IsNullable = false,
            DefinitionLevel = 0,
            RepetitionLevel = 0,
            Children = fields,
            EndElement = _at,
            Leaves = .._leaves.Count,
        };
    }

    private static int ChildCount(SchemaElement group)
    {
        int count = group.ChildCount ?? 0;
        if (count < 0)
        {
            Faults.Corrupt($"the group '{group.Name}' of the schema has a negative number of fields");
        }

        return count;
    }

    private static Repetition RepetitionOf(SchemaElement element)
    {
        Repetition repetition = element.Repetition ?? Repetition.Required;
        if (repetition is not (Repetition.Required or Repetition.Optional or Repetition.Repeated))
        {
            Faults.Unsupported($"the field '{element.Name}' has a repetition that is not known here ({(int)repetition})");
        }

        return repetition;
    }

    private SchemaElement Peek()
    {
        if (_at >= elements.Count)
        {
            Faults.Corrupt("the schema ends before its tree is complete");
        }

        return elements[_at];
    }

    private SchemaElement Next()
    {
        SchemaElement element = Peek();
        _at++;
        return element;
    }

    // A field with its repetition; a repeated one that no LIST or MAP explains is a list that is never null, of elements never null.
    private SchemaNode Field(int definition, int repetition)
    {
        SchemaElement element = Peek();
        switch (RepetitionOf(element))
        {
            case Repetition.Repeated:
                int first = _at;
                int firstLeaf = _leaves.Count;
                SchemaNode inner = Content(definition + 1, repetition + 1, isNullable: false);
                return new SchemaNode
                {
                    Name = element.Name,
                    Kind = SchemaNodeKind.List,
                    IsNullable = false,
                    DefinitionLevel = definition,
                    RepetitionLevel = repetition,
                    ElementDefinition = definition + 1,
                    ElementRepetition = repetition + 1,
                    Children = [inner],
                    FirstElement = first,
                    EndElement = _at,
                    Leaves = firstLeaf.._leaves.Count,
                };
            case Repetition.Optional:
                return Content(definition + 1, repetition, isNullable: true);
            default:
                return Content(definition, repetition, isNullable: false);
        }
    }

    // The field itself, where its own repetition is already part of the levels.
    private SchemaNode Content(int definition, int repetition, bool isNullable)
    {
        int first = _at;
        int firstLeaf = _leaves.Count;
        SchemaElement element = Next();
        _path.Add(element.Name);
        if (_path.Count > DeepestNesting)
        {
            Faults.Limit($"the schema is nested deeper than {DeepestNesting}");
        }

        SchemaNodeKind kind = SchemaNodeKind.Struct;
        List<SchemaNode> children = [];
        LeafColumn? leaf = null;
        int elementDefinition = 0;
        if (!element.IsGroup)
        {
            kind = SchemaNodeKind.Leaf;
            leaf = Leaf(element, definition, repetition);
        }
        else if (element.Logical?.Kind == LogicalKind.List && OnlyChildRepeats(element))
        {
            kind = SchemaNodeKind.List;
            elementDefinition = definition + 1;
            children.Add(Element(element, definition + 1, repetition + 1));
        }
        else if (element.Logical?.Kind == LogicalKind.Map && OnlyChildRepeats(element) && Peek().IsGroup && ChildCount(Peek()) is 1 or 2)
        {
            kind = SchemaNodeKind.Map;
            elementDefinition = definition + 1;
            SchemaElement pair = Next();
            _path.Add(pair.Name);
            for (int i = ChildCount(pair); i > 0; i--)
            {
                children.Add(Field(definition + 1, repetition + 1));
            }

            _path.RemoveAt(_path.Count - 1);
        }
        else
        {
            for (int i = ChildCount(element); i > 0; i--)
            {
                children.Add(Field(definition, repetition));
            }
        }

        _path.RemoveAt(_path.Count - 1);
        return new SchemaNode
        {
            Name = element.Name,
            Kind = kind,
            IsNullable = isNullable,
            DefinitionLevel = definition,
            RepetitionLevel = repetition,
            ElementDefinition = elementDefinition,
            ElementRepetition = elementDefinition == 0 ? 0 : repetition + 1,
            Children = children,
            Leaf = leaf,
            Logical = element.Logical,
            FieldId = element.FieldId,
            FirstElement = first,
            EndElement = _at,
            Leaves = firstLeaf.._leaves.Count,
        };
    }

    private bool OnlyChildRepeats(SchemaElement group) => ChildCount(group) == 1 && RepetitionOf(Peek()) == Repetition.Repeated;

    // The five rules for the type of a list's elements, in their order.
    private SchemaNode Element(SchemaElement list, int definition, int repetition)
    {
        SchemaElement repeated = Peek();
        bool isElement = !repeated.IsGroup
            || ChildCount(repeated) != 1
            || (_at + 1 < elements.Count && RepetitionOf(elements[_at + 1]) == Repetition.Repeated)
            || repeated.Name == "array"
            || repeated.Name == list.Name + "_tuple";
        if (isElement)
        {
            return Content(definition, repetition, isNullable: false);
        }

        _at++;
        _path.Add(repeated.Name);
        SchemaNode element = Field(definition, repetition);
        _path.RemoveAt(_path.Count - 1);
        return element;
    }

    private LeafColumn Leaf(SchemaElement element, int definition, int repetition)
    {
        if (definition > DeepestNesting || repetition > DeepestNesting)
        {
            Faults.Limit($"the schema is nested deeper than {DeepestNesting}");
        }

        PhysicalType type = element.Type!.Value;
        int length = 0;
        if (type == PhysicalType.FixedLengthByteArray)
        {
            length = element.TypeLength ?? -1;
            // 16 MiB a value: a length of its own from the file never decides how much is allocated.
            if (length <= 0 || length > 1 << 24)
            {
                Faults.Corrupt($"the fixed length of the field '{element.Name}' is missing or out of range");
            }
        }

        LeafColumn leaf = new()
        {
            Index = _leaves.Count,
            Path = [.. _path],
            Type = type,
            TypeLength = length,
            Logical = LogicalTypeRules.Fitting(element.Logical, type, length),
            MaxDefinition = definition,
            MaxRepetition = repetition,
            Repetition = RepetitionOf(element),
        };
        _leaves.Add(leaf);
        return leaf;
    }
}
