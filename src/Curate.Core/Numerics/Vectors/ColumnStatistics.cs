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

    /// <summary>The population standard deviation. The sums are exact, so only the last difference is rounded.</summary>
    public double Deviation
    {
        get
        {
            if (Count == 0 || Least == Most)
            {
                return 0;
            }

            double sum = _sum.ToDouble();
            double mean = sum / Count;

            // n var = sum x^2 - mean sum x; taking both products exactly keeps what a large mean would cancel.
            var exact = new ExactSum();
            exact.Merge(_squares);
            exact.AddProduct(-mean, sum);
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

    public void Merge(ColumnStatistics later)
    {
        Count += later.Count;
        Least = Math.Min(Least, later.Least);
        Most = Math.Max(Most, later.Most);
        _sum.Merge(later._sum);
        _squares.Merge(later._squares);
    }
}
