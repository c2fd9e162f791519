using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Randomness;

namespace Curate.Core.Sketches;

/// <summary>
/// A uniform sample of whole rows: those with the smallest keyed draws (ties, which only repeated row numbers have, by their bytes; a row with number and bytes of another is that row), as many as fit both a number of rows and a number of bytes. The rows kept are the
/// longest beginning of all rows in the order of their draws that fits, so they do not depend on order, threads or shards.
/// </summary>
/// <remarks>The bytes of the kept rows plus about 100 each. A row that does not enter costs one comparison.</remarks>
public sealed class RowSample : IMergeable<RowSample>
{
    private readonly SortedSet<(RankedRow Row, byte[] Values)> _rows = new(Comparer<(RankedRow Row, byte[] Values)>.Create(Compare));
    private readonly int _mostRows;
    private readonly long _mostBytes;
    private (RankedRow Row, byte[] Values)? _limit;
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
    public ulong MostDraw => _limit?.Row.Draw ?? ulong.MaxValue;

    /// <summary>Whether a row may enter; those that surely do not need not be encoded.</summary>
    public bool Wants(ulong draw, RowId row) => _limit is not { } limit || new RankedRow(draw, row).CompareTo(limit.Row) <= 0;

    /// <summary>Takes a row in if it is among those kept so far.</summary>
    public void Add(ulong draw, RowId row, byte[] values)
    {
        (RankedRow Row, byte[] Values) entry = (new RankedRow(draw, row), values);
        if (_limit is { } limit && Compare(entry, limit) >= 0)
        {
            return;
        }

        if (_rows.Add(entry))
        {
            _bytes += values.Length;
            Shrink();
        }
    }

    /// <inheritdoc/>
    public void Merge(RowSample later)
    {
        if (later._limit is { } limit && (_limit is not { } mine || Compare(limit, mine) < 0))
        {
            _limit = limit;
            while (_rows.Count > 0 && Compare(_rows.Max, limit) >= 0)
            {
                DropLargest();
            }
        }

        foreach ((RankedRow row, byte[] values) in later._rows)
        {
            Add(row.Draw, row.Row, values);
        }
    }

    /// <summary>The rows kept, smallest draw first.</summary>
    public (RankedRow Row, byte[] Values)[] ToSorted() => [.. _rows];

    /// <summary>Writes the rows in order of their draws.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(_limit is not null);
        if (_limit is { } limit)
        {
            Write(to, limit.Row);
            StateBytes.Write(to, limit.Values);
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
            RankedRow row = Read(from);
            loaded._limit = (row, StateBytes.Bytes(from, int.MaxValue, "the length of a sampled row"));
        }

        int count = StateBytes.Count(from, mostRows, "the size of a sample");
        (RankedRow Row, byte[] Values)? before = null;
        for (int i = 0; i < count; i++)
        {
            RankedRow row = Read(from);
            byte[] values = StateBytes.Bytes(from, (int)Math.Min(int.MaxValue, mostBytes), "the length of a sampled row");
            bool isNext = (before is not { } last || Compare(last, (row, values)) < 0) && (loaded._limit is not { } limit || Compare((row, values), limit) < 0);
            StateBytes.Demand(isNext && loaded._bytes + values.Length <= mostBytes, "a row of a sample");
            loaded.Add(row.Draw, row.Row, values);
            before = (row, values);
        }

        return loaded;
    }

    private static int Compare((RankedRow Row, byte[] Values) a, (RankedRow Row, byte[] Values) b)
    {
        int byRow = a.Row.CompareTo(b.Row);
        return byRow != 0 ? byRow : a.Values.AsSpan().SequenceCompareTo(b.Values);
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
            _limit = DropLargest();
        }
    }

    private (RankedRow Row, byte[] Values) DropLargest()
    {
        (RankedRow Row, byte[] Values) largest = _rows.Max;
        _rows.Remove(largest);
        _bytes -= largest.Values.Length;
        return largest;
    }
}
