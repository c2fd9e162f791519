namespace Curate.Core.Numerics.Kernels;

/// <summary>Receives every pair of a scan that may matter, and says from which score on pairs of the same row no longer do.</summary>
internal interface ICandidateSink
{
    /// <summary>A pair whose score is at or below the limit of its row.</summary>
    /// <param name="row">The query, counted within its block.</param>
    /// <param name="id">The packed row.</param>
    /// <param name="score">Its score.</param>
    /// <param name="limit">The row's limit; lowered when the pair made it lower.</param>
    void Offer(int row, int id, float score, ref float limit);
}
