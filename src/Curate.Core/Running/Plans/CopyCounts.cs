using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>
/// How often each row comes out (0 = dropped), copies next to each other: one byte a row, counts of 255 and more in a table beside it.
/// </summary>
public sealed class CopyCounts : RowPlan
{
    private readonly byte[] _counts;
    private readonly Dictionary<long, long> _large;
    private readonly string _reason;

    private CopyCounts(byte[] counts, Dictionary<long, long> large, long outputRows, string reason)
    {
        _counts = counts;
        _large = large;
        OutputRows = outputRows;
        _reason = reason;
    }

    public override long OutputRows { get; }

    /// <summary>A plan from counts per row; rows with count 0 are dropped for <paramref name="reason"/>.</summary>
    public static CopyCounts From(ReadOnlySpan<long> counts, string reason)
    {
        var small = new byte[counts.Length];
        var large = new Dictionary<long, long>();
        long total = 0;
        long dropped = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            long count = counts[i];
            total += count;
            dropped += count == 0 ? 1 : 0;
            small[i] = (byte)Math.Min(255, count);
            if (count >= 255)
            {
                large.Add(i, count);
            }
        }

        var plan = new CopyCounts(small, large, total, reason) { InputRows = counts.Length };
        plan.Dropped.Add(reason, dropped);
        return plan;
    }

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("counts");
        to.Write(_counts.Length);
        to.Write(_counts);
        to.Write(_large.Count);
        foreach ((long row, long count) in _large.OrderBy(static pair => pair.Key))
        {
            to.Write(row);
            to.Write(count);
        }

        to.Write(_reason);
    }

    internal static CopyCounts Load(BinaryReader from)
    {
        byte[] small = from.ReadBytes(from.ReadInt32());
        var counts = new long[small.Length];
        for (int i = 0; i < small.Length; i++)
        {
            counts[i] = small[i];
        }

        for (int n = from.ReadInt32(); n > 0; n--)
        {
            counts[from.ReadInt64()] = from.ReadInt64();
        }

        return From(counts, from.ReadString());
    }

    private sealed class Cursor(CopyCounts plan) : PlanCursor
    {
        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                long count = plan._counts[row];
                if (count == 255)
                {
                    count = plan._large[row];
                }

                if (count == 0 && into.WantDropped)
                {
                    into.Drop(i, plan._reason);
                }

                for (; count > 0; count--)
                {
                    into.Keep(i);
                }
            }
        }
    }
}
