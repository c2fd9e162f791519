namespace Curate.Core.Data;

/// <summary>Which row: the dataset it belongs to, and its ordinal over that dataset's files in ordinal path order.</summary>
/// <param name="Source">Ordinal of the dataset (0 unless several are mixed).</param>
/// <param name="Row">Ordinal of the row, from 0.</param>
public readonly record struct RowId(int Source, long Row) : IComparable<RowId>
{
    public int CompareTo(RowId other)
    {
        int bySource = Source.CompareTo(other.Source);
        return bySource != 0 ? bySource : Row.CompareTo(other.Row);
    }
}
