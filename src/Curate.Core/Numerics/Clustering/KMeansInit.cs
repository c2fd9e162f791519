namespace Curate.Core.Numerics.Clustering;

/// <summary>How k-means picks the rows that it starts from.</summary>
public enum KMeansInit : byte
{
    /// <summary>
    /// k-means++ (Arthur and Vassilvitskii 2007): each next row with probability proportional to its squared distance from those chosen, the best of several
    /// trials. k passes over the rows.
    /// </summary>
    PlusPlus,

    /// <summary>
    /// k-means|| (Bahmani et al. 2012): five rounds that each keep about 2k rows, then k-means++ among those, weighted by the rows that are nearest to
    /// them. Six passes, for many clusters.
    /// </summary>
    Parallel,

    /// <summary>k rows uniformly, without replacement. One pass.</summary>
    Random,
}
