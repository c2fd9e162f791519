using Curate.Core.Data;

namespace Curate.Formats.JsonLines;

/// <summary>A JSON Lines file in the columns of a dataset it is part of.</summary>
/// <param name="inner">The file; owned.</param>
/// <param name="schema">The columns of the dataset.</param>
/// <param name="payload">Rows can be copied; false where the dataset has another layout.</param>
/// <param name="drops">Rows have keys that the schema leaves out.</param>
internal sealed class ConformedJsonLines(JsonLinesSource inner, TableSchema schema, bool payload, bool drops) : IRecordSource
{
    private readonly string[]? _kept = drops ? [.. schema.Fields.Select(field => field.Name)] : null;

    public string Name => inner.Name;

    public TableSchema Schema => schema;

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => inner.RowCount;

    public long? SizeBytes => inner.SizeBytes;

    public bool CanReopen => inner.CanReopen;

    public PayloadLayout? Layout => payload ? JsonLinesLayout.Instance : null;

    public ColumnKind RawKind => inner.RawKind;

    /// <inheritdoc/>
    public bool HasColumn(string column)
    {
        if (schema.Contains(column))
        {
            return true;
        }

        int dot = column.IndexOf('.', StringComparison.Ordinal);
        return dot >= 0 && schema.Contains(column[..dot]) && !inner.Schema.Contains(column) && inner.HasColumn(column);
    }

    /// <summary>Starts a pass; columns of the schema that the file lacks are null.</summary>
    public IRecordReader Open(ReadRequest request)
    {
        if (request.Payload && !payload)
        {
            throw new ArgumentException("This source delivers columns only: its dataset has another layout.", nameof(request));
        }

        foreach (ColumnRequest column in request.Columns)
        {
            int dot = column.Name.IndexOf('.', StringComparison.Ordinal);
            bool reachable = schema.Contains(column.Name) || (dot >= 0 && schema.Contains(column.Name[..dot]) && !inner.Schema.Contains(column.Name));
            if (!reachable)
            {
                JsonLinesSource.ThrowUnknown(Name, column.Name, schema.Fields.Select(field => field.Name));
            }
        }

        return inner.Open(request, Layout, schema, _kept, mustSee: false);
    }

    public void Dispose() => inner.Dispose();
}
