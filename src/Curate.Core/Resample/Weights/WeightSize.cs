using Curate.Core.Numerics;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// The size of a sample with weights: how many there are, their sum, and the effective sample size (sum w)^2 / sum w^2 (Kish 1965, section 11.7), the number
/// of equal weights under which a mean has the same variance. Exact sums: the same in any order.
/// </summary>
/// <remarks>O(1) a weight; about 4.5 KB.</remarks>
internal sealed class WeightSize
{
    private readonly ExactSum _sum = new();
    private readonly ExactSum _squares = new();

    /// <summary>Rows.</summary>
    public long Rows { get; private set; }

    public double Sum => _sum.ToDouble();

    public double Least { get; private set; } = double.PositiveInfinity;

    public double Most { get; private set; }

    /// <summary>0 where all weights are 0.</summary>
    public double Effective
    {
        get
        {
            // Divided before it is multiplied, so that weights near the ends of double stay within it.
            double squares = _squares.ToDouble();
            return squares > 0 ? Sum / squares * Sum : 0;
        }
    }

    public void Add(double weight)
    {
        Rows++;
        _sum.Add(weight);
        _squares.AddSquare(weight);
        Least = Math.Min(Least, weight);
        Most = Math.Max(Most, weight);
    }

    /// <summary>So many rows of one weight.</summary>
    public void Add(double weight, long rows)
    {
        if (rows == 0)
        {
            return;
        }

        Rows += rows;
        _sum.AddProduct(weight, rows);

        // The square's own rounding is carried, so that n rows at once are n single ones.
        double square = weight * weight;
        _squares.AddProduct(square, rows);
        _squares.AddProduct(Math.FusedMultiplyAdd(weight, weight, -square), rows);
        Least = Math.Min(Least, weight);
        Most = Math.Max(Most, weight);
    }
}
