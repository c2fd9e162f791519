using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// k-means SMOTE (Douzas, Bacao and Last 2018): SMOTE inside of clusters of all rows in which the class is frequent enough, more rows where it is sparse.
/// A cluster's weight is D^e / n_c, D the mean distance of its n_c rows of the class. Largest remainders make the counts of the clusters add up.
/// </summary>
/// <remarks>O(n k d) an iteration of k-means; O(n_c^2 d / 2) for the mean distances, without a matrix of them.</remarks>
internal sealed class KMeansSmote : IRowMaker
{
    private const double LogBase = 1.6;
    private int[]? _clusterOf;
    private int _clusters;

    public FeatureForm Form => FeatureForm.Numbers;

    public void Make(OverInput input, int ofClass, MadeRows made)
    {
        if (_clusterOf is null)
        {
            _clusters = Math.Min(input.Options.Clusters, input.Store.Count);
            using KMeansResult fit = KMeans.Fit(input.Store, new KMeansOptions { Clusters = _clusters }, input.Run.Draw("resample-kmeans"), input.Run);
            _clusterOf = fit.Labels;
        }

        int k = Math.Max(1, input.Options.KNeighbors);
        List<int[]> kept = Kept(input, ofClass, k);
        if (kept.Count == 0)
        {
            input.Note(ofClass, $"no cluster has {NumberText.Of(k + 1)} rows and enough of the class, all rows are parents");
            Smote.MakeAmong(input, ofClass, input.Members(ofClass), input.Growth[ofClass], "kmeans", made);
            return;
        }

        input.Note(ofClass, $"{NumberText.Of(kept.Count)} of {NumberText.Of(_clusters)} clusters");
        double[] weights = [.. kept.Select(rows => Sparsity(input, rows))];
        if (Array.TrueForAll(weights, static w => w == 0))
        {
            weights = [.. kept.Select(static rows => (double)rows.Length)];
        }

        long[] counts = LargestRemainders.Share(input.Growth[ofClass], weights);
        SeededDraw draw = input.Draw("kmeans", ofClass);
        for (int c = 0; c < kept.Count; c++)
        {
            if (counts[c] > 0)
            {
                SeededDraw own = draw.For((ulong)c);
                int[] bases = BaseRows.Of(kept[c].Length, counts[c], input.Options.Even, own);
                Segments.Make(input, kept[c], bases, kept[c], k, 1, own, made);
            }
        }
    }

    /// <summary>D^e / n_c of some rows of a class.</summary>
    public static double Sparsity(OverInput input, int[] rows)
    {
        double exponent = input.Options.DensityExponent
            ?? 0.16 * PortableMath.Pow(PortableMath.Log(rows.Length) / PortableMath.Log(LogBase), 1.8);
        double mean = MeanDistance(input, rows);
        return mean == 0 ? 0 : PortableMath.Pow(mean, exponent) / rows.Length;
    }

    /// <summary>The mean distance over pairs of different rows.</summary>
    private static double MeanDistance(OverInput input, int[] rows)
    {
        var sums = new double[rows.Length];
        Workers.ForBlocks(input.Run.Workers, (rows.Length + 63) / 64, block =>
        {
            for (int i = block * 64; i < Math.Min(rows.Length, (block + 1) * 64); i++)
            {
                ReadOnlySpan<float> own = input.Store[rows[i]];
                double sum = 0;
                for (int j = i + 1; j < rows.Length; j++)
                {
                    sum += Math.Sqrt(PairSums.Squares(own, input.Store[rows[j]]));
                }

                sums[i] = sum;
            }
        }, input.Run.Ct);
        double total = 0;
        foreach (double sum in sums)
        {
            total += sum;
        }

        return total / (rows.Length * (rows.Length - 1.0) / 2);
    }

    /// <summary>The class's rows in each cluster that takes part.</summary>
    private List<int[]> Kept(OverInput input, int ofClass, int k)
    {
        double all = 0;
        foreach (long growth in input.Growth)
        {
            all += growth;
        }

        double threshold = _clusters == 1 ? double.NegativeInfinity : input.Options.BalanceThreshold ?? input.Growth[ofClass] / all / 2;
        var sizes = new long[_clusters];
        var rows = new List<int>[_clusters];
        for (int c = 0; c < _clusters; c++)
        {
            rows[c] = [];
        }

        for (int row = 0; row < _clusterOf!.Length; row++)
        {
            sizes[_clusterOf[row]]++;
            if (input.ClassOf[row] == ofClass)
            {
                rows[_clusterOf[row]].Add(row);
            }
        }

        var kept = new List<int[]>();
        for (int c = 0; c < _clusters; c++)
        {
            if (rows[c].Count > k && (double)rows[c].Count / sizes[c] >= threshold)
            {
                kept.Add([.. rows[c]]);
            }
        }

        return kept;
    }
}
