using Curate.Core.Numerics;

namespace Curate.Core.Randomness;

/// <summary>Standard normal numbers that are looked up by their place, as <see cref="SeededDraw"/> looks up uniform ones.</summary>
public static class KeyedNormal
{
    /// <summary>The number at (source, row), from the two uniform draws at (2 source, row) and (2 source + 1, row) (Box and Muller 1958). O(1).</summary>
    public static double Of(SeededDraw draw, int source, long row)
    {
        double radius = Math.Sqrt(-2 * PortableMath.Log(draw.UnitPositive(2 * source, row)));
        return radius * PortableMath.Cos(2 * Math.PI * draw.Unit((2 * source) + 1, row));
    }
}
