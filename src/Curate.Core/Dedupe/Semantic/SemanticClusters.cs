namespace Curate.Core.Dedupe.Semantic;

/// <summary>What was decided about each place: the place that stands for it (itself while nothing is decided), or its match in the second dataset. 12 bytes a place.</summary>
internal sealed class SemanticClusters
{
    private readonly int[] _standsFor;
    private readonly double[] _similarity;
    private readonly int[]? _match;

    public SemanticClusters(int count, bool across)
    {
        _standsFor = new int[count];
        _similarity = new double[count];
        for (int place = 0; place < count; place++)
        {
            _standsFor[place] = place;
        }

        if (across)
        {
            _match = new int[count];
            Array.Fill(_match, -1);
        }
    }

    /// <summary>The place that stands for this one.</summary>
    public int StandsFor(int place) => _standsFor[place];

    /// <summary>The candidate of the second dataset that it is most like, or -1.</summary>
    public int Match(int place) => _match is null ? -1 : _match[place];

    /// <summary>The place is neither matched nor stood for by another.</summary>
    public bool IsFree(int place) => _standsFor[place] == place && Match(place) < 0;

    /// <summary>The similarity to what stands for it or matches it; 1 to itself.</summary>
    public double SimilarityOf(int place) => IsFree(place) ? 1 : _similarity[place];

    public void Assign(int place, int representative, double similarity)
    {
        _standsFor[place] = representative;
        _similarity[place] = similarity;
    }

    public void AssignMatch(int place, int candidate, double similarity)
    {
        _match![place] = candidate;
        _similarity[place] = similarity;
    }
}
