namespace Curate.Core.Numerics.Kernels;

/// <summary>Receives every pair of a scan that may matter to one of its two rows, and lowers their bounds.</summary>
internal interface IPairSink
{
    /// <summary>A pair whose score is within the bound of a row.</summary>
    /// <param name="row">The query, counted within its block.</param>
    /// <param name="id">The packed row.</param>
    void Offer(int row, int id);
}
