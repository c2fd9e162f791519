using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Dedupe;

/// <summary>Removes or marks the members of duplicate groups.</summary>
internal sealed class DuplicatePlan(DuplicateGroups groups, bool mark, bool clusterSize) : RowPlan
{
    private static readonly Field[] s_evidence =
        [new("_representative", ColumnKind.Whole), new("_similarity", ColumnKind.Number), new("_cluster_id", ColumnKind.Whole), new("_cluster_size", ColumnKind.Whole)];

    private static readonly Field[] s_mark =
        [new("_cluster_id", ColumnKind.Whole), new("_cluster_size", ColumnKind.Whole), new("_representative", ColumnKind.Whole), new("_similarity", ColumnKind.Number)];

    private static readonly Field[] s_size = [new("_cluster_size", ColumnKind.Whole)];

    private long _leaving;

    /// <summary>Says how two rows differ: a row and the one it was matched with, which may be in the second dataset; or null.</summary>
    public Func<long, DuplicateGroups.Member, string>? Difference { get; init; }

    /// <summary>Title of the table of group sizes.</summary>
    public string Title { get; init; } = "Groups of equal rows";

    public override long OutputRows => mark ? InputRows : InputRows - _leaving;

    public override IReadOnlyList<Field> Added => mark ? s_mark : clusterSize ? s_size : [];

    public override IReadOnlyList<Field> Evidence => s_evidence;

    /// <summary>Counts the rows that leave and fills the report.</summary>
    public DuplicatePlan Counted()
    {
        var sizes = new SortedDictionary<long, long>();
        foreach (DuplicateGroups.Member member in groups.Members)
        {
            _leaving += member.Leaves ? 1 : 0;
            if (!mark && member.Leaves)
            {
                Dropped.Add(member.Across ? ExactPlanner.AcrossReason : ExactPlanner.DuplicateReason);
            }

            if (!member.Across && !member.Leaves)
            {
                sizes[member.Size] = sizes.GetValueOrDefault(member.Size) + 1;
            }
        }

        var table = new ReportTable("cluster_sizes", Title, ["size", "groups"]);
        foreach ((long size, long count) in sizes)
        {
            table.Add(size, count);
        }

        Tables.Add(table);
        return this;
    }

    public override string? Explain(long row)
    {
        foreach (DuplicateGroups.Member member in groups.Members)
        {
            if (member.Row == row)
            {
                return member.Leaves ? Difference?.Invoke(row, member) : null;
            }
        }

        return null;
    }

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("duplicates");
        to.Write(InputRows);
        to.Write(mark);
        to.Write(clusterSize);
        to.Write(groups.Members.Count);
        foreach (DuplicateGroups.Member member in groups.Members)
        {
            to.Write(member.Row);
            to.Write(member.Kept);
            to.Write(member.First);
            to.Write(member.Size);
            to.Write(member.Across);
            to.Write(member.Similarity);
        }
    }

    internal static DuplicatePlan Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        bool mark = from.ReadBoolean();
        bool size = from.ReadBoolean();
        var groups = new DuplicateGroups(rows);
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            long row = from.ReadInt64();
            long kept = from.ReadInt64();
            long first = from.ReadInt64();
            long members = from.ReadInt64();
            bool across = from.ReadBoolean();
            double similarity = from.ReadDouble();
            if (across)
            {
                groups.AddAcross(row, kept, members, similarity);
            }
            else
            {
                groups.Add(row, kept, first, members, similarity);
            }
        }

        return new DuplicatePlan(groups, mark, size) { InputRows = rows }.Counted();
    }

    private void Fill(RowSelection into, DuplicateGroups.Member member)
    {
        if (mark)
        {
            Append(into.Added, 0, member.First);
            Append(into.Added, 1, member.Size);
            if (member.Across)
            {
                into.Added[2].AppendNull();
            }
            else
            {
                Append(into.Added, 2, member.Kept);
            }

            Append(into.Added[3], member.Similarity);
        }
        else if (clusterSize)
        {
            Append(into.Added, 0, member.Size);
        }
    }

    private static void Append(Column[] columns, int at, long value) => ((WholeColumn)columns[at]).Append(value);

    private static void Append(Column column, double similarity)
    {
        if (double.IsNaN(similarity))
        {
            column.AppendNull();
        }
        else
        {
            ((NumberColumn)column).Append(similarity);
        }
    }

    private sealed class Cursor(DuplicatePlan plan) : PlanCursor
    {
        private readonly List<DuplicateGroups.Member> _members = plan.GroupsOf.Members;
        private int _next;

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            if (plan.Added.Count == 0 && !into.WantDropped)
            {
                KeepOthers(batch, into);
                return;
            }

            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                while (_next < _members.Count && _members[_next].Row < row)
                {
                    _next++;
                }

                bool listed = _next < _members.Count && _members[_next].Row == row;
                DuplicateGroups.Member member = listed ? _members[_next] : new DuplicateGroups.Member(row, row, row, 1, false, 1);
                if (plan.Marks || !member.Leaves)
                {
                    into.Keep(i);
                    plan.Fill(into, member);
                }
                else if (into.WantDropped)
                {
                    into.Drop(i, member.Across ? ExactPlanner.AcrossReason : ExactPlanner.DuplicateReason);
                    Append(into.Evidence, 0, member.Kept);
                    Append(into.Evidence[1], member.Similarity);
                    Append(into.Evidence, 2, member.First);
                    Append(into.Evidence, 3, member.Size);
                }
            }
        }

        /// <summary>Keeps all rows but those that leave, of which there are few: the rows between them go in one piece.</summary>
        private void KeepOthers(RecordBatch batch, RowSelection into)
        {
            int at = 0;
            for (; _next < _members.Count && _members[_next].Row < batch.FirstRow + batch.Count; _next++)
            {
                bool isFirst = _next == 0 || _members[_next - 1].Row != _members[_next].Row;
                if (isFirst && _members[_next].Leaves && _members[_next].Row >= batch.FirstRow)
                {
                    int row = (int)(_members[_next].Row - batch.FirstRow);
                    into.KeepRun(at, row);
                    at = row + 1;
                }
            }

            into.KeepRun(at, batch.Count);
        }
    }

    /// <summary>The rows of groups, and of matches in the second dataset.</summary>
    internal DuplicateGroups GroupsOf => groups;

    private bool Marks => mark;
}
