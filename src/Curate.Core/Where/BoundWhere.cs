using System.Buffers;
using Curate.Core.Data;

namespace Curate.Core.Where;

/// <summary>An expression that is checked against column kinds. It holds no state between calls and serves any number of threads.</summary>
/// <remarks>
/// Evaluation runs column at a time over bit sets of 64 rows a word and allocates nothing (its stack is rented). Cost: one pass over each
/// column used, plus a few word operations per 64 rows for each and, or, not.
/// </remarks>
public sealed class BoundWhere : IRowCondition
{
    private readonly WhereStep[] _steps;
    private readonly int _depth;

    internal BoundWhere(IReadOnlyList<ColumnRequest> columns, WhereStep[] steps, int depth)
    {
        Columns = columns;
        _steps = steps;
        _depth = depth;
    }

    /// <summary>The columns to read, in the order in which <see cref="Evaluate"/> expects them.</summary>
    public IReadOnlyList<ColumnRequest> Columns { get; }

    /// <summary>Says for each row of the batch whether the expression is true.</summary>
    /// <param name="batch">A batch with <see cref="Columns"/>, in order, from <paramref name="firstColumnIndex"/> on.</param>
    /// <param name="firstColumnIndex">Where the first of them stands.</param>
    /// <param name="keep">At least as long as the batch has rows.</param>
    public void Evaluate(RecordBatch batch, int firstColumnIndex, Span<bool> keep)
    {
        int count = batch.Count;
        int words = (count + 63) >> 6;
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(Math.Max(1, 2 * words * _depth));
        int top = 0;
        foreach (WhereStep step in _steps)
        {
            if (step.Kind == WhereStepKind.Leaf)
            {
                step.Leaf!.Evaluate(batch, firstColumnIndex, Trues(rented, top, words), Falses(rented, top, words));
                top++;
            }
            else if (step.Kind == WhereStepKind.Not)
            {
                Swap(Trues(rented, top - 1, words), Falses(rented, top - 1, words));
            }
            else
            {
                bool and = step.Kind == WhereStepKind.And;
                top--;
                Meet(Trues(rented, top - 1, words), Trues(rented, top, words), and);
                Meet(Falses(rented, top - 1, words), Falses(rented, top, words), !and);
            }
        }

        for (int row = 0; row < count; row++)
        {
            keep[row] = (rented[row >> 6] >> (row & 63) & 1) != 0;
        }

        ArrayPool<ulong>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public bool MayHold(ReadOnlySpan<ColumnBounds> bounds)
    {
        Span<WhereOutcome> stack = _depth <= 64 ? stackalloc WhereOutcome[_depth] : new WhereOutcome[_depth];
        int top = 0;
        foreach (WhereStep step in _steps)
        {
            if (step.Kind == WhereStepKind.Leaf)
            {
                stack[top++] = step.Leaf!.Within(bounds);
                continue;
            }

            ref WhereOutcome first = ref stack[step.Kind == WhereStepKind.Not ? top - 1 : top - 2];
            bool mayBeTrue = (first & WhereOutcome.True) != 0;
            bool mayBeFalse = (first & WhereOutcome.False) != 0;
            if (step.Kind == WhereStepKind.Not)
            {
                (mayBeTrue, mayBeFalse) = (mayBeFalse, mayBeTrue);
            }
            else
            {
                WhereOutcome second = stack[--top];
                bool alsoTrue = (second & WhereOutcome.True) != 0;
                bool alsoFalse = (second & WhereOutcome.False) != 0;
                (mayBeTrue, mayBeFalse) = step.Kind == WhereStepKind.And
                    ? (mayBeTrue && alsoTrue, mayBeFalse || alsoFalse)
                    : (mayBeTrue || alsoTrue, mayBeFalse && alsoFalse);
            }

            first = WhereLeaf.Outcome(mayBeTrue, mayBeFalse);
        }

        return (stack[0] & WhereOutcome.True) != 0;
    }

    private static Span<ulong> Trues(ulong[] stack, int level, int words) => stack.AsSpan(2 * level * words, words);

    private static Span<ulong> Falses(ulong[] stack, int level, int words) => stack.AsSpan((2 * level * words) + words, words);

    private static void Meet(Span<ulong> into, ReadOnlySpan<ulong> other, bool and)
    {
        for (int w = 0; w < into.Length; w++)
        {
            into[w] = and ? into[w] & other[w] : into[w] | other[w];
        }
    }

    private static void Swap(Span<ulong> a, Span<ulong> b)
    {
        for (int w = 0; w < a.Length; w++)
        {
            (a[w], b[w]) = (b[w], a[w]);
        }
    }
}
