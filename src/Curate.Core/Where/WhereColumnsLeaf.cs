using System.Numerics;
using Curate.Core.Data;

namespace Curate.Core.Where;

/// <summary>Two columns compared row by row; unknown where either is null.</summary>
internal sealed class ColumnsLeaf(int left, WhereOperator op, int right) : WhereLeaf
{
    /// <summary>What a comparison gives beside -1, 0 and 1: a NaN is involved, and nothing holds.</summary>
    private const int Unordered = 2;

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        Column a = batch[firstColumn + left];
        Column b = batch[firstColumn + right];
        switch (a, b)
        {
            case (TextColumn x, TextColumn y):
                Compare(new Texts(x, y), a.Count, isTrue);
                break;
            case (FlagColumn x, FlagColumn y):
                Compare(new Flags(x, y), a.Count, isTrue);
                break;
            case (TimeColumn x, TimeColumn y):
                Compare(new Longs(x.Values, y.Values), a.Count, isTrue);
                break;
            case (WholeColumn x, WholeColumn y):
                Compare(new Longs(x.Values, y.Values), a.Count, isTrue);
                break;
            case (NumberColumn x, NumberColumn y):
                Compare(new Numbers(x.Values, y.Values), a.Count, isTrue);
                break;
            case (WholeColumn x, NumberColumn y):
                Compare(new Mixed(x.Values, y.Values, 1), a.Count, isTrue);
                break;
            case (NumberColumn x, WholeColumn y):
                Compare(new Mixed(y.Values, x.Values, -1), a.Count, isTrue);
                break;
            case (DecimalColumn x, DecimalColumn y):
                Compare(new Decimals(x, y), a.Count, isTrue);
                break;
            default:
                throw new InvalidOperationException("Binding lets only columns of comparable kinds through.");
        }

        for (int w = 0; w < isTrue.Length; w++)
        {
            ulong known = ~(a.NullBits(w) | b.NullBits(w));
            isFalse[w] = ~isTrue[w] & known;
            isTrue[w] &= known;
        }
    }

    /// <summary>The order of a whole number and a double, exactly: both are compared as integers, and the fraction decides a draw.</summary>
    internal static int Order(long whole, double number)
    {
        if (double.IsNaN(number))
        {
            return Unordered;
        }

        if (number >= 9223372036854775808.0)
        {
            return -1;
        }

        if (number < -9223372036854775808.0)
        {
            return 1;
        }

        long cut = (long)number;
        return whole != cut ? whole.CompareTo(cut) : ((double)cut).CompareTo(number + 0.0);
    }

    private void Compare<TPair>(TPair pair, int count, Span<ulong> bits)
        where TPair : IPair, allows ref struct
    {
        // Bit o + 1 says whether order o fulfils the operator; Unordered fulfils none.
        int accepted = op switch
        {
            WhereOperator.Equal => 0b010,
            WhereOperator.NotEqual => 0b101,
            WhereOperator.Less => 0b001,
            WhereOperator.LessOrEqual => 0b011,
            WhereOperator.Greater => 0b100,
            _ => 0b110,
        };
        for (int w = 0; w < bits.Length; w++)
        {
            int from = w << 6;
            int rows = Math.Min(64, count - from);
            ulong word = 0;
            for (int j = 0; j < rows; j++)
            {
                word |= (ulong)(accepted >> (pair.Order(from + j) + 1) & 1) << j;
            }

            bits[w] = word;
        }
    }

    private interface IPair
    {
        int Order(int row);
    }

    private readonly struct Texts(TextColumn a, TextColumn b) : IPair
    {
        public int Order(int row) => Math.Sign(a[row].SequenceCompareTo(b[row]));
    }

    private readonly struct Flags(FlagColumn a, FlagColumn b) : IPair
    {
        public int Order(int row) => a[row].CompareTo(b[row]);
    }

    private readonly ref struct Longs(ReadOnlySpan<long> a, ReadOnlySpan<long> b) : IPair
    {
        private readonly ReadOnlySpan<long> _a = a;
        private readonly ReadOnlySpan<long> _b = b;

        public int Order(int row) => _a[row].CompareTo(_b[row]);
    }

    private readonly ref struct Numbers(ReadOnlySpan<double> a, ReadOnlySpan<double> b) : IPair
    {
        private readonly ReadOnlySpan<double> _a = a;
        private readonly ReadOnlySpan<double> _b = b;

        public int Order(int row)
        {
            double x = _a[row];
            double y = _b[row];
            return x < y ? -1 : x > y ? 1 : x == y ? 0 : Unordered;
        }
    }

    private readonly ref struct Mixed(ReadOnlySpan<long> wholes, ReadOnlySpan<double> numbers, int sign) : IPair
    {
        private readonly ReadOnlySpan<long> _wholes = wholes;
        private readonly ReadOnlySpan<double> _numbers = numbers;

        public int Order(int row)
        {
            int order = ColumnsLeaf.Order(_wholes[row], _numbers[row]);
            return order == Unordered ? order : order * sign;
        }
    }

    private readonly struct Decimals(DecimalColumn a, DecimalColumn b) : IPair
    {
        public int Order(int row)
        {
            if (a.Scale == b.Scale)
            {
                return a[row].CompareTo(b[row]);
            }

            // Different scales are rare; the wider type costs an allocation only where 128 bits do not hold the product.
            int scale = Math.Max(a.Scale, b.Scale);
            return ((BigInteger)a[row] * BigInteger.Pow(10, scale - a.Scale)).CompareTo((BigInteger)b[row] * BigInteger.Pow(10, scale - b.Scale));
        }
    }
}
