namespace Curate.Core.Randomness.Designs;

/// <summary>A uniform sample of a fixed number of units from each stratum: those with the smallest keyed draws. O(n log n), 16 n bytes.</summary>
public sealed class StratifiedDesign : ISamplingDesign
{
    private readonly int[] _strata;
    private readonly long[] _quotas;
    private readonly long[] _sizes;
    private readonly double[] _inclusion;

    /// <param name="strata">The stratum of each unit, from 0.</param>
    /// <param name="quotas">Units to draw from each stratum, at most its size.</param>
    public StratifiedDesign(int[] strata, long[] quotas)
    {
        _strata = strata;
        _quotas = quotas;
        _sizes = new long[quotas.Length];
        foreach (int stratum in strata)
        {
            _sizes[stratum]++;
        }

        for (int h = 0; h < quotas.Length; h++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(quotas[h], _sizes[h], nameof(quotas));
            ArgumentOutOfRangeException.ThrowIfNegative(quotas[h], nameof(quotas));
        }

        _inclusion = Array.ConvertAll(strata, h => (double)quotas[h] / _sizes[h]);
    }

    public ReadOnlySpan<double> Inclusion => _inclusion;

    /// <summary>The chance that both units are in a sample.</summary>
    public double Joint(int i, int j)
    {
        int h = _strata[i];
        return i == j ? _inclusion[i]
            : h != _strata[j] ? _inclusion[i] * _inclusion[j]
            : _inclusion[i] * (_quotas[h] - 1) / (_sizes[h] - 1);
    }

    public int[] Sample(SeededDraw draw)
    {
        int[] order = RandomOrder.Of(_strata.Length, draw);
        var left = (long[])_quotas.Clone();
        var sample = new List<int>();
        foreach (int unit in order)
        {
            if (left[_strata[unit]] > 0)
            {
                left[_strata[unit]]--;
                sample.Add(unit);
            }
        }

        sample.Sort();
        return [.. sample];
    }
}
