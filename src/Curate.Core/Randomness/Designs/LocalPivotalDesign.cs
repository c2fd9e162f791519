using Curate.Core.Numerics.Linear;

namespace Curate.Core.Randomness.Designs;

/// <summary>
/// The local pivotal method (Grafstrom, Lundstrom and Schelin 2012, LPM 2): a unit drawn at random fights its nearest undecided neighbour, so that near units
/// seldom both stay and the sample spreads over the space. Of equally near neighbours the one of lower number is taken.
/// </summary>
/// <remarks>O(n^2 d); 12 n bytes beside the coordinates. The size is fixed when the probabilities sum to a whole number.</remarks>
public sealed class LocalPivotalDesign : ISamplingDesign
{
    private readonly double[] _inclusion;
    private readonly Matrix _places;

    /// <param name="inclusion">A probability for each unit.</param>
    /// <param name="places">Where each unit is, finite; distances are Euclidean.</param>
    public LocalPivotalDesign(ReadOnlySpan<double> inclusion, Matrix places)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(places.Rows, inclusion.Length);
        InclusionProbabilities.Check(inclusion);
        _inclusion = inclusion.ToArray();
        _places = places;
    }

    public ReadOnlySpan<double> Inclusion => _inclusion;

    public int[] Sample(SeededDraw draw)
    {
        var chances = (double[])_inclusion.Clone();
        var open = new int[chances.Length];
        int count = 0;
        for (int i = 0; i < chances.Length; i++)
        {
            if (!PivotalDuel.Decided(chances[i]))
            {
                open[count++] = i;
            }
        }

        var picks = new DrawStream(draw.For("picks"u8));
        var fights = new DrawStream(draw.For("fights"u8));
        while (count > 1)
        {
            int at = (int)picks.Below(count);
            int other = Nearest(open.AsSpan(0, count), at);
            PivotalDuel.Fight(ref chances[open[at]], ref chances[open[other]], fights.Unit());

            // From the back, so that the place of the other stays what it was.
            int high = Math.Max(at, other);
            int low = Math.Min(at, other);
            count = Remove(open, count, high, chances);
            count = Remove(open, count, low, chances);
        }

        return PivotalDesign.Decide(chances, count == 1 ? open[0] : -1, draw);
    }

    private int Nearest(ReadOnlySpan<int> open, int at)
    {
        ReadOnlySpan<double> place = _places.Row(open[at]);
        int best = -1;
        double least = double.PositiveInfinity;
        for (int k = 0; k < open.Length; k++)
        {
            if (k == at)
            {
                continue;
            }

            double distance = Dense.SquaredDistance(place, _places.Row(open[k]));
            if (best < 0 || distance < least || (distance == least && open[k] < open[best]))
            {
                best = k;
                least = distance;
            }
        }

        return best;
    }

    private static int Remove(int[] open, int count, int at, double[] chances)
    {
        if (!PivotalDuel.Decided(chances[open[at]]))
        {
            return count;
        }

        open[at] = open[count - 1];
        return count - 1;
    }
}
