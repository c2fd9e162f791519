using Curate.Core.Data;
using Curate.Formats.JsonLines;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>
/// Puts the rows of a struct, list or map together as JSON without blanks: structs and maps are objects, a map's keys as text. Follows the
/// levels of all leaves side by side; leaves that disagree are a fault of the file.
/// </summary>
internal sealed class NestedJson
{
    private readonly SchemaNode _node;
    private readonly ColumnSite _site;
    private readonly int _firstLeaf;
    private readonly Cursor[] _cursors;
    private readonly byte[][] _keys;
    private readonly Dictionary<SchemaNode, int> _keyOf = [];
    private readonly ByteBuffer _json = new();
    private readonly ByteBuffer _key = new();

    public NestedJson(ParquetFile file, SchemaNode node, ColumnSite site)
    {
        _node = node;
        _site = site;
        (_firstLeaf, int count) = node.Leaves.GetOffsetAndLength(file.Schema.Leaves.Count);
        _cursors = new Cursor[count];
        for (int i = 0; i < count; i++)
        {
            LeafColumn leaf = file.Schema.Leaves[_firstLeaf + i];

            // Inside of JSON a number is a number: all of 64 bits are kept as a decimal of scale 0.
            Field field = ParquetFields.OfLeaf(leaf, leaf.PathText, static () => true);
            var values = new LeafValues(leaf, field, site);
            _cursors[i] = new Cursor(leaf, field, values, values.CreateColumn());
        }

        var keys = new List<byte[]>();
        AddKeys(node, keys);
        _keys = [.. keys];
    }

    /// <summary>Takes a batch of each leaf, all of the same rows.</summary>
    public void Begin(IReadOnlyList<ColumnBatch> batches)
    {
        for (int i = 0; i < _cursors.Length; i++)
        {
            Cursor cursor = _cursors[i];
            cursor.Batch = batches[i];
            cursor.Values.Clear();
            cursor.Decoder.Append(cursor.Values, batches[i], 0, batches[i].ValueCount);
        }
    }

    /// <summary>Goes to a row, from which rows follow in order.</summary>
    public void Seek(int row)
    {
        foreach (Cursor cursor in _cursors)
        {
            cursor.Slot = cursor.Batch!.RowSlots[row];
            cursor.Value = cursor.Batch.RowValues[row];
        }
    }

    /// <summary>The JSON of the next row; empty where the value is null.</summary>
    public ReadOnlySpan<byte> Next(int row)
    {
        _json.Clear();
        Cursor first = _cursors[0];
        bool isNull = first.Definition() < _node.DefinitionLevel;
        if (isNull)
        {
            Pass(_node);
        }
        else
        {
            Write(_node);
        }

        foreach (Cursor cursor in _cursors)
        {
            if (cursor.Slot != cursor.Batch!.RowSlots[row + 1])
            {
                _site.Corrupt("the columns of a nested value have different levels");
            }
        }

        return isNull ? [] : _json.Written;
    }

    private void Write(SchemaNode node)
    {
        (int begin, int count) = Leaves(node);
        Cursor first = Of(begin);
        if (node.Kind == SchemaNodeKind.Leaf)
        {
            WriteLeaf(first);
            return;
        }

        if (count == 0)
        {
            _json.Append("{}"u8);
            return;
        }

        if (first.Definition() < node.DefinitionLevel)
        {
            _json.Append("null"u8);
            Pass(node);
            return;
        }

        switch (node.Kind)
        {
            case SchemaNodeKind.Struct:
                WriteFields(node);
                break;
            case SchemaNodeKind.List:
                _json.Append((byte)'[');
                WriteElements(node, first);
                _json.Append((byte)']');
                break;
            default:
                _json.Append((byte)'{');
                WriteElements(node, first);
                _json.Append((byte)'}');
                break;
        }
    }

    private void WriteFields(SchemaNode node)
    {
        int key = _keyOf[node];
        _json.Append((byte)'{');
        for (int i = 0; i < node.Children.Count; i++)
        {
            if (i > 0)
            {
                _json.Append((byte)',');
            }

            _json.Append(_keys[key + i]);
            Write(node.Children[i]);
        }

        _json.Append((byte)'}');
    }

