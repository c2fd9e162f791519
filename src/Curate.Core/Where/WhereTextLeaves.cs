using Curate.Core.Data;

namespace Curate.Core.Where;

/// <summary>Texts compared with a constant, by the order of their UTF-8 bytes (which is code point order).</summary>
internal sealed class TextCompareLeaf(int column, WhereOperator op, byte[] constant) : WhereLeaf
{
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds)
    {
        if (bounds[column].Texts is not { } texts)
        {
            return Ranged(bounds[column], mayBeIn: true, mayBeOut: true, negated: false);
        }

        int low = texts.Low.AsSpan().SequenceCompareTo(constant);
        int high = texts.High.AsSpan().SequenceCompareTo(constant);
        bool mayBeEqual = low <= 0 && high >= 0;
        bool mayDiffer = low != 0 || high != 0;
        (bool mayHold, bool mayFail) = op switch
        {
            WhereOperator.Equal => (mayBeEqual, mayDiffer),
            WhereOperator.NotEqual => (mayDiffer, mayBeEqual),
            WhereOperator.Less => (low < 0, high >= 0),
            WhereOperator.LessOrEqual => (low <= 0, high > 0),
            WhereOperator.Greater => (high > 0, low <= 0),
            _ => (high >= 0, low < 0),
        };
        return Ranged(bounds[column], mayHold, mayFail, negated: false);
    }

    private readonly struct EqualTest(TextColumn values, byte[] constant, bool negated) : IRowTest
    {
        public bool Holds(int row) => values[row].SequenceEqual(constant) != negated;
    }

    private readonly struct OrderTest(TextColumn values, byte[] constant, bool less, bool equal) : IRowTest
    {
        public bool Holds(int row)
        {
            int order = values[row].SequenceCompareTo(constant);
            return order == 0 ? equal : order < 0 == less;
        }
    }

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        TextColumn values = batch.Text(firstColumn + column);
        if (op is WhereOperator.Equal or WhereOperator.NotEqual)
        {
            Fill(values.Count, new EqualTest(values, constant, op == WhereOperator.NotEqual), isTrue);
        }
        else
        {
            bool less = op is WhereOperator.Less or WhereOperator.LessOrEqual;
            bool equal = op is WhereOperator.LessOrEqual or WhereOperator.GreaterOrEqual;
            Fill(values.Count, new OrderTest(values, constant, less, equal), isTrue);
        }

        Settle(values, isTrue, isFalse);
    }
}

/// <summary>Texts in a list: binary search in the list sorted by length, then bytes, so that most steps compare two lengths.</summary>
internal sealed class TextInLeaf(int column, byte[][] sorted, bool negated) : WhereLeaf
{
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds)
    {
        bool mayBeIn = bounds[column].Texts is not { } texts
            || Array.Exists(sorted, value => value.AsSpan().SequenceCompareTo(texts.Low) >= 0 && value.AsSpan().SequenceCompareTo(texts.High) <= 0);
        return Ranged(bounds[column], mayBeIn, mayBeOut: true, negated);
    }

    private readonly struct Test(TextColumn values, byte[][] sorted, bool negated) : IRowTest
    {
        public bool Holds(int row)
        {
            ReadOnlySpan<byte> value = values[row];
            int low = 0;
            int high = sorted.Length;
            while (low < high)
            {
                int middle = (int)((uint)(low + high) >> 1);
                int order = Order(sorted[middle], value);
                if (order == 0)
                {
                    return !negated;
                }

                (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
            }

            return negated;
        }
    }

    public static int Order(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        TextColumn values = batch.Text(firstColumn + column);
        Fill(values.Count, new Test(values, sorted, negated), isTrue);
        Settle(values, isTrue, isFalse);
    }
}

/// <summary>Texts that fit a pattern.</summary>
internal sealed class LikeLeaf(int column, LikePattern pattern, bool negated) : WhereLeaf
{
    public override WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds) => Ranged(bounds[column], mayBeIn: true, mayBeOut: true, negated: false);

    private readonly struct Test(TextColumn values, LikePattern pattern, bool negated) : IRowTest
    {
        public bool Holds(int row) => pattern.Matches(values[row]) != negated;
    }

    public override void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        TextColumn values = batch.Text(firstColumn + column);
        Fill(values.Count, new Test(values, pattern, negated), isTrue);
        Settle(values, isTrue, isFalse);
    }
}
