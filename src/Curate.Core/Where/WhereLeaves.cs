using System.Numerics;
using System.Runtime.Intrinsics;
using Curate.Core.Data;

namespace Curate.Core.Where;

/// <summary>The same truth value for every row.</summary>
internal sealed class ConstantLeaf(bool value) : WhereLeaf
{
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds) => Outcome(value, !value);

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        isTrue.Fill(value ? ulong.MaxValue : 0);
        isFalse.Fill(value ? 0 : ulong.MaxValue);
    }
}

/// <summary><c>is null</c> and <c>is not null</c>: never unknown.</summary>
internal sealed class NullLeaf(int column, bool wantsNull) : WhereLeaf
{
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds)
    {
        (bool nulls, bool values) = (bounds[column].MayBeNull, bounds[column].MayHaveValues);
        return wantsNull ? Outcome(nulls, values) : Outcome(values, nulls);
    }

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        Column values = batch[firstColumn + column];
        for (int w = 0; w < isTrue.Length; w++)
        {
            ulong nulls = values.NullBits(w);
            isTrue[w] = wantsNull ? nulls : ~nulls;
            isFalse[w] = ~isTrue[w];
        }
    }
}

/// <summary>A flag equal to a value.</summary>
internal sealed class FlagLeaf(int column, bool wanted) : WhereLeaf
{
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds)
    {
        (long low, long high) = bounds[column].Wholes ?? (0, 1);
        long mine = wanted ? 1 : 0;
        return Ranged(bounds[column], mine >= low && mine <= high, 1 - mine >= low && 1 - mine <= high, negated: false);
    }

    private readonly ref struct Test(ReadOnlySpan<bool> values, bool wanted) : IRowTest
    {
        private readonly ReadOnlySpan<bool> _values = values;

        public bool Holds(int row) => _values[row] == wanted;
    }

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        var values = (FlagColumn)batch[firstColumn + column];
        Fill(values.Count, new Test(values.Values, wanted), isTrue);
        Settle(values, isTrue, isFalse);
    }
}

/// <summary>
/// Whole numbers, days and instants within a closed range, or outside of it; every comparison with a constant becomes one. Four lanes at
/// a time; comparisons are exact, so the width of the hardware cannot show.
/// </summary>
internal sealed class LongRangeLeaf(int column, long low, long high, bool negated) : WhereLeaf
{
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds)
    {
        (long least, long most) = bounds[column].Wholes ?? (long.MinValue, long.MaxValue);
        bool empty = low > high;
        return Ranged(bounds[column], !empty && least <= high && most >= low, empty || least < low || most > high, negated);
    }

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        Column values = batch[firstColumn + column];
        ReadOnlySpan<long> longs = values is TimeColumn times ? times.Values : ((WholeColumn)values).Values;
        ulong flip = negated ? ulong.MaxValue : 0;
        bool empty = low > high;
        for (int w = 0; w < isTrue.Length; w++)
        {
            ReadOnlySpan<long> block = longs.Slice(w << 6, Math.Min(64, longs.Length - (w << 6)));
            isTrue[w] = (empty ? 0 : Within(block)) ^ flip;
        }

        Settle(values, isTrue, isFalse);
    }

    private ulong Within(ReadOnlySpan<long> block)
    {
        ulong bits = 0;
        int j = 0;
        Vector256<long> lows = Vector256.Create(low);
        Vector256<long> highs = Vector256.Create(high);
        for (; j + 4 <= block.Length; j += 4)
        {
            Vector256<long> x = Vector256.Create(block.Slice(j, 4));
            Vector256<long> outside = Vector256.LessThan(x, lows) | Vector256.GreaterThan(x, highs);
            bits |= (ulong)(~outside).ExtractMostSignificantBits() << j;
        }

        for (; j < block.Length; j++)
        {
            bits |= (block[j] >= low && block[j] <= high ? 1UL : 0) << j;
        }

        return bits;
    }
}

