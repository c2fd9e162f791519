using System.Diagnostics.CodeAnalysis;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.JsonLines;

/// <summary>
/// A file with one JSON object per line. Columns are the top-level keys; a dotted path (<c>meta.source</c>) reaches into nested objects,
/// unless a top-level key has that very spelling. Copying rows, counting them and columns that the first rows have need no schema; the first use
/// of <see cref="Schema"/>, or of a column that they lack, costs one pass over the file.
/// </summary>
/// <remarks>
/// A file without rows has no columns, and any column may be asked of it: it delivers none of its values. Numbers beyond the range of
/// doubles read as infinite. Safe for use by several threads.
/// </remarks>
public sealed class JsonLinesSource(IByteInput input, TextReadOptions options) : IFileSource
{
    // What is looked at before the whole file is: one block of the reader.
    private const int HeadRows = 100;
    private const int HeadBytes = 128 * 1024;

    private readonly Lock _lock = new();
    private readonly byte[][] _nulls = RowScanner.NullsOf(options);
    private PathDiscovery? _found;
    private PathDiscovery? _head;
    private volatile bool _checked;
    private TableSchema? _schema;

    internal IByteInput Input => input;

    internal long MaxRecordBytes => options.MaxRecordBytes;

    public string Name => input.Name;

    /// <inheritdoc/>
    public TableSchema Schema
    {
        get
        {
            Discover();
            return _schema;
        }
    }

    public IReadOnlyList<Field> Added => [];

    /// <summary>Known once the schema is.</summary>
    public long? RowCount => Volatile.Read(ref _found)?.Rows;

    public long? SizeBytes => input.SizeBytes;

    public bool CanReopen => input.CanReopen;

    public PayloadLayout? Layout => JsonLinesLayout.Instance;

    public ColumnKind RawKind => ColumnKind.Json;

    /// <inheritdoc/>
    public bool HasColumn(string column) => IsInHead(column) || Discover().HasPath(column);

    /// <inheritdoc/>
    /// <exception cref="CurateException">No row has a requested column.</exception>
    public IRecordReader Open(ReadRequest request)
    {
        if (request.Columns.Count == 0 || (!CanReopen && Volatile.Read(ref _found) is null))
        {
            return Open(request, JsonLinesLayout.Instance, null, null, mustSee: true);
        }

        // A name with a dot may be a key of some later row, or a path: that takes the whole file to know.
        if (request.Columns.All(column => !column.Name.Contains('.', StringComparison.Ordinal) && IsInHead(column.Name)))
        {
            return Open(request, JsonLinesLayout.Instance, null, null, mustSee: false);
        }

        PathDiscovery found = Discover();
        foreach (ColumnRequest column in request.Columns)
        {
            if (found.Rows > 0 && !found.HasPath(column.Name))
            {
                ThrowUnknown(Name, column.Name, found.Names());
            }
        }

        return Open(request, JsonLinesLayout.Instance, null, null, mustSee: false);
    }

    /// <summary>
    /// Rows are conformed by the keys they have: a row without a key is null in that column, and the order of keys means nothing. So rows
    /// are copied as they stand unless the schema leaves a key out. A layout of another format makes a source of columns only.
    /// </summary>
    public IRecordSource Conform(TableSchema schema, PayloadLayout layout)
    {
        bool drops = Schema.Fields.Any(field => !schema.Contains(field.Name));
        bool same = !drops && schema.Count == Schema.Count && layout is JsonLinesLayout;
        return same ? this : new ConformedJsonLines(this, schema, layout is JsonLinesLayout, drops);
    }

    public void Dispose() => input.Dispose();

    /// <summary>Starts a pass; columns that no row has are null unless they must be seen.</summary>
    /// <param name="request">What to read.</param>
    /// <param name="layout">The layout that batches are shaped for.</param>
    /// <param name="schema">The columns of the dataset: their names are top-level keys, never paths.</param>
    /// <param name="kept">When given, payload rows have these keys only.</param>
    /// <param name="mustSee">A column that no row has is an error at the end.</param>
    internal IRecordReader Open(ReadRequest request, PayloadLayout? layout, TableSchema? schema, IReadOnlyCollection<string>? kept, bool mustSee)
    {
        PathDiscovery? found = Volatile.Read(ref _found);
        var columns = new ValueSlot[request.Columns.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            string name = request.Columns[i].Name;
            bool literal = (found?.HasKey(name) ?? false) || (schema?.Contains(name) ?? false);
            columns[i] = new ValueSlot(request.Columns[i], options.Types.ContainsKey(name), _nulls, checkOnly: false, literalOnly: literal);
        }

        var rows = new RowScanner(input, options, columns, request.Payload ? kept : null, trusts: _checked || !request.Payload, whenChecked: () => _checked = true);
        return new JsonLinesReader(rows, request, columns, layout, Name, request.Payload && kept is not null, mustSee);
    }

    [DoesNotReturn]
    internal static void ThrowUnknown(string file, string column, IEnumerable<string> known)
    {
        string[] names = [.. known];
        string? near = NameSuggestions.Nearest(column, names);
        Fail.With(
            ErrorCodes.UnknownColumn,
            $"{file}: no row has the column {Fail.Show(column)}." + (near is null ? "" : $" Did you mean {Fail.Show(near)}?"),
            UnknownColumn.Columns(names));
    }

    /// <summary>One of the first rows has the column.</summary>
    private bool IsInHead(string column)
    {
        if (!CanReopen)
        {
            return false;
        }

        lock (_lock)
        {
            if (_head is null)
            {
                _head = _found ?? new PathDiscovery(Name);
                if (_found is null)
                {
                    using var rows = new RowScanner(input, options, [], null, _head);
                    while (_head.Rows < HeadRows && rows.BytesRead < HeadBytes && rows.Next(out _, CancellationToken.None))
                    {
                    }
                }
            }

            return _head.HasPath(column);
        }
    }

    [MemberNotNull(nameof(_schema))]
    private PathDiscovery Discover()
    {
        lock (_lock)
        {
            if (_found is not null && _schema is not null)
            {
                return _found;
            }

            var found = new PathDiscovery(Name);
            using (var rows = new RowScanner(input, options, [], null, found, whenChecked: () => _checked = true))
            {
                while (rows.Next(out _, CancellationToken.None))
                {
                }
            }

            var fields = new List<Field>(found.TopLevel.Count);
            foreach (KeyNode key in found.TopLevel)
            {
                string name = Encoding.UTF8.GetString(key.Name);
                fields.Add(new Field(name, options.Types.TryGetValue(name, out ColumnKind kind) ? kind : null));
            }

            _schema = new TableSchema(fields);
            Volatile.Write(ref _found, found);
            return found;
        }
    }
}
