using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Numerics;

namespace Curate.Core.Randomness;

/// <summary>
/// The k smallest keyed draws: a uniform sample of k rows without replacement, which does not depend on order, threads or shards,
/// and of which every smaller k gives a subset.
/// </summary>
/// <remarks>24 bytes per kept row, allocated as rows come. A row that does not enter costs one comparison; one that does, O(log k) of them, about k
/// ln(n / k) times in n rows.</remarks>
public sealed class BottomK : IMergeable<BottomK>
{
    private readonly int _capacity;
    private RankedRow[] _heap = [];
    private int _count;

    public BottomK(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _capacity = capacity;
    }

    public int Capacity => _capacity;

    public int Count => _count;

    /// <summary>The largest row kept once there are k; no row above it will enter. Null before.</summary>
    public RankedRow? Largest => _count == _capacity && _count > 0 ? _heap[0] : null;

    /// <summary>Takes the row in if it is among the k smallest so far.</summary>
    public bool Add(ulong draw, RowId row)
    {
        var entry = new RankedRow(draw, row);
        if (_count < _capacity)
        {
            if (_count == _heap.Length)
            {
                Array.Resize(ref _heap, (int)Math.Min(_capacity, Math.Max(64, _heap.Length * 2L)));
            }

            SiftUp(_count++, entry);
            return true;
        }

        // The draws decide but for ties, so one comparison turns most rows away.
        if (_capacity == 0 || draw > _heap[0].Draw || entry.CompareTo(_heap[0]) >= 0)
        {
            return false;
        }

        SiftDown(0, entry);
        return true;
    }

    /// <inheritdoc/>
    public void Merge(BottomK later)
    {
        for (int i = 0; i < later._count; i++)
        {
            Add(later._heap[i].Draw, later._heap[i].Row);
        }
    }

    /// <summary>The rows kept, smallest draw first.</summary>
    public RankedRow[] ToSorted()
    {
        RankedRow[] sorted = _heap[.._count];
        ValueSort.Sort(sorted.AsSpan());
        return sorted;
    }

    private void SiftUp(int at, RankedRow entry)
    {
        while (at > 0)
        {
            int parent = (at - 1) >> 1;
            if (_heap[parent].CompareTo(entry) >= 0)
            {
                break;
            }

            _heap[at] = _heap[parent];
            at = parent;
        }

        _heap[at] = entry;
    }

    private void SiftDown(int at, RankedRow entry)
    {
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && _heap[child + 1].CompareTo(_heap[child]) > 0)
            {
                child++;
            }

            if (_heap[child].CompareTo(entry) <= 0)
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = entry;
    }
}
