using Curate.Core.Numerics.Linear;

namespace Curate.Core.Numerics.Learners;

/// <summary>
/// Rows of the Gaussian kernel matrix, the least recently used ones given up when the cache is full. A row is the same however often it is computed.
/// </summary>
internal sealed class KernelRows
{
    private readonly Matrix _rows;
    private readonly double _gamma;
    private readonly double[]?[] _cached;
    private readonly LinkedList<int> _recent = new();
    private readonly LinkedListNode<int>?[] _places;
    private readonly int _most;

    public KernelRows(Matrix rows, double gamma, long cacheBytes)
    {
        _rows = rows;
        _gamma = gamma;
        _cached = new double[rows.Rows][];
        _places = new LinkedListNode<int>[rows.Rows];

        // Two rows are in use at once.
        _most = (int)Math.Min(rows.Rows, Math.Max(2, cacheBytes / Math.Max(1, 8L * rows.Rows)));
    }

    public static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double gamma) => PortableMath.Exp(-gamma * Dense.SquaredDistance(a, b));

    public double[] Row(int i)
    {
        if (_cached[i] is { } row)
        {
            _recent.Remove(_places[i]!);
            _recent.AddFirst(_places[i]!);
            return row;
        }

        if (_recent.Count == _most)
        {
            LinkedListNode<int> oldest = _recent.Last!;
            row = _cached[oldest.Value]!;
            _cached[oldest.Value] = null;
            _recent.RemoveLast();
        }
        else
        {
            row = new double[_rows.Rows];
        }

        ReadOnlySpan<double> x = _rows.Row(i);
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j == i ? 1 : Of(x, _rows.Row(j), _gamma);
        }

        _cached[i] = row;
        _places[i] = _recent.AddFirst(i);
        return row;
    }
}
