namespace Curate.Core.Randomness.Designs;

/// <summary>
/// The pivotal method (Deville and Tille 1998): undecided units fight two by two in their order, or in a random one. The size is fixed when the
/// probabilities sum to a whole number. In the given order it is ordered pivotal sampling, which spreads the sample over that order (Chauvet 2012).
/// </summary>
/// <remarks>O(n); one draw a fight, keyed by its place. 8 n bytes.</remarks>
public sealed class PivotalDesign : ISamplingDesign
{
    private readonly double[] _inclusion;
    private readonly bool _randomOrder;

    public PivotalDesign(ReadOnlySpan<double> inclusion, bool randomOrder = false)
    {
        InclusionProbabilities.Check(inclusion);
        _inclusion = inclusion.ToArray();
        _randomOrder = randomOrder;
    }

    public ReadOnlySpan<double> Inclusion => _inclusion;

    public int[] Sample(SeededDraw draw)
    {
        int[]? order = _randomOrder ? RandomOrder.Of(_inclusion.Length, draw.For("order"u8)) : null;
        var chances = (double[])_inclusion.Clone();
        int standing = -1;
        for (int k = 0; k < chances.Length; k++)
        {
            int unit = order is null ? k : order[k];
            if (PivotalDuel.Decided(chances[unit]))
            {
                continue;
            }

            if (standing < 0)
            {
                standing = unit;
                continue;
            }

            PivotalDuel.Fight(ref chances[standing], ref chances[unit], draw.Unit(0, k));
            standing = !PivotalDuel.Decided(chances[standing]) ? standing : !PivotalDuel.Decided(chances[unit]) ? unit : -1;
        }

        return Decide(chances, standing, draw);
    }

    /// <summary>The units at 1, after the last undecided one, if any, is decided by a draw of its own.</summary>
    internal static int[] Decide(double[] chances, int last, SeededDraw draw)
    {
        if (last >= 0)
        {
            // What is left of a whole sum is a whole number but for rounding.
            double p = Math.Abs(chances[last] - Math.Round(chances[last])) < 1e-6 ? Math.Round(chances[last]) : chances[last];
            chances[last] = draw.For("last"u8).Unit(0, 0) < p ? 1 : 0;
        }

        var sample = new List<int>();
        for (int i = 0; i < chances.Length; i++)
        {
            if (chances[i] >= 1)
            {
                sample.Add(i);
            }
        }

        return [.. sample];
    }
}
