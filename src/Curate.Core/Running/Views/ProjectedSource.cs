using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>Chosen columns of a source in a chosen order, possibly under other names. Rows are delivered as payload where the format can show a part of it, else as columns.</summary>
/// <param name="source">The source below; the view does not own it.</param>
/// <param name="columns">Name below, name above.</param>
public sealed class ProjectedSource(IRecordSource source, IReadOnlyList<(string Below, string Name)> columns) : SourceView(source)
{
    private TableSchema? _schema;

    public override TableSchema Schema => _schema ??= new TableSchema([.. columns.Select(c =>
    {
        int at = Source.Schema.IndexOf(c.Below);
        return at < 0 ? new Field(c.Name, null) : Source.Schema[at] with { Name = c.Name };
    })]);

    public override IReadOnlyList<Field> Added => [];

    public override PayloadLayout? Layout { get; } = source.Layout?.Project(columns);

    public override bool HasColumn(string column) => columns.Any(c => c.Name == column);

    public override IRecordReader Open(ReadRequest request) => Source.Open(request with
    {
        Payload = request.Payload && Layout is not null,
        Condition = null,
        Columns = [.. request.Columns.Select(c => c with { Name = Below(c.Name) })],
    });

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
