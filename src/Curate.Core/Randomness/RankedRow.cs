using Curate.Core.Data;

namespace Curate.Core.Randomness;

/// <summary>A row and its keyed draw. Ordered by draw, then row, so that no two rows tie.</summary>
/// <param name="Draw">64 keyed bits.</param>
/// <param name="Row">Whose they are.</param>
public readonly record struct RankedRow(ulong Draw, RowId Row) : IComparable<RankedRow>
{
    /// <summary>At or after every row: as a threshold it lets all pass.</summary>
    public static RankedRow Last { get; } = new(ulong.MaxValue, new RowId(int.MaxValue, long.MaxValue));

    public int CompareTo(RankedRow other)
    {
        int byDraw = Draw.CompareTo(other.Draw);
        return byDraw != 0 ? byDraw : Row.CompareTo(other.Row);
    }
}
