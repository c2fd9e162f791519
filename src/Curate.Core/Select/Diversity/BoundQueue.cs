namespace Curate.Core.Select.Diversity;

/// <summary>
/// Rows in the order of their bounds, largest first and of equal ones the first row: a heap of four children a node, which is what the framework's queue is, without a comparer to call for every step.
/// </summary>
/// <remarks>12 bytes a row; O(log n) a step.</remarks>
internal sealed class BoundQueue
{
    private const int Children = 4;
    private double[] _bounds;
    private int[] _rows;

    /// <param name="capacity">Rows that it has room for at first.</param>
    public BoundQueue(int capacity)
    {
        _bounds = new double[Math.Max(1, capacity)];
        _rows = new int[_bounds.Length];
    }

    /// <summary>Rows of the queue.</summary>
    public int Count { get; private set; }

    /// <summary>The first row and its bound; the queue must not be empty.</summary>
    public (int Row, double Bound) First => (_rows[0], _bounds[0]);

    /// <summary>Empties the queue.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a row, which is not among them.</summary>
    public void Add(int row, double bound)
    {
        if (Count == _rows.Length)
        {
            Array.Resize(ref _bounds, checked(2 * Count));
            Array.Resize(ref _rows, _bounds.Length);
        }

        int at = Count++;
        while (at > 0)
        {
            int parent = (at - 1) / Children;
            if (!IsBefore(bound, row, parent))
            {
                break;
            }

            _bounds[at] = _bounds[parent];
            _rows[at] = _rows[parent];
            at = parent;
        }

        _bounds[at] = bound;
        _rows[at] = row;
    }

    /// <summary>Takes the first row out.</summary>
    public int Take()
    {
        int first = _rows[0];
        int count = --Count;
        double bound = _bounds[count];
        int row = _rows[count];
        int at = 0;
        for (long child = 1; child < count; child = ((long)at * Children) + 1)
        {
            int best = (int)child;
            for (int other = best + 1; other < Math.Min(child + Children, count); other++)
            {
                best = IsBefore(_bounds[other], _rows[other], best) ? other : best;
            }

            if (IsBefore(bound, row, best))
            {
                break;
            }

            _bounds[at] = _bounds[best];
            _rows[at] = _rows[best];
            at = best;
        }

        _bounds[at] = bound;
        _rows[at] = row;
        return first;
    }

    private bool IsBefore(double bound, int row, int place) => bound > _bounds[place] || (bound == _bounds[place] && row < _rows[place]);
}
