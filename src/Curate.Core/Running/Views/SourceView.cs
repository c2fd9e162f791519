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

    /// <summary>The source below, where reading it with a request is the same as reading the view; null where it is not, or where the view wants to see the pass.</summary>
    public virtual IRecordSource? Same(ReadRequest request) => null;

    public void Dispose()
    {
    }
}
