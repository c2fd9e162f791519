namespace Curate.Core.Data;

/// <summary>The ordered columns of a table. Names are unique and compared by ordinal.</summary>
public sealed class TableSchema : IEquatable<TableSchema>
{
    private readonly Dictionary<string, int> _index;

    public TableSchema(IReadOnlyList<Field> fields)
    {
        Fields = fields;
        _index = new Dictionary<string, int>(fields.Count, StringComparer.Ordinal);
        for (int i = 0; i < fields.Count; i++)
        {
            if (!_index.TryAdd(fields[i].Name, i))
            {
                throw new ArgumentException($"The column name '{fields[i].Name}' occurs twice.", nameof(fields));
            }
        }
    }

    public static TableSchema Empty { get; } = new([]);

    public IReadOnlyList<Field> Fields { get; }

    public int Count => Fields.Count;

    public Field this[int index] => Fields[index];

    /// <summary>The position of <paramref name="name"/>, or -1.</summary>
    public int IndexOf(string name) => _index.TryGetValue(name, out int i) ? i : -1;

    public bool Contains(string name) => _index.ContainsKey(name);

    /// <summary>This schema followed by <paramref name="added"/>.</summary>
    public TableSchema With(IReadOnlyList<Field> added) => added.Count == 0 ? this : new([.. Fields, .. added]);

    public bool Equals(TableSchema? other) => other is not null && Fields.SequenceEqual(other.Fields);

    public override bool Equals(object? obj) => Equals(obj as TableSchema);

    public override int GetHashCode() => Fields.Count;
}
