using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Resample.Balance;

/// <summary>Copies, or weights, by the cluster size and group of a row; rows that the filter removed leave. Nothing is held per row.</summary>
internal sealed class RehydratedRows : RowPlan
{
    private readonly RehydrateColumns _columns;
    private readonly IReadOnlyList<(byte[] Key, CopyTable Copies)> _groups;
    private readonly Field[] _added;

    /// <param name="columns">Columns.</param>
    /// <param name="groups">Keys of the groups and their copies.</param>
    /// <param name="weightColumn">Column of weights; null writes copies.</param>
    /// <param name="outputRows">Rows that come out.</param>
    public RehydratedRows(RehydrateColumns columns, IReadOnlyList<(byte[] Key, CopyTable Copies)> groups, string? weightColumn, long outputRows)
    {
        _columns = columns;
        _groups = groups;
        _added = weightColumn is null ? [] : [new Field(weightColumn, ColumnKind.Whole)];
        OutputRows = outputRows;
    }

    public override long OutputRows { get; }

    public override IReadOnlyList<Field> Added => _added;

    public override IReadOnlyList<ColumnRequest> Needs => _columns.Request;

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("rehydrated");
        to.Write(InputRows);
        to.Write(OutputRows);
        to.Write(_columns.Size);
        ClassTarget.SaveColumns(_columns.By, to);
        ClassTarget.SaveColumns([.. new[] { _columns.Kept, _columns.KeptValue }.OfType<string>()], to);
        ClassTarget.SaveColumns([.. _added.Select(static f => f.Name)], to);
        to.Write(_groups.Count);
        foreach ((byte[] key, CopyTable copies) in _groups)
        {
            to.Write(key.Length);
            to.Write(key);
            copies.Save(to);
        }

        KeyValuePair<string, long>[] dropped = [.. Dropped.ByReason];
        to.Write(dropped.Length);
        foreach ((string reason, long rows) in dropped)
        {
            to.Write(reason);
            to.Write(rows);
        }
    }

    internal static RehydratedRows Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        long output = from.ReadInt64();
        string size = from.ReadString();
        string[] by = ClassTarget.LoadColumns(from);
        string[] kept = ClassTarget.LoadColumns(from);
        string[] weight = ClassTarget.LoadColumns(from);
        var groups = new List<(byte[], CopyTable)>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            groups.Add((from.ReadBytes(from.ReadInt32()), CopyTable.Load(from)));
        }

        var columns = new RehydrateColumns(size, by, kept.ElementAtOrDefault(0), kept.ElementAtOrDefault(1));
        var plan = new RehydratedRows(columns, groups, weight.ElementAtOrDefault(0), output) { InputRows = input };
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            string reason = from.ReadString();
            plan.Dropped.Add(reason, from.ReadInt64());
        }

        return plan;
    }

    private sealed class Cursor : PlanCursor
    {
        private readonly RehydratedRows _plan;
        private readonly TextIndex _index = new();
        private byte[] _buffer = new byte[256];

        public Cursor(RehydratedRows plan)
        {
            _plan = plan;
            foreach ((byte[] key, _) in plan._groups)
            {
                _index.Add(key);
            }
        }

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            RehydrateColumns columns = _plan._columns;
            WholeColumn? weights = _plan._added.Length > 0 ? (WholeColumn)into.Added[0] : null;
            for (int row = 0; row < batch.Count; row++)
            {
                int group = _index.Find(GroupKey.Of(batch, firstColumn, columns.By.Count, row, ref _buffer));
                bool kept = columns.KeptOf(batch, firstColumn, row);
                long copies = kept ? _plan._groups[group].Copies.Of(columns.SizeOf(batch, firstColumn, row)) : 0;
                if (weights is not null)
                {
                    into.Keep(row);
                    weights.Append(copies);
                    continue;
                }

                if (copies == 0 && into.WantDropped)
                {
                    into.Drop(row, kept ? Rehydrate.NotSelected : Rehydrate.Filtered);
                }

                for (; copies > 0; copies--)
                {
                    into.Keep(row);
                }
            }
        }
    }
}
