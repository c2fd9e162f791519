namespace Curate.Core.Randomness.Designs;

/// <summary>
/// Every unit by its own draw (Hajek 1964): the size of the sample varies. The draw of a unit is keyed by its number, so other units do not change its
/// fate.
/// </summary>
/// <remarks>O(n); joint chances are products.</remarks>
public sealed class PoissonDesign : ISamplingDesign
{
    private readonly double[] _inclusion;

    public PoissonDesign(ReadOnlySpan<double> inclusion)
    {
        InclusionProbabilities.Check(inclusion);
        _inclusion = inclusion.ToArray();
    }

    public ReadOnlySpan<double> Inclusion => _inclusion;

    /// <summary>The chance that both units are in a sample.</summary>
    public double Joint(int i, int j) => i == j ? _inclusion[i] : _inclusion[i] * _inclusion[j];

    public int[] Sample(SeededDraw draw)
    {
        var sample = new List<int>();
        for (int i = 0; i < _inclusion.Length; i++)
        {
            if (draw.Unit(0, i) < _inclusion[i])
            {
                sample.Add(i);
            }
        }

        return [.. sample];
    }
}
