namespace Curate.Core.Randomness.Designs;

/// <summary>
/// Systematic sampling with unequal probabilities (Madow 1949): units lie end to end as long as their probabilities, and every unit at u, u + 1, u + 2 ... is
/// drawn. In the given order it spreads the sample over that order, and many pairs can never meet; in a random order (Hartley and Rao 1962) nearly all can.
/// </summary>
/// <remarks>O(n), with O(n log n) for the random order. The size is the sum of the probabilities, or the whole number below or above it.</remarks>
public sealed class SystematicDesign : ISamplingDesign
{
    private readonly double[] _inclusion;
    private readonly bool _randomOrder;

    public SystematicDesign(ReadOnlySpan<double> inclusion, bool randomOrder = false)
    {
        InclusionProbabilities.Check(inclusion);
        _inclusion = inclusion.ToArray();
        _randomOrder = randomOrder;
    }

    public ReadOnlySpan<double> Inclusion => _inclusion;

    /// <summary>The chance that both units are in a sample, in the given order: how much of the circle of starts picks both. O(n).</summary>
    /// <exception cref="InvalidOperationException">The order is random: the chance then has no closed form.</exception>
    public double Joint(int i, int j)
    {
        if (_randomOrder)
        {
            throw new InvalidOperationException("Joint chances of systematic sampling are known for a fixed order only.");
        }

        if (i == j)
        {
            return _inclusion[i];
        }

        double[] ends = Ends(Natural());
        return Overlap(Start(ends, i), _inclusion[i], Start(ends, j), _inclusion[j]);

        static double Start(double[] ends, int unit)
        {
            double before = unit == 0 ? 0 : ends[unit - 1];
            return before - Math.Floor(before);
        }
    }

    public int[] Sample(SeededDraw draw)
    {
        int[] order = Natural();
        if (_randomOrder)
        {
            order = RandomOrder.Of(order.Length, draw.For("order"u8));
        }

        double start = draw.For("start"u8).Unit(0, 0);
        double[] ends = Ends(order);
        var sample = new List<int>();
        double before = Math.Ceiling(-start);
        for (int k = 0; k < order.Length; k++)
        {
            // A unit is drawn when a point start + whole lies in [its begin, its end).
            double after = Math.Ceiling(ends[k] - start);
            if (after > before)
            {
                sample.Add(order[k]);
            }

            before = after;
        }

        sample.Sort();
        return [.. sample];
    }

    /// <summary>Ends of the units in this order; sums that are whole but for rounding are made whole, so that the size is.</summary>
    private double[] Ends(int[] order)
    {
        var ends = new double[order.Length];
        double sum = 0;
        double rest = 0;
        for (int k = 0; k < order.Length; k++)
        {
            // The rounding of each step is carried (Neumaier 1974).
            double p = _inclusion[order[k]];
            double next = sum + p;
            rest += Math.Abs(sum) >= p ? sum - next + p : p - next + sum;
            sum = next;
            double end = sum + rest;
            double whole = Math.Round(end);
            ends[k] = Math.Abs(end - whole) < 1e-9 ? whole : end;
        }

        return ends;
    }

    private int[] Natural()
    {
        var order = new int[_inclusion.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        return order;
    }

    /// <summary>The common length of two arcs of the circle of length 1.</summary>
    private static double Overlap(double a, double aLength, double b, double bLength)
    {
        double sum = 0;
        for (int turn = -1; turn <= 1; turn++)
        {
            sum += Math.Max(0, Math.Min(a + aLength, b + turn + bLength) - Math.Max(a, b + turn));
        }

        return sum;
    }
}
