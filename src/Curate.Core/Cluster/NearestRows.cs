namespace Curate.Core.Cluster;

/// <summary>The rows nearest to the centroid of each cluster, of equally near ones the first. 16 bytes a place.</summary>
internal sealed class NearestRows
{
    private readonly (double Distance, long Row)[][] _rows;
    private readonly int[] _counts;

    private NearestRows(int clusters, int most)
    {
        _rows = new (double, long)[clusters][];
        _counts = new int[clusters];
        for (int c = 0; c < clusters; c++)
        {
            _rows[c] = new (double, long)[most];
        }
    }

    /// <summary>Finds them in one walk over the rows.</summary>
    public static NearestRows Of(PlacedClusters placed, int most)
    {
        var nearest = new NearestRows(placed.Count, most);
        for (long row = 0; row < placed.Rows && most > 0; row++)
        {
            int code = placed.Codes[row];
            if (code > 0)
            {
                nearest.Add(code - 1, placed.Distances[row], row);
            }
        }

        return nearest;
    }

    /// <summary>The rows of a cluster, the nearest first.</summary>
    public ReadOnlySpan<(double Distance, long Row)> Rows(int cluster) => _rows[cluster].AsSpan(0, _counts[cluster]);

    private void Add(int cluster, double distance, long row)
    {
        (double Distance, long Row)[] own = _rows[cluster];
        int at = _counts[cluster];
        if (at == own.Length && distance >= own[at - 1].Distance)
        {
            return;
        }

        at = Math.Min(at, own.Length - 1);
        while (at > 0 && own[at - 1].Distance > distance)
        {
            own[at] = own[at - 1];
            at--;
        }

        own[at] = (distance, row);
        _counts[cluster] = Math.Min(own.Length, _counts[cluster] + 1);
    }
}
