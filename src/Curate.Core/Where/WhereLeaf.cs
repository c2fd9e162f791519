using System.Runtime.CompilerServices;
using Curate.Core.Data;

namespace Curate.Core.Where;

/// <summary>
/// One condition over a column of a batch. Three-valued logic lives in two bit sets, 64 rows to a word: true rows and false rows; a row
/// in neither is unknown. Bits past the last row hold anything.
/// </summary>
internal abstract class WhereLeaf
{
    public abstract void Evaluate(RecordBatch batch, int firstColumn, Span<ulong> isTrue, Span<ulong> isFalse);

    /// <summary>What the condition may be for rows within bounds, by column; <see cref="WhereOutcome.Both"/> is always right.</summary>
    public virtual WhereOutcome Within(ReadOnlySpan<ColumnBounds> bounds) => WhereOutcome.Both;

    public static WhereOutcome Outcome(bool mayBeTrue, bool mayBeFalse) =>
        (mayBeTrue ? WhereOutcome.True : WhereOutcome.None) | (mayBeFalse ? WhereOutcome.False : WhereOutcome.None);

    /// <summary>The outcome for a range of values of which some may lie inside and some outside; rows without a value are unknown.</summary>
    protected static WhereOutcome Ranged(ColumnBounds bounds, bool mayBeIn, bool mayBeOut, bool negated) =>
        !bounds.MayHaveValues ? WhereOutcome.None : negated ? Outcome(mayBeOut, mayBeIn) : Outcome(mayBeIn, mayBeOut);

    /// <summary>Turns the rows that match into true and false, and rows whose value is null into unknown.</summary>
    protected static void Settle(Column column, Span<ulong> isTrue, Span<ulong> isFalse)
    {
        for (int w = 0; w < isTrue.Length; w++)
        {
            ulong known = ~column.NullBits(w);
            isFalse[w] = ~isTrue[w] & known;
            isTrue[w] &= known;
        }
    }

    /// <summary>Runs a test over every row of <paramref name="count"/>; the test is a struct, so its call is inlined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Fill<TTest>(int count, TTest test, Span<ulong> bits)
        where TTest : IRowTest, allows ref struct
    {
        for (int w = 0; w < bits.Length; w++)
        {
            int from = w << 6;
            int rows = Math.Min(64, count - from);
            ulong word = 0;
            for (int j = 0; j < rows; j++)
            {
                word |= (test.Holds(from + j) ? 1UL : 0UL) << j;
            }

            bits[w] = word;
        }
    }

    protected interface IRowTest
    {
        bool Holds(int row);
    }
}
