using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>A view over one source: what a view does not change is what the source says. The view does not own the source.</summary>
/// <param name="source">The source below.</param>
public abstract class SourceView(IRecordSource source) : IRecordSource
{
    public virtual string Name => source.Name;

    public virtual TableSchema Schema => source.Schema;

    public virtual IReadOnlyList<Field> Added => source.Added;

    public virtual long? RowCount => source.RowCount;

    public virtual long? SizeBytes => source.SizeBytes;

    public virtual bool CanReopen => source.CanReopen;

    public virtual PayloadLayout? Layout => source.Layout;

    public virtual ColumnKind RawKind => source.RawKind;

    /// <summary>The source below.</summary>
    protected IRecordSource Source => source;

    public virtual bool HasColumn(string column) => source.HasColumn(column);

    public virtual IRecordReader Open(ReadRequest request) => source.Open(request);

    public void Dispose()
    {
    }
}
