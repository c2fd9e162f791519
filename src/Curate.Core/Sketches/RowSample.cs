using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Randomness;

namespace Curate.Core.Sketches;

/// <summary>
/// A uniform sample of whole rows: those with the smallest keyed draws (ties, which only repeated row numbers have, by their bytes; a row with number and bytes of another is that row), as many as fit both a number of rows and a number of bytes. The rows kept are the
/// longest beginning of all rows in the order of their draws that fits, so they do not depend on order, threads or shards.
/// </summary>
/// <remarks>
/// The bytes of the kept rows plus about 50 each; between prunings up to half as many more rows, but no more than a quarter above the number of bytes. A row that
/// does not enter costs one comparison; of n rows about k ln(n / k) enter, and each half of k of them costs a sort.
/// </remarks>
public sealed class RowSample : IMergeable<RowSample>
{
    private readonly List<(RankedRow Row, byte[] Values)> _rows = [];
    private readonly int _mostRows;
    private readonly long _mostBytes;
    private readonly SampleLimit? _shared;
    private (RankedRow Row, byte[] Values)? _limit;
    private long _bytes;
    private bool _pruned = true;

    public RowSample(int mostRows, long mostBytes)
        : this(mostRows, mostBytes, null)
    {
    }

    /// <summary>A sample that is merged with others before it is looked at, which share what rows surely stay out.</summary>
    internal RowSample(int mostRows, long mostBytes, SampleLimit? shared)
    {
        _mostRows = mostRows;
        _mostBytes = mostBytes;
        _shared = shared;
    }

    public int Count
    {
        get
        {
            Prune();
            return _rows.Count;
        }
    }

    /// <summary>No row was left out.</summary>
    public bool IsComplete
    {
        get
        {
            Prune();
            return _limit is null;
        }
    }

    /// <summary>Draws above this are surely left out.</summary>
    public ulong MostDraw => Math.Min(_limit?.Row.Draw ?? ulong.MaxValue, _shared?.Most ?? ulong.MaxValue);

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

        _rows.Add(entry);
        _bytes += values.Length;
        _pruned = false;
        if (_rows.Count > _mostRows + (_mostRows / 2L) + 16 || _bytes > _mostBytes + (_mostBytes / 4))
        {
            Prune();
        }
    }

    /// <inheritdoc/>
    public void Merge(RowSample later)
    {
        Prune();
        later.Prune();
        if (later._limit is { } limit && (_limit is not { } mine || Compare(limit, mine) < 0))
        {
            _limit = limit;
            for (; _rows.Count > 0 && Compare(_rows[^1], limit) >= 0; _rows.RemoveAt(_rows.Count - 1))
            {
                _bytes -= _rows[^1].Values.Length;
            }
        }

        foreach ((RankedRow row, byte[] values) in later._rows)
        {
            Add(row.Draw, row.Row, values);
        }
    }

    /// <summary>The rows kept, smallest draw first.</summary>
    public (RankedRow Row, byte[] Values)[] ToSorted()
    {
        Prune();
        return [.. _rows];
    }

    /// <summary>Writes the rows in order of their draws.</summary>
    public void Save(BinaryWriter to)
    {
        Prune();
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

    /// <summary>Sorts the rows and cuts them to the longest beginning that fits; the first row behind it is the new limit.</summary>
    private void Prune()
    {
        if (_pruned)
        {
            return;
        }

        _pruned = true;
        Sort();
        Span<(RankedRow Row, byte[] Values)> rows = CollectionsMarshal.AsSpan(_rows);
        int kept = 0;
        long bytes = 0;
        foreach (ref readonly (RankedRow Row, byte[] Values) row in rows)
        {
            if (kept > 0 && rows[kept - 1].Row.Draw == row.Row.Draw && Compare(rows[kept - 1], row) == 0)
            {
                continue;
            }

            if (kept == _mostRows || bytes + row.Values.Length > _mostBytes)
            {
                _limit = row;
                _shared?.Lower(row.Row.Draw);
                break;
            }

            bytes += row.Values.Length;
            rows[kept++] = row;
        }

        _rows.RemoveRange(kept, _rows.Count - kept);
        _bytes = bytes;
    }

    /// <summary>Sorts by draw alone, which is many times faster than by a comparison, and mends runs of equal draws, which only repeated row numbers have.</summary>
    private void Sort()
    {
        Span<(RankedRow Row, byte[] Values)> rows = CollectionsMarshal.AsSpan(_rows);
        var before = rows.ToArray();
        var draws = new ulong[rows.Length];
        int[] order = new int[rows.Length];
        for (int i = 0; i < draws.Length; i++)
        {
            (draws[i], order[i]) = (before[i].Row.Draw, i);
        }

        KeySort.Sort(draws, order);
        for (int i = 0; i < order.Length; i++)
        {
            rows[i] = before[order[i]];
        }

        for (int i = 0; i < draws.Length;)
        {
            int end = i + 1;
            while (end < draws.Length && draws[end] == draws[i])
            {
                end++;
            }

            if (end > i + 1)
            {
                rows[i..end].Sort(Compare);
            }

            i = end;
        }
    }
}
