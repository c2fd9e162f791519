using System.Numerics;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Near;

/// <summary>Numbers the rows of a bitmap 0, 1, 2 ... in row order: a lookup costs at most eight population counts. Memory: 8 bytes for each 512 rows and 8 for each numbered row.</summary>
internal sealed class RowNumbers : IDisposable
{
    private const int WordsABlock = 8;
    private readonly BitMap _rows;
    private readonly ScratchArray<long> _before;
    private readonly ScratchArray<long> _rowOf;

    /// <param name="context">Budget and scratch.</param>
    /// <param name="rows">The rows to be numbered.</param>
    /// <param name="end">A row behind the last one.</param>
    public RowNumbers(RunContext context, BitMap rows, long end)
    {
        _rows = rows;
        long words = (end + 63) >> 6;
        Count = rows.PopCount();
        _before = new ScratchArray<long>(context, "row-ranks", (words / WordsABlock) + 1);
        _rowOf = new ScratchArray<long>(context, "candidate-rows", Count);
        long number = 0;
        for (long word = 0; word < words; word++)
        {
            if (word % WordsABlock == 0)
            {
                _before[word / WordsABlock] = number;
            }

            for (ulong bits = rows.Word(word); bits != 0; bits &= bits - 1)
            {
                _rowOf[number++] = (word << 6) + BitOperations.TrailingZeroCount(bits);
            }
        }
    }

    public long Count { get; }

    /// <summary>The row of a number.</summary>
    public long RowOf(long number) => _rowOf[number];

    /// <summary>The number of a row, or -1.</summary>
    public long Of(long row)
    {
        if (!_rows[row])
        {
            return -1;
        }

        long word = row >> 6;
        long number = _before[word / WordsABlock];
        for (long w = word / WordsABlock * WordsABlock; w < word; w++)
        {
            number += BitOperations.PopCount(_rows.Word(w));
        }

        return number + BitOperations.PopCount(_rows.Word(word) & ((1UL << (int)(row & 63)) - 1));
    }

    public bool Contains(long row) => _rows[row];

    public void Dispose()
    {
        _before.Dispose();
        _rowOf.Dispose();
    }
}
