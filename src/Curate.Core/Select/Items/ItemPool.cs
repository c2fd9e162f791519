using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Select.Items;

/// <summary>The rows that one selection is made from: all of them, or those of one group.</summary>
internal sealed class ItemPool
{
    /// <summary>The columns of values; rows are those of the input.</summary>
    public required IReadOnlyList<ItemColumn> Columns { get; init; }

    /// <summary>The row of the input that each row of the pool is, ascending.</summary>
    public required int[] Rows { get; init; }

    /// <summary>How many to pick, those of <see cref="Must"/> among them; at most as many as there are. Under a budget of sizes no more than these fit, and <see cref="Room"/> ends earlier.</summary>
    public required int Count { get; init; }

    /// <summary>What is left of a budget of sizes: a row is picked if it takes it.</summary>
    public SizeRoom Room { get; init; } = SizeRoom.Endless;

    /// <summary>Rows of the pool that are picked first, ascending.</summary>
    public required int[] Must { get; init; }

    /// <summary>Draws of this pool, keyed by rows of the input.</summary>
    public required SeededDraw Draw { get; init; }

    public required RunContext Run { get; init; }

    /// <summary>The values of a row of the pool in a column.</summary>
    public ReadOnlySpan<int> this[int column, int row] => Columns[column][Rows[row]];

    /// <summary>Random subsets of equal size with the same rows that must be in, to compare with: 10, or 3 in brief reports.</summary>
    /// <param name="count">Rows that were picked.</param>
    public IEnumerable<int[]> RandomSubsets(int count)
    {
        for (int s = 0; s < (Run.FullReport ? 10 : 3); s++)
        {
            SeededDraw own = Draw.For("random"u8).For((ulong)s);
            var sample = new BottomK(count - Must.Length);
            var must = new HashSet<int>(Must);
            for (int i = 0; i < Rows.Length; i++)
            {
                if (!must.Contains(i))
                {
                    sample.Add(own.Bits(0, Rows[i]), new Data.RowId(0, i));
                }
            }

            yield return [.. Must, .. sample.ToSorted().Select(static r => (int)r.Row.Row)];
        }
    }
}