/// <summary>Doubles within a closed range, or outside of it; NaN is neither, so it makes both false.</summary>
internal sealed class NumberRangeLeaf(int column, double low, double high, bool negated) : WhereLeaf
{
    // A NaN makes the condition false whatever the bounds are.
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds)
    {
        (double least, double most) = bounds[column].Numbers ?? (double.NegativeInfinity, double.PositiveInfinity);
        bool empty = low > high;
        WhereOutcome outcome = Ranged(bounds[column], !empty && least <= high && most >= low, empty || least < low || most > high, negated);
        return bounds[column].MayHaveValues ? outcome | WhereOutcome.False : outcome;
    }

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        var values = (NumberColumn)batch[firstColumn + column];
        ReadOnlySpan<double> doubles = values.Values;
        for (int w = 0; w < isTrue.Length; w++)
        {
            isTrue[w] = Block(doubles.Slice(w << 6, Math.Min(64, doubles.Length - (w << 6))));
        }

        Settle(values, isTrue, isFalse);
    }

    private ulong Block(ReadOnlySpan<double> block)
    {
        ulong bits = 0;
        int j = 0;
        Vector256<double> lows = Vector256.Create(low);
        Vector256<double> highs = Vector256.Create(high);
        for (; j + 4 <= block.Length; j += 4)
        {
            Vector256<double> x = Vector256.Create(block.Slice(j, 4));
            Vector256<double> holds = negated
                ? Vector256.LessThan(x, lows) | Vector256.GreaterThan(x, highs)
                : Vector256.GreaterThanOrEqual(x, lows) & Vector256.LessThanOrEqual(x, highs);
            bits |= (ulong)holds.ExtractMostSignificantBits() << j;
        }

        for (; j < block.Length; j++)
        {
            double x = block[j];
            bits |= ((negated ? x < low || x > high : x >= low && x <= high) ? 1UL : 0) << j;
        }

        return bits;
    }
}

/// <summary>Decimals compared with a literal; the range in stored units follows from the scale that the column has.</summary>
internal sealed class DecimalLeaf(int column, WhereOperator op, WhereNumber number) : WhereLeaf
{
    private readonly ref struct Test(ReadOnlySpan<Int128> values, Int128 low, Int128 high, bool negated) : IRowTest
    {
        private readonly ReadOnlySpan<Int128> _values = values;

        public bool Holds(int row) => (_values[row] >= low && _values[row] <= high) != negated;
    }

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        var values = (DecimalColumn)batch[firstColumn + column];
        (BigInteger low, BigInteger high) = number.Units(op, values.Scale, Int128.MinValue, Int128.MaxValue);
        Fill(values.Count, new Test(values.Values, (Int128)low, (Int128)high, op == WhereOperator.NotEqual), isTrue);
        Settle(values, isTrue, isFalse);
    }
}

/// <summary>Whole numbers, days and instants in a list: binary search in the sorted list.</summary>
internal sealed class LongInLeaf(int column, long[] sorted, bool negated) : WhereLeaf
{
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds)
    {
        (long least, long most) = bounds[column].Wholes ?? (long.MinValue, long.MaxValue);
        bool mayBeIn = Array.Exists(sorted, value => value >= least && value <= most);
        return Ranged(bounds[column], mayBeIn, !mayBeIn || least != most, negated);
    }

    private readonly ref struct Test(ReadOnlySpan<long> values, long[] sorted, bool negated) : IRowTest
    {
        private readonly ReadOnlySpan<long> _values = values;

        public bool Holds(int row) => (sorted.AsSpan().BinarySearch(_values[row]) >= 0) != negated;
    }

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        Column values = batch[firstColumn + column];
        ReadOnlySpan<long> longs = values is TimeColumn times ? times.Values : ((WholeColumn)values).Values;
        Fill(longs.Length, new Test(longs, sorted, negated), isTrue);
        Settle(values, isTrue, isFalse);
    }
}

/// <summary>Doubles in a list; NaN is in none and outside of none.</summary>
internal sealed class NumberInLeaf(int column, double[] sorted, bool negated) : WhereLeaf
{
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds)
    {
        (double least, double most) = bounds[column].Numbers ?? (double.NegativeInfinity, double.PositiveInfinity);
        bool mayBeIn = Array.Exists(sorted, value => value >= least && value <= most);
        WhereOutcome outcome = Ranged(bounds[column], mayBeIn, !mayBeIn || least != most, negated);
        return bounds[column].MayHaveValues ? outcome | WhereOutcome.False : outcome;
    }

    private readonly ref struct Test(ReadOnlySpan<double> values, double[] sorted, bool negated) : IRowTest
    {
        private readonly ReadOnlySpan<double> _values = values;

        // Adding zero turns -0 into 0, which the order of BinarySearch would keep apart.
        public bool Holds(int row) => !double.IsNaN(_values[row]) && (sorted.AsSpan().BinarySearch(_values[row] + 0.0) >= 0) != negated;
    }

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        var values = (NumberColumn)batch[firstColumn + column];
        Fill(values.Count, new Test(values.Values, sorted, negated), isTrue);
        Settle(values, isTrue, isFalse);
    }
}