    private void WriteElements(SchemaNode node, Cursor first)
    {
        if (first.Definition() < node.ElementDefinition)
        {
            Pass(node);
            return;
        }

        for (bool isFirst = true; isFirst || first.Repetition() == node.ElementRepetition; isFirst = false)
        {
            if (!isFirst)
            {
                _json.Append((byte)',');
            }

            if (node.Kind == SchemaNodeKind.List)
            {
                Write(node.Children[0]);
                continue;
            }

            WriteKey(node.Children[0]);
            _json.Append((byte)':');
            if (node.Children.Count > 1)
            {
                Write(node.Children[1]);
            }
            else
            {
                _json.Append("null"u8);
            }
        }
    }

    // A key is a string in JSON, whatever it is in the file.
    private void WriteKey(SchemaNode key)
    {
        int start = _json.Length;
        Write(key);
        ReadOnlySpan<byte> written = _json.Written[start..];
        if (written[0] == '"')
        {
            return;
        }

        _key.Clear();
        JsonQuotes.Append(_key, written);
        _json.Shrink(_json.Length - start);
        _json.Append(_key.Written);
    }

    private void WriteLeaf(Cursor cursor)
    {
        if (cursor.Definition() == cursor.Leaf.MaxDefinition)
        {
            if (cursor.Value >= cursor.Values.Count)
            {
                _site.Corrupt("a nested value has fewer values than levels");
            }

            JsonValue.Append(_json, cursor.Values, cursor.Value++, cursor.Field);
        }
        else
        {
            _json.Append("null"u8);
        }

        cursor.Slot++;
    }

    // One entry of each leaf stands for a node that is not there.
    private void Pass(SchemaNode node)
    {
        (int begin, int count) = Leaves(node);
        for (int i = begin; i < begin + count; i++)
        {
            Cursor cursor = Of(i);
            if (cursor.Definition() == cursor.Leaf.MaxDefinition)
            {
                _site.Corrupt("the columns of a nested value have different levels");
            }

            cursor.Slot++;
        }
    }

    private Cursor Of(int leaf) => _cursors[Math.Min(leaf - _firstLeaf, _cursors.Length - 1)];

    private (int First, int Count) Leaves(SchemaNode node) => (node.Leaves.Start.Value, node.Leaves.End.Value - node.Leaves.Start.Value);

    private void AddKeys(SchemaNode node, List<byte[]> keys)
    {
        if (node.Kind == SchemaNodeKind.Struct)
        {
            _keyOf[node] = keys.Count;
            foreach (SchemaNode child in node.Children)
            {
                _key.Clear();
                JsonQuotes.Append(_key, System.Text.Encoding.UTF8.GetBytes(child.Name));
                _key.Append((byte)':');
                keys.Add(_key.Written.ToArray());
            }
        }

        foreach (SchemaNode child in node.Children)
        {
            AddKeys(child, keys);
        }
    }

    private sealed class Cursor(LeafColumn leaf, Field field, LeafValues decoder, Column values)
    {
        public LeafColumn Leaf { get; } = leaf;

        public Field Field { get; } = field;

        public LeafValues Decoder { get; } = decoder;

        /// <summary>The values of the batch, nulls left out.</summary>
        public Column Values { get; } = values;

        public ColumnBatch? Batch { get; set; }

        public int Slot { get; set; }

        public int Value { get; set; }

        /// <summary>The definition level at hand; behind the last entry one that stands for nothing.</summary>
        public int Definition()
        {
            ReadOnlySpan<byte> levels = Batch!.DefinitionLevels;
            return levels.Length == 0 ? Leaf.MaxDefinition : Slot < levels.Length ? levels[Slot] : 0;
        }

        /// <summary>The repetition level at hand, or -1 behind the last entry.</summary>
        public int Repetition()
        {
            ReadOnlySpan<byte> levels = Batch!.RepetitionLevels;
            return Slot < levels.Length ? levels[Slot] : -1;
        }
    }
}
