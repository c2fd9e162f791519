using Curate.Core.Numerics;

namespace Curate.Core.Randomness.Designs;

/// <summary>
/// Roberts' additive recurrence for any number of dimensions: point i has coordinates frac(shift + (i + 1) / phi^p), with phi the root above 1 of x^(d+1) =
/// x + 1 (Roberts 2018, "The unreasonable effectiveness of quasirandom sequences"). Steps are 64-bit fractions, so every point is exact, far ones too.
/// </summary>
public sealed class RSequence
{
    private readonly ulong[] _steps;
    private readonly ulong[] _shifts;

    /// <param name="dimensions">At least 1.</param>
    /// <param name="draw">Gives a random shift; null for a shift of one half.</param>
    public RSequence(int dimensions, SeededDraw? draw = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        double phi = 2;
        for (int i = 0; i < 64; i++)
        {
            phi = PortableMath.Pow(1 + phi, 1.0 / (dimensions + 1));
        }

        _steps = new ulong[dimensions];
        _shifts = new ulong[dimensions];
        for (int p = 0; p < dimensions; p++)
        {
            _steps[p] = (ulong)(PortableMath.Pow(phi, -(p + 1)) * 18446744073709551616.0);
            _shifts[p] = draw is { } keyed ? keyed.Bits(0, p) : 1UL << 63;
        }
    }

    public int Dimensions => _steps.Length;

    /// <summary>Point <paramref name="index"/>, in [0, 1).</summary>
    public void Point(long index, Span<double> into)
    {
        for (int p = 0; p < _steps.Length; p++)
        {
            into[p] = ((_shifts[p] + ((ulong)(index + 1) * _steps[p])) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
