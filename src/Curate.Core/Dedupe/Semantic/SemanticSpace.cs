using Curate.Core.Running;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>What a search among the vectors of the dataset works on. Places are in the order of the keep rule.</summary>
/// <param name="Table">The vectors.</param>
/// <param name="Groups">Their order.</param>
/// <param name="Lists">The vectors by cluster.</param>
/// <param name="Probes">The clusters of each place, nearest first: its own, then those it is compared in as well.</param>
/// <param name="Stride">Clusters of a place.</param>
/// <param name="Threshold">Least similarity of a pair.</param>
/// <param name="Context">Workers, memory, cancellation.</param>
internal sealed record SemanticSpace(VectorTable Table, CandidateGroups Groups, VectorLists Lists, int[] Probes, int Stride, double Threshold, RunContext Context)
{
    /// <summary>The rank (1 - cosine) above which no pair passes.</summary>
    public double RankLimit => 1 - Threshold + Similarity.RankSlack;

    public int Count => Groups.InOrder.Length;

    public ReadOnlySpan<float> Values(int place) => Table[Groups.InOrder[place]];

    /// <summary>The cluster of a place.</summary>
    public int Home(int place) => Probes[place * Stride];

    /// <summary>Whether two places may be alike at all.</summary>
    public bool Meets(int a, int b) => Table.Meets(Groups.InOrder[a], Table, Groups.InOrder[b]);

    /// <summary>The similarity of two places.</summary>
    public double Similar(int a, int b) => Similarity.Of(Values(a), Values(b));
}
