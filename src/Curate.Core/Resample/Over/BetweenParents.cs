using Curate.Core.Randomness;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>Rows between two parents with a numeric target (Torgo et al. 2013, algorithm 2).</summary>
internal static class BetweenParents
{
    private const int CategoryDraw = 8;

    /// <summary>
    /// Makes a row: numbers on the segment, each category that of one parent or the other, the target the mean of the parents' targets, each weighted by the
    /// distance from the row to the other parent. With numbers alone that is the target at the same step. O(d).
    /// </summary>
    /// <param name="input">The rows.</param>
    /// <param name="first">First parent.</param>
    /// <param name="second">Second parent.</param>
    /// <param name="draw">Draws of the class.</param>
    /// <param name="made">The how manieth row of the class it is.</param>
    /// <param name="codes">Room for the categories of a row.</param>
    /// <param name="into">Receives the row.</param>
    public static void Add(OverInput input, int first, int second, SeededDraw draw, int made, int[] codes, MadeRows into)
    {
        double step = Segments.Step(draw, made);
        if (codes.Length == 0)
        {
            into.Add(first, second, step);
            return;
        }

        int numeric = input.Store.Numeric;
        ReadOnlySpan<float> a = input.Store[first];
        ReadOnlySpan<float> b = input.Store[second];
        int fromFirst = 0;
        int fromSecond = 0;
        for (int c = 0; c < codes.Length; c++)
        {
            codes[c] = (int)(draw.Bits(CategoryDraw + c, made) >> 63 == 0 ? a : b)[numeric + c];
            fromFirst += codes[c] != (int)a[numeric + c] ? 1 : 0;
            fromSecond += codes[c] != (int)b[numeric + c] ? 1 : 0;
        }

        double apart = input.Rule.Rank(a[..numeric], b[..numeric], numeric);
        double toFirst = Math.Sqrt((step * step * apart) + (fromFirst * input.Rule.WeightInUse));
        double toSecond = Math.Sqrt(((1 - step) * (1 - step) * apart) + (fromSecond * input.Rule.WeightInUse));
        into.Add(first, second, step, codes, toFirst + toSecond > 0 ? toFirst / (toFirst + toSecond) : 0.5);
    }
}
