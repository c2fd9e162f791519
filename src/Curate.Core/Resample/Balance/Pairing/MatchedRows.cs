using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Resample.Balance.Pairing;

/// <summary>
/// The matched rows in the order of the input, each as often as it is in a set, with the set and the distance; or every row once with its weight. 24 bytes an entry, n / 8 bytes.
/// </summary>
internal sealed class MatchedRows : RowPlan
{
    private readonly List<Entry> _entries;
    private readonly BitMap _compared;
    private readonly Field[] _added;
    private readonly bool _weights;

    /// <param name="entries">Sorted by row, then set.</param>
    /// <param name="compared">Rows that could have been matched.</param>
    /// <param name="weightColumn">Column of weights, which are the entries' values; null for the matched rows.</param>
    public MatchedRows(List<Entry> entries, BitMap compared, string? weightColumn)
    {
        _entries = entries;
        _compared = compared;
        _weights = weightColumn is not null;
        _added = weightColumn is not null ? [new Field(weightColumn, ColumnKind.Number)] : [new Field("_pair", ColumnKind.Whole), new Field("_distance", ColumnKind.Number)];
    }

    public override long OutputRows => _weights ? InputRows : _entries.Count;

    public override IReadOnlyList<Field> Added => _added;

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("matched");
        to.Write(InputRows);
        to.Write(_weights);
        to.Write(_added[0].Name);
        to.Write(_entries.Count);
        foreach (Entry entry in _entries)
        {
            to.Write(entry.Row);
            to.Write(entry.Set);
            to.Write(entry.Value);
        }

        _compared.Save(to);
        KeyValuePair<string, long>[] dropped = [.. Dropped.ByReason];
        to.Write(dropped.Length);
        foreach ((string reason, long rows) in dropped)
        {
            to.Write(reason);
            to.Write(rows);
        }
    }

    internal static MatchedRows Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        bool weights = from.ReadBoolean();
        string column = from.ReadString();
        var entries = new List<Entry>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            entries.Add(new Entry(from.ReadInt64(), from.ReadInt32(), from.ReadDouble()));
        }

        var plan = new MatchedRows(entries, BitMap.Load(from), weights ? column : null) { InputRows = input };
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            string reason = from.ReadString();
            plan.Dropped.Add(reason, from.ReadInt64());
        }

        return plan;
    }

    /// <summary>A row in a set.</summary>
    /// <param name="Row">The row of the input.</param>
    /// <param name="Set">The set, from 1.</param>
    /// <param name="Value">Its distance to the treated row of the set, NaN for that row itself; or its weight.</param>
    internal readonly record struct Entry(long Row, int Set, double Value);

    private sealed class Cursor(MatchedRows plan) : PlanCursor
    {
        private int _next;

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                bool any = false;
                for (; _next < plan._entries.Count && plan._entries[_next].Row == row; _next++)
                {
                    Entry entry = plan._entries[_next];
                    any = true;
                    into.Keep(i);
                    if (plan._weights)
                    {
                        ((NumberColumn)into.Added[0]).Append(entry.Value);
                        continue;
                    }

                    ((WholeColumn)into.Added[0]).Append(entry.Set);
                    if (double.IsNaN(entry.Value))
                    {
                        into.Added[1].AppendNull();
                    }
                    else
                    {
                        ((NumberColumn)into.Added[1]).Append(entry.Value);
                    }
                }

                if (!any && plan._weights)
                {
                    into.Keep(i);
                    ((NumberColumn)into.Added[0]).Append(0);
                }
                else if (!any && into.WantDropped)
                {
                    into.Drop(i, plan._compared[row] ? Matching.Unmatched : Matching.NotCompared);
                }
            }
        }
    }
}
