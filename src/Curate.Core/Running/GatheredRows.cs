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
    private readonly long _from;
    private readonly MemoryLease _lease;

    private GatheredRows(IRecordSource source, Column[] columns, int rows, long from, MemoryLease lease)
        : base(source)
    {
        _columns = columns;
        Rows = rows;
        _from = from;
        _lease = lease;
    }

    /// <summary>Rows that the plan picks.</summary>
    public int Rows { get; }

    public override long? RowCount => Rows - _from;

    /// <summary>Reads the rows that a plan keeps, where that suits source, plan and memory; else null, and nothing has happened.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">What the plan is for.</param>
    /// <param name="plan">A plan that keeps the order, and adds and edits nothing.</param>
    /// <param name="request">The columns, and no payload.</param>
    /// <param name="from">Rows of the plan's that are written already.</param>
    public static GatheredRows? TryRead(PassRunner passes, IRecordSource source, RowPlan plan, ReadRequest request, long from)
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
        bool fits = true;
        bool read = ColumnStripes.TryRead(passes, source, request.Columns, "read picked rows", (first, count) =>
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
        if (read && fits && Array.TrueForAll(columns, column => column.Count == picked.Length))
        {
            return new GatheredRows(source, columns, picked.Length, from, lease);
        }

        lease.Dispose();
        return null;
    }

    public override IRecordReader Open(ReadRequest request) => new Reader(this, request);

    public new void Dispose() => _lease.Dispose();

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
    private sealed class Reader(GatheredRows rows, ReadRequest request) : IRecordReader
    {
        private long _row = rows._from;

        public long BytesRead => 0;

        public bool Read(RecordBatch batch, CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            batch.Begin(request, null);
            batch.Source = 0;
            batch.FirstRow = _row;
            int count = (int)Math.Min(Math.Min(batch.Capacity, rows.Rows - _row), Math.Max(1, RecordBatch.TargetBytes / (sizeof(double) * rows._columns.Length)));
            Span<int> places = count <= 1024 ? stackalloc int[count] : new int[count];
            for (int i = 0; i < count; i++)
            {
                places[i] = (int)_row + i;
            }

            for (int c = 0; c < rows._columns.Length; c++)
            {
                batch[c].AppendFrom(rows._columns[c], places);
            }

            batch.Count = count;
            _row += count;
            return count > 0;
        }

        public void Dispose()
        {
        }
    }
}
