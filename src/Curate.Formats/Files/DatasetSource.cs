using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>
/// Several files as one dataset, in the order given; row numbers run over all of them. Rows are copied where all files are of one
/// format: those whose columns differ from the dataset's are re-encoded on the way. Where formats differ the dataset delivers columns
/// only. Keys from folder names are columns that can be asked for, and come as <see cref="RecordBatch.Added"/> for copies; a file that
/// has a column of that name itself keeps its own. JSON Lines files that are merely copied in mode union are never searched for their
/// schema, unless folder keys ask whether they have such a column. Several threads may open it.
/// </summary>
public sealed class DatasetSource : IRecordSource
{
    /// <summary>A column that is in no schema and can be asked for all the same: the relative path of the file that a row comes from. No file can have it.</summary>
    public const string FileColumn = "\0file";

    private readonly IReadOnlyList<DatasetPart> _parts;
    private readonly bool _sameFormat;
    private readonly bool _schemaless;
    private readonly IReadOnlyDictionary<string, ColumnKind>? _types;
    private readonly bool _hasKeys;
    private readonly IRecordSource?[] _views;
    private readonly long[] _counts;
    private readonly Lock _gate = new();
    private readonly Lazy<TableSchema> _own;
    private readonly Lazy<IReadOnlyList<Field>> _added;
    private readonly Lazy<TableSchema> _schema;
    private PayloadLayout? _layout;

