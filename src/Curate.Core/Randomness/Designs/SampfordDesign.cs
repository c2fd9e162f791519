namespace Curate.Core.Randomness.Designs;

/// <summary>
/// Sampford's method (Sampford 1967): one unit with chances p / n, then n - 1 more with replacement in proportion to p / (1 - p); all are put back unless
/// they are distinct. Fixed size, exact probabilities, and every pair can meet.
/// </summary>
/// <remarks>
/// For small samples: the rounds needed grow like exp of the expected number of repeats. O(n log N) a round, 16 N bytes. Certain units are taken aside. For
/// large samples use <see cref="ConditionalPoissonDesign"/> or <see cref="PivotalDesign"/>.
/// </remarks>
public sealed class SampfordDesign : ISamplingDesign
{
    private readonly double[] _inclusion;
    private readonly double[] _first;
    private readonly double[] _later;
    private readonly int _count;
    private readonly long _mostRounds;

    /// <param name="inclusion">Probabilities that sum to a whole number.</param>
    /// <param name="mostRounds">After this many rounds without a sample, <see cref="Sample"/> gives up with an error.</param>
    public SampfordDesign(ReadOnlySpan<double> inclusion, long mostRounds = 10_000_000)
    {
        _count = InclusionProbabilities.CheckWhole(inclusion);
        _inclusion = inclusion.ToArray();
        _mostRounds = mostRounds;
        _first = new double[inclusion.Length];
        _later = new double[inclusion.Length];
        double first = 0;
        double later = 0;
        for (int i = 0; i < inclusion.Length; i++)
        {
            double p = inclusion[i];
            if (p >= 1)
            {
                _count--;
            }
            else
            {
                first += p;
                later += p / (1 - p);
            }

            _first[i] = first;
            _later[i] = later;
        }
    }

    public ReadOnlySpan<double> Inclusion => _inclusion;

    /// <exception cref="InvalidOperationException">No sample within the limit of rounds.</exception>
    public int[] Sample(SeededDraw draw)
    {
        var sample = new List<int>();
        for (int i = 0; i < _inclusion.Length; i++)
        {
            if (_inclusion[i] >= 1)
            {
                sample.Add(i);
            }
        }

        if (_count == 0)
        {
            return [.. sample];
        }

        int certain = sample.Count;
        var draws = new DrawStream(draw);
        var taken = new HashSet<int>();
        for (long round = 0; round < _mostRounds; round++)
        {
            taken.Clear();
            bool distinct = true;
            for (int k = 0; k < _count && distinct; k++)
            {
                double[] ends = k == 0 ? _first : _later;
                int unit = Find(ends, draws.Unit() * ends[^1]);
                distinct = taken.Add(unit);
                sample.Add(unit);
            }

            if (distinct)
            {
                sample.Sort();
                return [.. sample];
            }

            sample.RemoveRange(certain, sample.Count - certain);
        }

        throw new InvalidOperationException($"Sampford's method found no sample of distinct units in {_mostRounds} rounds: it is for small samples.");
    }

    /// <summary>The first unit whose end lies above the point.</summary>
    private static int Find(double[] ends, double point)
    {
        int low = 0;
        int high = ends.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ends[middle] > point)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
