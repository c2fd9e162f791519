using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>Numbers without a NaN less their mean, and the root of the sum of their squares: what a correlation needs of one side. 8 n bytes.</summary>
internal sealed class CentredColumn
{
    private readonly double[] _differences;
    private readonly double _norm;
    private readonly bool _varies;

    public CentredColumn(double[] values)
    {
        var sum = new ExactSum();
        foreach (double value in values)
        {
            sum.Add(value);
        }

        double mean = sum.ToDouble() / values.Length;
        var squares = new ExactSum();
        _differences = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            _differences[i] = values[i] - mean;
            squares.AddSquare(_differences[i]);
        }

        _norm = Math.Sqrt(squares.ToDouble());
        _varies = Array.Exists(values, v => v != values[0]);
    }

    /// <summary>Pearson's r with another column of as many rows; NaN where a side is constant.</summary>
    public double With(CentredColumn other)
    {
        double whole = _norm * other._norm;
        if (!_varies || !other._varies || !(whole > 0))
        {
            return double.NaN;
        }

        var products = new ExactSum();
        for (int i = 0; i < _differences.Length; i++)
        {
            products.AddProduct(_differences[i], other._differences[i]);
        }

        return Math.Clamp(products.ToDouble() / whole, -1, 1);
    }
}
