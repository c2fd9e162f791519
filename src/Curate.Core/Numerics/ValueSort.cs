using System.Numerics;

namespace Curate.Core.Numerics;

/// <summary>
/// Sorts values of one type in their own order, least first: quicksort with the median of three, insertion in short runs, and a heap where pivots are poor (introsort, Musser 1997).
/// O(n log n), in place. Values that compare as equal may change places.
/// </summary>
/// <remarks>
/// The framework finds its sorts of values while a program runs, so that they are compiled in every process, and run for a second without optimisation; a call of this one
/// is compiled ahead. <see cref="KeySort"/> is faster for many keys of 64 bits.
/// </remarks>
internal static class ValueSort
{
    private const int Few = 16;

    public static void Sort<T>(Span<T> values)
        where T : struct, IComparable<T> => Sort(values, 2 * BitOperations.Log2((uint)values.Length | 1));

    private static void Sort<T>(Span<T> values, int depth)
        where T : struct, IComparable<T>
    {
        while (values.Length > Few)
        {
            if (depth-- == 0)
            {
                Heap(values);
                return;
            }

            int pivot = Split(values);
            Sort(values[(pivot + 1)..], depth);
            values = values[..pivot];
        }

        Insert(values);
    }

    /// <summary>Puts no greater values before a pivot and no smaller ones behind it, and says where it stands.</summary>
    private static int Split<T>(Span<T> values)
        where T : struct, IComparable<T>
    {
        int last = values.Length - 1;
        int middle = last / 2;
        Order(values, 0, middle);
        Order(values, 0, last);
        Order(values, middle, last);

        // The first value and the pivot, which waits before the last one, stop both walks.
        T pivot = values[middle];
        (values[middle], values[last - 1]) = (values[last - 1], pivot);
        int left = 0;
        int right = last - 1;
        while (true)
        {
            do
            {
                left++;
            }
            while (values[left].CompareTo(pivot) < 0);
            do
            {
                right--;
            }
            while (pivot.CompareTo(values[right]) < 0);
            if (left >= right)
            {
                break;
            }

            (values[left], values[right]) = (values[right], values[left]);
        }

        (values[left], values[last - 1]) = (values[last - 1], values[left]);
        return left;
    }

    private static void Order<T>(Span<T> values, int first, int second)
        where T : struct, IComparable<T>
    {
        if (values[second].CompareTo(values[first]) < 0)
        {
            (values[first], values[second]) = (values[second], values[first]);
        }
    }

    private static void Insert<T>(Span<T> values)
        where T : struct, IComparable<T>
    {
        for (int i = 1; i < values.Length; i++)
        {
            T value = values[i];
            int at = i;
            for (; at > 0 && value.CompareTo(values[at - 1]) < 0; at--)
            {
                values[at] = values[at - 1];
            }

            values[at] = value;
        }
    }

    private static void Heap<T>(Span<T> values)
        where T : struct, IComparable<T>
    {
        for (int top = (values.Length / 2) - 1; top >= 0; top--)
        {
            Sink(values, top);
        }

        for (int end = values.Length - 1; end > 0; end--)
        {
            (values[0], values[end]) = (values[end], values[0]);
            Sink(values[..end], 0);
        }
    }

    private static void Sink<T>(Span<T> heap, int at)
        where T : struct, IComparable<T>
    {
        T value = heap[at];
        for (int child = (2 * at) + 1; child < heap.Length; child = (2 * at) + 1)
        {
            child += child + 1 < heap.Length && heap[child].CompareTo(heap[child + 1]) < 0 ? 1 : 0;
            if (value.CompareTo(heap[child]) >= 0)
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = value;
    }
}
