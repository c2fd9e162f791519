namespace Curate.Core.Numerics.Vectors;

/// <summary>Count and, as far as they are wanted, exact sums, smallest and largest value of one numeric column.</summary>
internal sealed class ColumnStatistics(ColumnFigures figures = ColumnFigures.All)
{
    private readonly ExactSum? _sum = figures.HasFlag(ColumnFigures.Mean) ? new() : null;
    private readonly ExactSum? _squares = figures.HasFlag(ColumnFigures.Deviation) ? new() : null;
    private double _least = double.PositiveInfinity;
    private double _most = double.NegativeInfinity;

    public long Count { get; private set; }

    public double Least => figures.HasFlag(ColumnFigures.Bounds) ? _least : throw NotWanted();

    public double Most => figures.HasFlag(ColumnFigures.Bounds) ? _most : throw NotWanted();

    public double Mean => Count == 0 ? 0 : (_sum ?? throw NotWanted()).ToDouble() / Count;

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

            ExactSum squares = _squares ?? throw NotWanted();
            double sum = _sum!.ToDouble();
            var rest = new ExactSum();
            rest.Merge(_sum);
            rest.Add(-sum);
            double mean = sum / Count;
            double times = Count * mean;
            var exact = new ExactSum();
            exact.Merge(squares);
            exact.AddProduct(-2 * mean, sum);
            exact.AddProduct(-2 * mean, rest.ToDouble());
            exact.AddProduct(mean, times);
            exact.AddProduct(mean, Math.FusedMultiplyAdd(Count, mean, -times));
            return Math.Sqrt(Math.Max(0, exact.ToDouble() / Count));
        }
    }

    public void Add(double value) => Add([value]);

    public void Add(ReadOnlySpan<double> values)
    {
        Count += values.Length;
        if (figures.HasFlag(ColumnFigures.Bounds))
        {
            foreach (double value in values)
            {
                _least = Math.Min(_least, value);
                _most = Math.Max(_most, value);
            }
        }

        _sum?.Add(values);
        for (int i = 0; _squares is not null && i < values.Length; i++)
        {
            _squares.AddSquare(values[i]);
        }
    }

    public void Merge(ColumnStatistics later)
    {
        Count += later.Count;
        _least = Math.Min(_least, later._least);
        _most = Math.Max(_most, later._most);
        _sum?.Merge(later._sum!);
        _squares?.Merge(later._squares!);
    }

    private static InvalidOperationException NotWanted() => new("A figure is asked for that was not said to be wanted.");
}
