using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Running.Views;

namespace Curate.Core.Running;

/// <summary>
/// The few rows that a plan picks of a wide table whose columns lie apart, read a few columns at a time (<see cref="ColumnStripes"/>) and held until they are written: a pass over all columns at once
/// would decode every row for them.
/// </summary>
/// <remarks>Memory: the picked rows, at most a quarter of what is free.</remarks>
internal sealed class GatheredRows : SourceView, IDisposable
{
    private const int ShareOfFree = 4;
    private readonly Column[] _columns;
    private readonly MemoryLease _lease;

    private GatheredRows(IRecordSource source, Column[] columns, int rows, MemoryLease lease)
        : base(source)
    {
        _columns = columns;
        Rows = rows;
        _lease = lease;
    }

    /// <summary>Rows that the plan picks.</summary>
    public int Rows { get; }

    public override long? RowCount => Rows;

    /// <summary>Reads the rows that a plan keeps, where that suits source, plan and memory; else null, and nothing has happened.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">What the plan is for.</param>
    /// <param name="plan">A plan that keeps the order, and adds and edits nothing.</param>
    /// <param name="request">The columns, and no payload.</param>
    public static GatheredRows? TryRead(PassRunner passes, IRecordSource source, RowPlan plan, ReadRequest request)
    {
        RunContext run = passes.Context;
        long most = run.Memory.Free / ShareOfFree;
        int numbers = request.Columns.Count;
        bool suits = !request.Payload && plan.Needs.Count == 0 && source.Added.Count == 0 && ColumnStripes.Suit(source, numbers)
            && plan.OutputRows <= Array.MaxLength && (double)plan.OutputRows * numbers * sizeof(double) <= most;
        if (!suits || Picked(source, plan, run) is not { } picked)
        {
            return null;
        }

        var columns = new Column[numbers];
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = Column.Create(request.Columns[c].Kind, request.Columns[c].Scale);
        }

        MemoryLease lease = run.Memory.Lease(0, "Picked rows");
        bool isKept = false;
        try
        {
            isKept = TryGather(passes, source, request.Columns, picked, columns, lease, most);
            return isKept ? new GatheredRows(source, columns, picked.Length, lease) : null;
        }
        finally
        {
            if (!isKept)
            {
                lease.Dispose();
            }
        }
    }

    public override IRecordReader Open(ReadRequest request) => new Reader(this, request);

    public new void Dispose() => _lease.Dispose();

    /// <summary>Reads rows into columns; false where they do not fit, or a value cannot be read.</summary>
    private static bool TryGather(PassRunner passes, IRecordSource source, IReadOnlyList<ColumnRequest> requests, long[] picked, Column[] columns, MemoryLease lease, long most)
    {
        bool fits = true;
        bool read = ColumnStripes.TryRead(passes, source, requests, "read picked rows", (first, count) =>
        {
            int next = 0;
            long held = 0;
            var rows = new List<int>();
            return batch =>
            {
                rows.Clear();
                for (; next < picked.Length && picked[next] < batch.FirstRow + batch.Count; next++)
                {
                    rows.Add((int)(picked[next] - batch.FirstRow));
                }

                long bytes = 0;
                for (int c = 0; c < count && Volatile.Read(ref fits); c++)
                {
                    Column to = columns[first + c];
                    to.AppendFrom(batch[c], CollectionsMarshal.AsSpan(rows));
                    bytes += to.StorageBytes;
                }

                if (bytes > held && !(lease.Bytes + bytes - held <= most && lease.TryGrow(bytes - held)))
                {
                    Volatile.Write(ref fits, false);
                }

                held = Math.Max(held, bytes);
            };
        });
        return read && fits && Array.TrueForAll(columns, column => column.Count == picked.Length);
    }

    /// <summary>The rows of the source that a plan keeps, or null where they do not rise.</summary>
    private static long[]? Picked(IRecordSource source, RowPlan plan, RunContext run)
    {
        var picked = new List<long>((int)plan.OutputRows);
        var selection = new RowSelection([], plan.Evidence, wantDropped: false);
        PlanCursor cursor = plan.Open();
        var batch = new RecordBatch(run.BatchRows);
        using IRecordReader reader = source.Open(ReadRequest.CountOnly);
        while (reader.Read(batch, run.Ct))
        {
            selection.Clear();
            cursor.Select(batch, 0, selection);
            foreach (int row in selection.Rows)
            {
                if (picked.Count > 0 && batch.FirstRow + row < picked[^1])
                {
                    return null;
                }

                picked.Add(batch.FirstRow + row);
            }
        }

        return [.. picked];
    }

    /// <summary>Hands the rows over in batches.</summary>
    private sealed class Reader(GatheredRows held, ReadRequest request) : HeldRowsReader(request, held.Rows)
    {
        protected override int MostRows => Math.Max(1, RecordBatch.TargetBytes / (sizeof(double) * held._columns.Length));

        protected override void Append(RecordBatch batch, int first, int count)
        {
            int[] rows = [.. Enumerable.Range(first, count)];
            for (int c = 0; c < held._columns.Length; c++)
            {
                batch[c].AppendFrom(held._columns[c], rows);
            }
        }
    }
}
