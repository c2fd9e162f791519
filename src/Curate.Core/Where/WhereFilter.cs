using Curate.Core.Data;
using Curate.Core.Methods;

namespace Curate.Core.Where;

/// <summary>Keeps the rows for which a condition is true; rows for which it is false or unknown are dropped as <c>where</c>.</summary>
public sealed class WhereFilter(BoundWhere where) : IRowFilter<WherePart>
{
    public const string Reason = "where";

    public ReadRequest Request { get; } = new() { Columns = where.Columns };

    public WherePart Prepare(RecordBatch batch, int firstColumn, WherePart? spent)
    {
        WherePart part = spent ?? new WherePart();
        if (part.Keep.Length < batch.Count)
        {
            part.Keep = new bool[Math.Max(batch.Count, batch.Capacity)];
        }

        where.Evaluate(batch, firstColumn, part.Keep.AsSpan(0, batch.Count));
        return part;
    }

    public int Keep(RecordBatch batch, WherePart part, Span<int> kept, DropTally dropped)
    {
        int n = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            if (part.Keep[row])
            {
                kept[n++] = row;
            }
        }

        dropped.Add(Reason, batch.Count - n);
        return n;
    }

    public IRowPlanner? Fallback() => null;

    public void Dispose()
    {
    }
}
