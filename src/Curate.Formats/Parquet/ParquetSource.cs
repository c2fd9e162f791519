using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Profile.Report;
using Curate.Formats.Files;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>
/// A Parquet file. Its columns are the top-level fields; a dotted path (<c>meta.source</c>) reaches into structs, unless a field has that
/// very spelling. Rows are references, so a pass decodes the columns that it asks for and no others. Opening reads the footer; the
/// first use of <see cref="Schema"/> reads columns of float lists once where the footer cannot tell whether they are vectors.
/// </summary>
/// <remarks>Safe for use by several threads.</remarks>
public sealed class ParquetSource : IFileSource
{
    private readonly IByteInput _input;
    private readonly TextReadOptions _options;
    private readonly ParquetFile _file;
    private readonly ParquetLayout _layout;
    private readonly string[] _names;
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<SchemaNode, VectorShape?> _vectors = [];
    private readonly Lock _gate = new();
    private TableSchema? _schema;

    /// <summary>Opens the input, which this source owns from then on, and reads its footer.</summary>
    /// <exception cref="CurateException">It is no Parquet file, is damaged, encrypted or compressed as a whole, or has two columns of one name.</exception>
    public ParquetSource(IByteInput input, TextReadOptions options)
    {
        _input = input;
        _options = options;
        _file = new ParquetFile(input.Name, ParquetInputs.Open(input));
        _layout = new ParquetLayout(_file.Schema);
        _names = new string[_file.Schema.Fields.Count];
        for (int i = 0; i < _names.Length; i++)
        {
            _names[i] = NameOf(i);
            _nodes.Add(_names[i], _file.Schema.Fields[i]);
        }
    }

    public string Name => _input.Name;

    /// <inheritdoc/>
    public TableSchema Schema
    {
        get
        {
            lock (_gate)
            {
                return _schema ??= new TableSchema([.. _names.Select(name => FieldOf(name, _nodes[name]))]);
            }
        }
    }

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => _file.RowCount;

    public bool IsWhole => true;

    public bool IsColumnar => true;

    public long? SizeBytes => _input.SizeBytes;

    public bool CanReopen => true;

    public PayloadLayout? Layout => _layout;

    public ColumnKind RawKind => ColumnKind.Text;

    /// <summary>How a dataset stores its columns, from its footers alone; null where a file of it is not Parquet.</summary>
    public static StorageReport? StorageOf(IRecordSource dataset) => FilesOf(dataset) is { } files ? ParquetStorage.Of([.. files.Select(static f => f._file)]) : null;

    /// <summary>
    /// The columns of a dataset with structs replaced by their fields, as paths (<c>meta.source</c>); null where a file of it is not Parquet, or
    /// where it has no struct.
    /// </summary>
    public static IReadOnlyList<string>? LeafPaths(IRecordSource dataset)
    {
        if (FilesOf(dataset) is not { } files || !files.Any(static f => f._nodes.Values.Any(static n => n.Kind == SchemaNodeKind.Struct)))
        {
            return null;
        }

        return [.. files.SelectMany(static f => f._names.SelectMany(name => Below(name, f._nodes[name]))).Distinct(StringComparer.Ordinal), .. dataset.Added.Select(static f => f.Name)];
    }

    /// <summary>How many row groups of a dataset a condition rules out by their statistics, and of how many; null where a file of it is not Parquet.</summary>
    public static (int LeftOut, int Groups)? PrunedGroups(IRecordSource dataset, IRowCondition condition)
    {
        if (FilesOf(dataset) is not { } files)
        {
            return null;
        }

        int leftOut = 0;
        int groups = 0;
        foreach (ParquetSource file in files)
        {
            GroupPruning pruning = file.PruningOf(condition)!;
            for (int group = 0; group < file._file.GroupCount; group++)
            {
                groups++;
                leftOut += pruning.MayHold(group) ? 0 : 1;
            }
        }

        return (leftOut, groups);
    }

    internal ParquetFile File => _file;

    public bool HasColumn(string column) => Find(column) is not null;

