using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>Chosen columns of a source in a chosen order, possibly under other names. Rows are delivered as payload where the format can show a part of it, else as columns.</summary>
/// <param name="source">The source below; the view does not own it.</param>
/// <param name="columns">Name below, name above.</param>
public sealed class ProjectedSource(IRecordSource source, IReadOnlyList<(string Below, string Name)> columns) : IRecordSource
{
    private TableSchema? _schema;

    public string Name => source.Name;

    public TableSchema Schema => _schema ??= new TableSchema([.. columns.Select(c =>
    {
        int at = source.Schema.IndexOf(c.Below);
        return at < 0 ? new Field(c.Name, null) : source.Schema[at] with { Name = c.Name };
    })]);

    public IReadOnlyList<Field> Added => [];

    public long? RowCount => source.RowCount;

    public long? SizeBytes => source.SizeBytes;

    public bool CanReopen => source.CanReopen;

    public PayloadLayout? Layout { get; } = source.Layout?.Project(columns);

    public ColumnKind RawKind => source.RawKind;

    public bool HasColumn(string column) => columns.Any(c => c.Name == column);

    public IRecordReader Open(ReadRequest request) => source.Open(request with
    {
        Payload = request.Payload && Layout is not null,
        Condition = null,
        Columns = [.. request.Columns.Select(c => c with { Name = Below(c.Name) })],
    });

    public void Dispose()
    {
    }

    private string Below(string name)
    {
        foreach ((string below, string above) in columns)
        {
            if (above == name)
            {
                return below;
            }
        }

        return name;
    }
}
