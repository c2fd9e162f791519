using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Randomness;

namespace Curate.Core.Sketches;

/// <summary>
/// A uniform sample of whole rows: those with the smallest keyed draws, as many as fit both a number of rows and a number of bytes. The rows kept are the
/// longest beginning of all rows in the order of their draws that fits, so they do not depend on order, threads or shards.
/// </summary>
/// <remarks>The bytes of the kept rows plus about 64 each. A row that does not enter costs one comparison.</remarks>
public sealed class RowSample : IMergeable<RowSample>
{
    private static readonly Comparer<RankedRow> s_largestFirst = Comparer<RankedRow>.Create(static (a, b) => b.CompareTo(a));

    private readonly PriorityQueue<byte[], RankedRow> _rows = new(s_largestFirst);
    private readonly int _mostRows;
    private readonly long _mostBytes;
    private RankedRow? _limit;
    private long _bytes;

    public RowSample(int mostRows, long mostBytes)
    {
        _mostRows = mostRows;
        _mostBytes = mostBytes;
    }

    public int Count => _rows.Count;

    /// <summary>No row was left out.</summary>
    public bool IsComplete => _limit is null;

    /// <summary>Draws above this are surely left out.</summary>
    public ulong MostDraw => _limit?.Draw ?? ulong.MaxValue;

    /// <summary>Whether a row would enter; those that would not need not be encoded.</summary>
    public bool Wants(ulong draw, RowId row) => _limit is not { } limit || new RankedRow(draw, row).CompareTo(limit) < 0;

    /// <summary>Takes a row in if it is among those kept so far.</summary>
    public void Add(ulong draw, RowId row, byte[] values)
    {
        if (!Wants(draw, row))
        {
            return;
        }

        _rows.Enqueue(values, new RankedRow(draw, row));
        _bytes += values.Length;
        Shrink();
    }

    /// <inheritdoc/>
    public void Merge(RowSample later)
    {
        if (later._limit is { } limit && (_limit is not { } mine || limit.CompareTo(mine) < 0))
        {
            _limit = limit;
            while (_rows.TryPeek(out _, out RankedRow largest) && largest.CompareTo(limit) >= 0)
            {
                _bytes -= _rows.Dequeue().Length;
            }
        }

        foreach ((byte[] values, RankedRow row) in later._rows.UnorderedItems)
        {
            Add(row.Draw, row.Row, values);
        }
    }

    /// <summary>The rows kept, smallest draw first.</summary>
    public (RankedRow Row, byte[] Values)[] ToSorted()
    {
        var sorted = new (RankedRow Row, byte[] Values)[_rows.Count];
        int n = 0;
        foreach ((byte[] values, RankedRow row) in _rows.UnorderedItems)
        {
            sorted[n++] = (row, values);
        }

        Array.Sort(sorted, static (a, b) => a.Row.CompareTo(b.Row));
        return sorted;
    }

    /// <summary>Writes the rows in order of their draws.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(_limit is not null);
        if (_limit is { } limit)
        {
            Write(to, limit);
        }

        (RankedRow Row, byte[] Values)[] sorted = ToSorted();
        to.Write(sorted.Length);
        foreach ((RankedRow row, byte[] values) in sorted)
        {
            Write(to, row);
            StateBytes.Write(to, values);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no sample within the limits.</exception>
    public static RowSample Load(BinaryReader from, int mostRows, long mostBytes)
    {
        var loaded = new RowSample(mostRows, mostBytes);
        if (from.ReadBoolean())
        {
            loaded._limit = Read(from);
        }

        int count = StateBytes.Count(from, mostRows, "the size of a sample");
        RankedRow? before = null;
        for (int i = 0; i < count; i++)
        {
            RankedRow row = Read(from);
            byte[] values = StateBytes.Bytes(from, (int)Math.Min(int.MaxValue, mostBytes), "the length of a sampled row");
            bool isNext = before is not { } last || last.CompareTo(row) < 0;
            StateBytes.Demand(isNext && loaded.Wants(row.Draw, row.Row) && loaded._bytes + values.Length <= mostBytes, "a row of a sample");
            loaded.Add(row.Draw, row.Row, values);
            before = row;
        }

        return loaded;
    }

    private static void Write(BinaryWriter to, RankedRow row)
    {
        to.Write(row.Draw);
        to.Write(row.Row.Source);
        to.Write(row.Row.Row);
    }

    private static RankedRow Read(BinaryReader from) => new(from.ReadUInt64(), new RowId(from.ReadInt32(), from.ReadInt64()));

    private void Shrink()
    {
        while (_rows.Count > _mostRows || _bytes > _mostBytes)
        {
            _rows.TryDequeue(out byte[]? values, out RankedRow dropped);
            _bytes -= values!.Length;
            _limit = dropped;
        }
    }
}
