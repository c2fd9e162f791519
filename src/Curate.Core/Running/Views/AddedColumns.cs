using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>The columns that plans added to a source, alone: what is known about its rows, without the rows.</summary>
/// <param name="source">The source below; the view does not own it.</param>
public sealed class AddedColumns(IRecordSource source) : SourceView(source)
{
    public override TableSchema Schema { get; } = new(source.Added);

    public override IReadOnlyList<Field> Added => [];

    public override PayloadLayout? Layout => null;

    public override ColumnKind RawKind => ColumnKind.Text;

    public override bool HasColumn(string column) => Schema.Contains(column);

    public override IRecordReader Open(ReadRequest request) => Source.Open(request with { Payload = false });
}
