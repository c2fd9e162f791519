using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>
/// Clusters that open as rows come: a row joins the nearest centroid when it is near enough, and opens a cluster when it is not. A centroid is the mean of the
/// rows that joined (for directions the mean direction). Without a fixed threshold, near enough is the mean plus some standard deviations of the distances at
/// which rows joined so far, beginning with those between each of the first rows and the nearest other one.
/// </summary>
/// <remarks>O(clusters d) a row; 12 d bytes a cluster. The result depends on the order of rows.</remarks>
internal sealed class Leader(LeaderOptions options, int dimension, RunContext run) : IDisposable
{
    /// <summary>Rows that are held back until a moving threshold has something to begin with.</summary>
    private const int FirstRows = 100;

    private readonly MemoryLease _lease = run.Memory.Lease(0, "The centroids of leader clustering");
    private readonly List<double[]> _sums = [];
    private readonly List<float[]> _centroids = [];
    private readonly List<long> _counts = [];
    private readonly List<float[]?> _held = [];
    private long _joined;
    private double _mean;
    private double _squares;
    private bool _started = options.Threshold is not null;

    /// <summary>Clusters that are open.</summary>
    public int Count => _centroids.Count;

    /// <summary>Rows that were too far from all clusters and joined one because there were enough.</summary>
    public long Forced { get; private set; }

    /// <summary>The distance up to which a row joins now.</summary>
    public double Threshold => options.Threshold ?? _mean + (options.Spread * Math.Sqrt(_joined > 1 ? _squares / _joined : 0));

    /// <summary>Told of every row, in order: its cluster, below 0 for a row without a vector, and its distance from the centroid when it came.</summary>
    public required Action<int, double> Placed { get; init; }

    /// <summary>The next row; an empty vector for a row that is in no cluster. Directions are at length 1.</summary>
    public void Add(ReadOnlySpan<float> vector)
    {
        if (_started)
        {
            Decide(vector);
            return;
        }

        _held.Add(vector.IsEmpty ? null : vector.ToArray());
        if (_held.Count == FirstRows)
        {
            Start();
        }
    }

    /// <summary>After the last row.</summary>
    public void Complete()
    {
        if (!_started)
        {
            Start();
        }
    }

    /// <summary>The centroids as they are.</summary>
    public VectorStore ToStore()
    {
        var store = new VectorStore(Count, dimension, 0, run);
        for (int c = 0; c < Count; c++)
        {
            _centroids[c].CopyTo(store[c]);
        }

        return store;
    }

    public void Dispose() => _lease.Dispose();

    private void Start()
    {
        _started = true;
        float[][] first = [.. _held.OfType<float[]>()];
        for (int i = 0; i < first.Length && first.Length > 1; i++)
        {
            double nearest = double.PositiveInfinity;
            for (int j = 0; j < first.Length; j++)
            {
                nearest = j == i ? nearest : Math.Min(nearest, PairSums.Squares(first[i], first[j]));
            }

            Note(CentroidDistance.Of(nearest, options.Cosine));
        }

        foreach (float[]? vector in _held)
        {
            Decide(vector);
        }

        _held.Clear();
    }

    private void Decide(ReadOnlySpan<float> vector)
    {
        if (vector.IsEmpty)
        {
            Placed(-1, 0);
            return;
        }

        int nearest = -1;
        double least = double.PositiveInfinity;
        for (int c = 0; c < _centroids.Count; c++)
        {
            double squared = PairSums.Squares(vector, _centroids[c]);
            if (squared < least)
            {
                (nearest, least) = (c, squared);
            }
        }

        double distance = nearest < 0 ? 0 : CentroidDistance.Of(least, options.Cosine);
        bool near = nearest >= 0 && distance <= Threshold;
        bool full = options.MaxClusters is { } most && Count >= most;
        if (!near && !full)
        {
            _lease.Grow(12L * dimension, "The centroids of leader clustering");
            nearest = Count;
            distance = 0;
            _sums.Add(new double[dimension]);
            _centroids.Add(new float[dimension]);
            _counts.Add(0);
        }
        else
        {
            Forced += near ? 0 : 1;
            if (near)
            {
                Note(distance);
            }
        }

        Move(nearest, vector);
        Placed(nearest, distance);
    }

    private void Move(int cluster, ReadOnlySpan<float> vector)
    {
        double[] sums = _sums[cluster];
        float[] centroid = _centroids[cluster];
        long count = ++_counts[cluster];
        for (int p = 0; p < sums.Length; p++)
        {
            sums[p] += vector[p];
            centroid[p] = (float)(sums[p] / count);
        }

        if (options.Cosine)
        {
            UnitLength.Apply(centroid);
        }
    }

    private void Note(double distance)
    {
        _joined++;
        double off = distance - _mean;
        _mean += off / _joined;
        _squares += off * (distance - _mean);
    }
}
