using Curate.Core.Running;

namespace Curate.Core.Resample.Balance;

/// <summary>
/// At most m rows, as evenly over classes as the rows allow: when a row is too many, the largest class loses its worst row; of classes that are equally large the one
/// with the largest key. What is left does not depend on the order of the rows, because it can be said without it: a class with n rows asks for the places (1, key), (2, key) ...
/// (n, key); the m smallest places of all classes are granted, and a class fills its places with its best rows. A place once refused stays refused, since the largest
/// granted one only falls. So buffers of parts merge to the buffer of the whole.
/// </summary>
/// <remarks>24 bytes for each buffered row, up to four times that in classes that grow and shrink, on scratch where the budget has no room; about 100 a class. A row that does not enter costs one comparison; one that does O(log m).</remarks>
internal sealed class ClassBuffer(int capacity, RunContext context) : IDisposable
{
    private readonly List<ulong> _keys = [];
    private readonly List<ScratchArray<BufferedRow>> _heaps = [];
    private readonly List<int> _counts = [];
    private readonly SortedSet<(int Count, ulong Key, int Class)> _places = [];
    private int _total;

    public int Classes => _keys.Count;

    /// <summary>A new class, without rows.</summary>
    /// <param name="key">Breaks ties between classes; two classes have different keys.</param>
    public void AddClass(ulong key)
    {
        _keys.Add(key);
        _heaps.Add(new ScratchArray<BufferedRow>(context, "buffer", 0));
        _counts.Add(0);
    }

    public int CountOf(int ofClass) => _counts[ofClass];

    /// <summary>The rows of a class, in no order.</summary>
    public ReadOnlySpan<BufferedRow> RowsOf(int ofClass) => _heaps[ofClass].Slice(0, _counts[ofClass]);

    /// <summary>The row that would leave the class first.</summary>
    public BufferedRow WorstOf(int ofClass) => _heaps[ofClass][0];

    /// <summary>Takes the row in where it is among those that stay.</summary>
    public void Add(int ofClass, BufferedRow row)
    {
        if (_total < capacity)
        {
            Push(ofClass, row);
            return;
        }

        int own = _counts[ofClass];
        (int count, ulong key, int largest) = _places.Max;
        if ((own + 1, _keys[ofClass]).CompareTo((count, key)) > 0)
        {
            // The place this row asks for would be the first to go: it can only take that of a worse row of its class.
            if (own > 0 && row.CompareTo(_heaps[ofClass][0]) < 0)
            {
                SiftDown(_heaps[ofClass].Slice(0, own), row);
            }

            return;
        }

        Pop(largest);
        Push(ofClass, row);
    }

    public void Dispose()
    {
        foreach (ScratchArray<BufferedRow> heap in _heaps)
        {
            heap.Dispose();
        }

        _heaps.Clear();
    }

    private void Push(int ofClass, BufferedRow row)
    {
        int count = _counts[ofClass];
        if (count == _heaps[ofClass].Length)
        {
            Hold(ofClass, (int)Math.Min(capacity, Math.Max(16, count * 2L)));
        }

        Span<BufferedRow> heap = _heaps[ofClass].Slice(0, count + 1);
        int at = count;
        while (at > 0 && heap[(at - 1) >> 1].CompareTo(row) < 0)
        {
            heap[at] = heap[(at - 1) >> 1];
            at = (at - 1) >> 1;
        }

        heap[at] = row;
        Resized(ofClass, count + 1);
    }

    private void Pop(int ofClass)
    {
        int count = _counts[ofClass] - 1;
        if (count > 0)
        {
            SiftDown(_heaps[ofClass].Slice(0, count), _heaps[ofClass][count]);
        }

        Resized(ofClass, count);
        if (_heaps[ofClass].Length >= 64 && count <= _heaps[ofClass].Length / 4)
        {
            // A class that was large early gives its room back to those that came later.
            Hold(ofClass, (int)(_heaps[ofClass].Length / 2));
        }
    }

    /// <summary>Moves a class to room for so many rows.</summary>
    private void Hold(int ofClass, int rows)
    {
        var heap = new ScratchArray<BufferedRow>(context, "buffer", rows);
        RowsOf(ofClass).CopyTo(heap.Slice(0, rows));
        _heaps[ofClass].Dispose();
        _heaps[ofClass] = heap;
    }

    private void Resized(int ofClass, int count)
    {
        _places.Remove((_counts[ofClass], _keys[ofClass], ofClass));
        _total += count - _counts[ofClass];
        _counts[ofClass] = count;
        if (count > 0)
        {
            _places.Add((count, _keys[ofClass], ofClass));
        }
    }

    /// <summary>Puts a row in place of the worst one.</summary>
    private static void SiftDown(Span<BufferedRow> heap, BufferedRow row)
    {
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= heap.Length)
            {
                break;
            }

            if (child + 1 < heap.Length && heap[child + 1].CompareTo(heap[child]) > 0)
            {
                child++;
            }

            if (heap[child].CompareTo(row) <= 0)
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = row;
    }
}