    /// <param name="parts">The files, at least one; owned.</param>
    /// <param name="mode">How their columns go together. Conflicts are found here, but for JSON Lines in mode union.</param>
    /// <param name="types">Declared kinds; folder keys without one are text.</param>
    /// <exception cref="CurateException">They do not go together.</exception>
    public DatasetSource(IReadOnlyList<DatasetPart> parts, SchemaMode mode = SchemaMode.Union, IReadOnlyDictionary<string, ColumnKind>? types = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(parts.Count);
        _parts = parts;
        _types = types;
        IFileSource first = parts[0].Source;
        _sameFormat = parts.All(part => part.Source.Layout is { } layout && layout.Format == first.Layout?.Format);
        _schemaless = parts.Count == 1 || (mode == SchemaMode.Union && _sameFormat
            && parts.All(part => part.Source.RawKind == ColumnKind.Json && part.Source.Layout!.Equals(first.Layout)));
        _hasKeys = parts.Any(part => part.Keys.Count > 0);
        _views = new IRecordSource?[parts.Count];
        _counts = new long[parts.Count];
        Array.Fill(_counts, -1);
        _own = new Lazy<TableSchema>(() => DatasetSchema.Merge(_parts, mode));
        _added = new Lazy<IReadOnlyList<Field>>(FindAdded);
        _schema = new Lazy<TableSchema>(() => _own.Value.With(Added));
        RawKind = parts.All(part => part.Source.RawKind == first.RawKind) ? first.RawKind : ColumnKind.Text;
        Name = parts.Count == 1 ? first.Name : $"{first.Name} and {parts.Count - 1} more";
        _layout = _schemaless ? first.Layout : null;
        if (_schemaless)
        {
            return;
        }

        try
        {
            string[] names = [.. _own.Value.Fields.Select(field => field.Name)];
            _layout = _sameFormat && (first.Layout!.Conforms || parts.All(part => first.Layout.Equals(part.Source.Layout) && part.Source.Schema.Equals(first.Schema)))
                ? LayoutFor(first, names) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Name { get; }

    public TableSchema Schema => _schema.Value;

    /// <summary>The folder keys that no file has as a column of its own.</summary>
    public IReadOnlyList<Field> Added => _hasKeys ? _added.Value : [];

    public long? RowCount => RowsOf(0, _parts.Count);

    public bool IsWhole => _parts.All(static part => part.Source.IsWhole);

    public bool IsColumnar => _parts.All(static part => part.Source.IsColumnar);

    public long? SizeBytes => BytesOf(0, _parts.Count);

    public bool CanReopen => _parts.All(part => part.Source.CanReopen);

    public PayloadLayout? Layout => _layout;

    public ColumnKind RawKind { get; }

    /// <summary>The files, in order.</summary>
    public IEnumerable<IFileSource> Files => _parts.Select(static part => part.Source);

    public bool HasColumn(string column)
    {
        if (column == FileColumn || Added.Any(field => field.Name == column))
        {
            return true;
        }

        for (int i = 0; i < _parts.Count; i++)
        {
            if (View(i).HasColumn(column))
            {
                return true;
            }
        }

        return false;
    }

    public IRecordReader Open(ReadRequest request) => Open(request, 0, _parts.Count);

    /// <summary>Opens some of the files; rows are numbered from the first of them.</summary>
    internal IRecordReader Open(ReadRequest request, int first, int end)
    {
        if (request.Payload && _layout is null)
        {
            throw new ArgumentException("This dataset delivers columns only: its files have different formats.", nameof(request));
        }

        if (_parts.Count > 1 && CanReopen)
        {
            foreach (ColumnRequest column in request.Columns)
            {
                if (!HasColumn(column.Name) && RowCount != 0)
                {
                    Fail.With(ErrorCodes.UnknownColumn, $"No file of '{Name}' has the column {Fail.Show(column.Name)}.", ErrorCodes.UnknownColumn.Remedy);
                }
            }
        }

        return new DatasetReader(this, request, first, end);
    }

    public void Dispose()
    {
        for (int i = 0; i < _parts.Count; i++)
        {
            (_views[i] ?? _parts[i].Source).Dispose();
        }
    }

    /// <summary>Rows of some of the files, where known without reading.</summary>
    internal long? RowsOf(int first, int end)
    {
        long sum = 0;
        for (int i = first; i < end; i++)
        {
            if (KnownCount(i) is not { } rows)
            {
                return null;
            }

            sum += rows;
        }

        return sum;
    }

    /// <summary>Bytes of some of the files, where known.</summary>
    internal long? BytesOf(int first, int end)
    {
        long sum = 0;
        for (int i = first; i < end; i++)
        {
            if (_parts[i].Source.SizeBytes is not { } bytes)
            {
                return null;
            }

            sum += bytes;
        }

        return sum;
    }

    /// <summary>A file in the shape of the dataset.</summary>
    internal IRecordSource View(int part)
    {
        IFileSource source = _parts[part].Source;
        if (_schemaless)
        {
            return source;
        }

        lock (_gate)
        {
            return _views[part] ??= Conform(source);
        }
    }

    /// <summary>Where a file gets a requested column from: itself, its folder, or nowhere (null).</summary>
    internal bool TryPlace(int part, string column, out KeyValuePair<string, string?>? key)
    {
        key = null;
        IRecordSource view = View(part);

        // A pipe cannot be searched before it is read; it says itself what it lacks.
        if (column != FileColumn && (!view.CanReopen || (_parts.Count == 1 && !_hasKeys) || view.HasColumn(column)))
        {
            return true;
        }

        if (column == FileColumn)
        {
            key = new(FileColumn, _parts[part].Relative);
            return true;
        }

        foreach (KeyValuePair<string, string?> pair in _parts[part].Keys)
        {
            if (pair.Key == column)
            {
                key = pair;
                return true;
            }
        }

        return false;
    }

    /// <summary>The value of an added field for the rows of a file; null where its path does not say.</summary>
    internal string? KeyOf(int part, string name) => _parts[part].Keys.FirstOrDefault(pair => pair.Key == name).Value;

    internal string PartName(int part) => _parts[part].Source.Name;

    /// <summary>Rows of a file, where known without reading or from an earlier pass.</summary>
    internal long? KnownCount(int part)
    {
        long counted = Volatile.Read(ref _counts[part]);
        return counted >= 0 ? counted : View(part).RowCount;
    }

    internal void SetCount(int part, long rows) => Volatile.Write(ref _counts[part], rows);

    private static PayloadLayout? LayoutFor(IFileSource source, IReadOnlyList<string> names) =>
        source.Schema.Fields.Select(field => field.Name).SequenceEqual(names) ? source.Layout : source.Layout?.WithColumns(names);

    private IRecordSource Conform(IFileSource source)
    {
        TableSchema own = _own.Value;
        PayloadLayout? layout = _layout ?? (source.Layout is { Conforms: false } whole ? whole : LayoutFor(source, [.. own.Fields.Select(field => field.Name)]));
        return layout is null ? source : source.Conform(own, layout);
    }

    private IReadOnlyList<Field> FindAdded()
    {
        var added = new List<Field>();
        foreach (string key in _parts.SelectMany(part => part.Keys).Select(pair => pair.Key).Distinct(StringComparer.Ordinal))
        {
            if (!_parts.Any(part => part.Source.CanReopen && part.Source.HasColumn(key)))
            {
                added.Add(new Field(key, _types is not null && _types.TryGetValue(key, out ColumnKind kind) ? kind : ColumnKind.Text));
            }
        }

        return added;
    }
}
