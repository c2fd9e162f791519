using Curate.Core.Grouping;

namespace Curate.Core.Randomness;

/// <summary>Draws keyed by the row number, groups from codes.</summary>
public readonly struct RowDraws(SeededDraw draw, RowCodes codes) : IRowDraws
{
    public long Rows => codes.Count;

    public int GroupOf(long row) => codes[row];

    public ulong DrawOf(long row) => draw.Bits(0, row);

    /// <inheritdoc/>
    public void Read(long first, Span<int> groups, Span<ulong> draws)
    {
        codes.CopyTo(first, groups);
        for (int i = 0; i < draws.Length; i++)
        {
            draws[i] = draw.Bits(0, first + i);
        }
    }
}
