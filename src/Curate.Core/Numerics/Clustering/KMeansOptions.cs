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
}