    public IRecordReader Open(ReadRequest request)
    {
        var columns = new RequestedColumn[request.Columns.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            ColumnRequest column = request.Columns[i];
            SchemaNode? node = Find(column.Name);
            if (node is null)
            {
                UnknownColumn.Fail(Name, column.Name, _names);
            }

            VectorShape? vector = column.Kind == ColumnKind.Vector && ParquetFields.MayBeVector(node) ? ShapeOf(node) : null;
            Field field = _options.Types.TryGetValue(column.Name, out ColumnKind kind) ? new Field(column.Name, kind) : ParquetFields.Of(_file, node, column.Name);
            columns[i] = new RequestedColumn(_file, node, column, field, vector);
        }

        return new ParquetRecordReader(_file, _layout, request, columns, _input.SizeBytes ?? 0, _options.Threads, PruningOf(request.Condition));
    }

    /// <inheritdoc/>
    /// <remarks>Files whose schemas differ have only columns in common: their rows come without payload.</remarks>
    public IRecordSource Conform(TableSchema schema, PayloadLayout layout) =>
        schema.Equals(Schema) && _layout.Equals(layout) ? this : new ConformedParquetSource(this, schema);

    public void Dispose()
    {
        _file.Dispose();
        _input.Dispose();
    }

    private GroupPruning? PruningOf(IRowCondition? condition) =>
        condition is null ? null : new GroupPruning(_file, condition, [.. condition.Columns.Select(c => Find(c.Name)?.Leaf)]);

    private static ParquetSource[]? FilesOf(IRecordSource dataset) => dataset switch
    {
        ParquetSource file => [file],
        DatasetSource several when several.Files.All(static f => f is ParquetSource) => [.. several.Files.Cast<ParquetSource>()],
        _ => null,
    };

    private static IEnumerable<string> Below(string path, SchemaNode node) => node.Kind == SchemaNodeKind.Struct && node.Children.Count > 0
        ? node.Children.SelectMany(child => Below(path + "." + child.Name, child)) : [path];

    private Field FieldOf(string name, SchemaNode node)
    {
        if (_options.Types.TryGetValue(name, out ColumnKind declared))
        {
            return new Field(name, declared) { Dimension = declared == ColumnKind.Vector && ParquetFields.MayBeVector(node) ? ShapeOf(node)?.Dimension ?? 0 : 0 };
        }

        return ParquetFields.MayBeVector(node) && ShapeOf(node) is { } shape
            ? new Field(name, ColumnKind.Vector) { Dimension = shape.Dimension, IsSingle = true }
            : ParquetFields.Of(_file, node, name);
    }

    private VectorShape? ShapeOf(SchemaNode node)
    {
        lock (_gate)
        {
            if (!_vectors.TryGetValue(node, out VectorShape? shape))
            {
                shape = VectorShape.Find(_file, node);
                _vectors.Add(node, shape);
            }

            return shape;
        }
    }

    private SchemaNode? Find(string column) => _nodes.TryGetValue(column, out SchemaNode? field) ? field : Below(_file.Schema.Fields, column);

    /// <summary>The node that a path of names with dots between them reaches through structs, or null.</summary>
    internal static SchemaNode? Below(IReadOnlyList<SchemaNode> fields, string path)
    {
        foreach (SchemaNode field in fields)
        {
            if (field.Name == path)
            {
                return field;
            }

            if (field.Kind == SchemaNodeKind.Struct && path.Length > field.Name.Length && path[field.Name.Length] == '.'
                && path.StartsWith(field.Name, StringComparison.Ordinal) && Below(field.Children, path[(field.Name.Length + 1)..]) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private string NameOf(int field)
    {
        string name = _file.Schema.Fields[field].Name;
        if (!_nodes.ContainsKey(name))
        {
            return name;
        }

        if (!_options.RenameDuplicates)
        {
            _file.Dispose();
            Fail.With(ErrorCodes.BadHeader, $"'{Name}' has two columns named {Fail.Show(name)}.", "Pass --rename-duplicates to number them.");
        }

        int number = 2;
        while (_nodes.ContainsKey(Numbered(name, number)) || _file.Schema.Fields.Any(f => f.Name == Numbered(name, number)))
        {
            number++;
        }

        return Numbered(name, number);
    }

    private static string Numbered(string name, int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{number}");
}
