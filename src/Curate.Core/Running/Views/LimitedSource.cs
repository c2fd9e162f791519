using Curate.Core.Data;

namespace Curate.Core.Running.Views;

/// <summary>A range of the rows of a source, numbered from 0 (<c>--limit</c>) or by their place in the whole (shards).</summary>
/// <param name="source">The source below; the view does not own it.</param>
/// <param name="from">First row.</param>
/// <param name="to">First row that is not in the range.</param>
public sealed class LimitedSource(IRecordSource source, long from, long to) : SourceView(source)
{
    /// <summary>The source below.</summary>
    public IRecordSource Whole => Source;

    public override long? RowCount => Source.RowCount is { } rows ? Math.Max(0, Math.Min(rows, to) - from) : null;

    /// <summary>Row numbers of batches are those of the source below, so a shard's rows keep the numbers they have in the whole.</summary>
    public override IRecordReader Open(ReadRequest request) => Source.Open(request with
    {
        FromRow = Math.Max(from, Add(from, request.FromRow)),
        ToRow = Math.Min(to, Add(from, request.ToRow)),
    });

    private static long Add(long a, long b) => b > long.MaxValue - a ? long.MaxValue : a + b;
}
