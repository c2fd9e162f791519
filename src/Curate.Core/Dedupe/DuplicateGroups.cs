namespace Curate.Core.Dedupe;

/// <summary>The rows that share their key with another row: 48 bytes each, sorted by row when read.</summary>
internal sealed class DuplicateGroups(long rows)
{
    private readonly List<Member> _members = [];
    private bool _sorted;

    public long Rows { get; } = rows;

    /// <summary>Members in row order.</summary>
    public List<Member> Members
    {
        get
        {
            if (!_sorted)
            {
                _members.Sort(static (a, b) => a.Row.CompareTo(b.Row));
                _sorted = true;
            }

            return _members;
        }
    }

    /// <summary>A member of a group of the dataset itself.</summary>
    public void Add(long row, long kept, long first, long size, double similarity = 1) => _members.Add(new Member(row, kept, first, size, false, similarity));

    /// <summary>A row that occurs in the second dataset.</summary>
    public void AddAcross(long row, long otherRow, long size, double similarity = 1) => _members.Add(new Member(row, otherRow, row, size, true, similarity));

    /// <param name="Row">The row.</param>
    /// <param name="Kept">The row that stays, or the matched row of the second dataset.</param>
    /// <param name="First">Smallest row of the group: its number.</param>
    /// <param name="Size">Rows of the group.</param>
    /// <param name="Across">Matched in the second dataset.</param>
    /// <param name="Similarity">To the row that stays; not a number where nobody measured it.</param>
    public readonly record struct Member(long Row, long Kept, long First, long Size, bool Across, double Similarity)
    {
        public bool Leaves => Across || Row != Kept;
    }
}
