namespace Curate.Core.Numerics.Clustering;

/// <summary>What k-means is asked for.</summary>
public sealed record KMeansOptions
{
    /// <summary>Clusters. Where there are fewer distinct rows, some clusters stay empty.</summary>
    public required int Clusters { get; init; }

    /// <summary>Most iterations of one start.</summary>
    public int MaxIterations { get; init; } = 300;

    /// <summary>
    /// A start ends when the squared moves of all centroids together are at most this share of the mean variance of the columns, or when no row changes
    /// its cluster.
    /// </summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Independent starts; the one with the least inertia wins, the first of equal ones.</summary>
    public int Starts { get; init; } = 1;

    public KMeansInit Init { get; init; } = KMeansInit.PlusPlus;

    /// <summary>Trials of each step of k-means++: 1 is the plain form, 0 stands for 2 + floor(ln k). At most 32.</summary>
    public int Trials { get; init; }

    /// <summary>
    /// Clusters of directions: rows are brought to length 1, centroids after every step too (Dhillon and Modha 2001). Inertia is then the sum of 2 (1 -
    /// cosine).
    /// </summary>
    public bool Spherical { get; init; }

    /// <summary>Rows of a mini-batch; 0 for full passes.</summary>
    public int BatchRows { get; init; }

    /// <summary>Centroids are fitted on a uniform sample of this many rows, and then all rows are assigned; 0 for all rows.</summary>
    public int TrainRows { get; init; }

    /// <summary>
    /// Clusters of sizes that differ by at most one: every iteration assigns rows at the least possible sum of squared distances with such sizes
    /// (<see cref="BalancedAssignment"/>, whose memory it takes) and then moves the centroids to the means, until no row changes its cluster (Malinen and Franti
    /// 2014).
    /// </summary>
    public bool Balanced { get; init; }

    /// <summary>Rows of a cluster at least; above 0 it makes assignments as <see cref="Balanced"/> does. Not with <see cref="TrainRows"/>.</summary>
    public long LeastRows { get; init; }

    /// <summary>Rows of a cluster at most, as <see cref="LeastRows"/>; 0 for no bound.</summary>
    public long MostRows { get; init; }

    /// <summary>Whether sizes have bounds.</summary>
    internal bool BoundsSizes => Balanced || LeastRows > 0 || MostRows > 0;

    /// <summary>The bounds for so many rows.</summary>
    internal (long Least, long Most) SizesFor(int rows) => Balanced
        ? (rows / Clusters, (rows / Clusters) + (rows % Clusters == 0 ? 0 : 1))
        : (LeastRows, MostRows > 0 ? MostRows : rows);
}
