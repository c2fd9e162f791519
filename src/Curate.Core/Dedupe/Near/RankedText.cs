namespace Curate.Core.Dedupe.Near;

/// <summary>A candidate in the order of the keep rule: by rank, then by row.</summary>
internal readonly record struct RankedText(ulong Rank, long Row, int Candidate) : IComparable<RankedText>
{
    public int CompareTo(RankedText other)
    {
        int by = Rank.CompareTo(other.Rank);
        return by != 0 ? by : Row.CompareTo(other.Row);
    }
}
