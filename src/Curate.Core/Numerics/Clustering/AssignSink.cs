using System.Runtime.CompilerServices;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Numerics.Clustering;

/// <summary>
/// Finds the nearest centroid of each row of a block. Scores that are apart by more than their errors decide at once; only pairs that are too close to call are
/// ranked in double. The outcome is the centroid that double-precision ranks give, of equals the first.
/// </summary>
internal readonly struct AssignSink(ScoreFrame frame, VectorStore rows, VectorStore centroids, AssignBlock state, int first) : ICandidateSink
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Offer(int row, int id, float score, ref float limit)
    {
        int best = state.Best[row];
        double margin = state.Margins[row];
        if (best >= 0)
        {
            double apart = (double)score - state.Scores[row];
            if (apart > margin)
            {
                return;
            }

            if (apart >= -margin)
            {
                double own = frame.Rule.Rank(rows[first + row], centroids[best], frame.Numeric);
                double other = frame.Rule.Rank(rows[first + row], centroids[id], frame.Numeric);
                if (other > own || (other == own && id > best))
                {
                    return;
                }
            }
        }

        state.Best[row] = id;
        state.Scores[row] = score;
        limit = MathF.Min(limit, ScoreFrame.RoundUp(score + margin));
    }
}
