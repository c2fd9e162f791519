using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>What was decided about each candidate: the candidate that stands for it and how like it is. 12 bytes a candidate.</summary>
internal sealed class NearClusters : IDisposable
{
    private const int Nobody = -1;
    private readonly ScratchArray<int> _standsFor;
    private readonly ScratchArray<double> _similarity;

    public NearClusters(RunContext context, int candidates)
    {
        _standsFor = new ScratchArray<int>(context, "representatives", candidates);
        _similarity = new ScratchArray<double>(context, "similarities", candidates);
        _standsFor.Fill(Nobody);
    }

    /// <summary>Nothing was decided about a candidate: it stands for itself.</summary>
    public bool IsFree(int candidate) => _standsFor[candidate] == Nobody;

    /// <summary>The candidate that stands for this one: itself, another of the dataset, or one of the second dataset.</summary>
    public int RepresentativeOf(int candidate) => IsFree(candidate) ? candidate : _standsFor[candidate];

    /// <summary>The similarity to it; 1 to itself.</summary>
    public double SimilarityOf(int candidate) => IsFree(candidate) ? 1 : _similarity[candidate];

    public void Assign(int candidate, int representative, double similarity)
    {
        _standsFor[candidate] = representative;
        _similarity[candidate] = similarity;
    }

    public void Dispose()
    {
        _standsFor.Dispose();
        _similarity.Dispose();
    }
}
