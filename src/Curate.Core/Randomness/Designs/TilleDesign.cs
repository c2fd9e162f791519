namespace Curate.Core.Randomness.Designs;

/// <summary>
/// Tille's elimination procedure (Tille 1996): units are put out one by one until the size is left. With p(k) the probabilities in proportion to size for k
/// units, a unit still in goes from k + 1 to k units with the chance 1 - p(k) / p(k + 1). Fixed size, probabilities exactly in proportion to size (at most
/// 1), no rejection.
/// </summary>
/// <remarks>O(N (N - n)); 32 N bytes.</remarks>
public sealed class TilleDesign : ISamplingDesign
{
    private readonly double[] _sizes;
    private readonly double[] _inclusion;
    private readonly int _count;

    /// <param name="sizes">Not negative; at least <paramref name="count"/> of them above 0.</param>
    /// <param name="count">Units of every sample.</param>
    public TilleDesign(ReadOnlySpan<double> sizes, int count)
    {
        _inclusion = InclusionProbabilities.Proportional(sizes, count);
        _sizes = sizes.ToArray();
        _count = count;
    }

    public ReadOnlySpan<double> Inclusion => _inclusion;

    public int[] Sample(SeededDraw draw)
    {
        var left = new List<int>();
        for (int i = 0; i < _sizes.Length; i++)
        {
            if (_sizes[i] > 0)
            {
                left.Add(i);
            }
        }

        // The schedule of probabilities depends on all units, also on those that are out.
        int[] units = [.. left];
        double[] sizes = Array.ConvertAll(units, i => _sizes[i]);
        var capped = new CappedShares(sizes);
        var stays = new bool[units.Length];
        Array.Fill(stays, true);
        for (int k = units.Length - 1; k >= _count; k--)
        {
            double unit = draw.Unit(0, k);
            double sum = 0;
            int last = -1;
            int chosen = -1;
            (double factor, double nextFactor) = (capped.Factor(k), capped.Factor(k + 1));
            for (int i = 0; i < units.Length && chosen < 0; i++)
            {
                if (!stays[i])
                {
                    continue;
                }

                double out1 = 1 - (Math.Min(1, sizes[i] * factor) / Math.Min(1, sizes[i] * nextFactor));
                sum += out1;
                last = out1 > 0 ? i : last;
                chosen = unit < sum ? i : -1;
            }

            // The chances sum to 1 but for rounding.
            stays[chosen >= 0 ? chosen : last] = false;
        }

        var sample = new List<int>(_count);
        for (int i = 0; i < units.Length; i++)
        {
            if (stays[i])
            {
                sample.Add(units[i]);
            }
        }

        return [.. sample];
    }

    /// <summary>The factor f for which min(1, f size) sums to a number of units.</summary>
    private sealed class CappedShares
    {
        private readonly double[] _descending;
        private readonly double[] _rest;

        public CappedShares(double[] sizes)
        {
            _descending = (double[])sizes.Clone();
            Array.Sort(_descending);
            Array.Reverse(_descending);
            _rest = new double[sizes.Length + 1];
            for (int i = sizes.Length - 1; i >= 0; i--)
            {
                _rest[i] = _rest[i + 1] + _descending[i];
            }
        }

        public double Factor(int count)
        {
            if (count >= _descending.Length)
            {
                return double.PositiveInfinity;
            }

            int certain = 0;
            while (certain < count && _descending[certain] * (count - certain) >= _rest[certain])
            {
                certain++;
            }

            return count == certain ? 1 / _descending[certain - 1] : (count - certain) / _rest[certain];
        }
    }
}
