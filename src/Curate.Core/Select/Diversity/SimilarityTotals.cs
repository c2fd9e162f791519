using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Select.Diversity;

/// <summary>What each row has in common with all rows together.</summary>
internal static class SimilarityTotals
{
    /// <summary>Up to so many products of pairs and dimensions sums are of doubles. A constant, so that results depend on the data alone.</summary>
    public const double MostInDouble = 2e10;

    /// <summary>
    /// sum over i of s_ij for every row j. In double precision up to <see cref="MostInDouble"/> operations; beyond it from blocks of float32 scores, which
    /// are at most a part in a thousand too large for a thousand dimensions.
    /// </summary>
    public static double[] Of(VectorStore rows, Similarities similarities, RunContext run)
    {
        if (similarities.Kind == SimilarityKind.Linear || (double)rows.Count * rows.Count * Math.Max(1, rows.Width) <= MostInDouble)
        {
            double[] means = similarities.Means();
            for (int row = 0; row < means.Length; row++)
            {
                means[row] *= rows.Count;
            }

            return means;
        }

        using var scan = new CoverageScan(rows, similarities, caps: true, run, words: false);
        for (int row = 0; row < rows.Count; row++)
        {
            scan.SetLevel(row, float.MaxValue);
        }

        var totals = new double[rows.Count];
        scan.BoundAll(totals);
        return totals;
    }
}
