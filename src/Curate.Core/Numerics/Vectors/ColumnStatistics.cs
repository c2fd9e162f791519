namespace Curate.Core.Numerics.Vectors;

/// <summary>Count, exact sums, smallest and largest value of one numeric column.</summary>
internal sealed class ColumnStatistics
{
    private readonly ExactSum _sum = new();
    private readonly ExactSum _squares = new();

    public long Count { get; private set; }

    public double Least { get; private set; } = double.PositiveInfinity;

    public double Most { get; private set; } = double.NegativeInfinity;

    public double Mean => Count == 0 ? 0 : _sum.ToDouble() / Count;

    /// <summary>
    /// The population standard deviation, from sum (x - m)^2 = sum x^2 - 2 m sum x + n m^2 with m the rounded mean: every term is added without error, so
    /// nothing
    /// cancels but what the rounding of m leaves, which is of second order.
    /// </summary>
    public double Deviation
    {
        get
        {
            if (Count == 0 || Least == Most)
            {
                return 0;
            }

            double sum = _sum.ToDouble();
            var rest = new ExactSum();
            rest.Merge(_sum);
            rest.Add(-sum);
            double mean = sum / Count;
            double times = Count * mean;
            var exact = new ExactSum();
            exact.Merge(_squares);
            exact.AddProduct(-2 * mean, sum);
            exact.AddProduct(-2 * mean, rest.ToDouble());
            exact.AddProduct(mean, times);
            exact.AddProduct(mean, Math.FusedMultiplyAdd(Count, mean, -times));
            return Math.Sqrt(Math.Max(0, exact.ToDouble() / Count));
        }
    }

    public void Add(double value)
    {
        Count++;
        Least = Math.Min(Least, value);
        Most = Math.Max(Most, value);
        _sum.Add(value);
        _squares.AddSquare(value);
    }

    public void Add(ReadOnlySpan<double> values)
    {
        Count += values.Length;
        _sum.Add(values);
        foreach (double value in values)
        {
            Least = Math.Min(Least, value);
            Most = Math.Max(Most, value);
            _squares.AddSquare(value);
        }
    }

    public void Merge(ColumnStatistics later)
    {
        Count += later.Count;
        Least = Math.Min(Least, later.Least);
        Most = Math.Max(Most, later.Most);
        _sum.Merge(later._sum);
        _squares.Merge(later._squares);
    }
}
