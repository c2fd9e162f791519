using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// Rows of a list, in the order of the input, once or several times each, with numbers that go into added columns. 8 bytes for each row that stays, and 8 for each of its numbers.
/// </summary>
internal sealed class SampledRows : RowPlan
{
    private readonly long[] _rows;
    private readonly (string Name, double[] Values)[] _columns;
    private readonly string _reason;
    private readonly long[]? _copies;

    /// <param name="rows">Row numbers, ascending, each once.</param>
    /// <param name="columns">Added columns with the value of each row.</param>
    /// <param name="inputRows">Rows of the source.</param>
    /// <param name="reason">Why all others leave.</param>
    /// <param name="copies">How often each of the rows comes out, at least once; null for once.</param>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public SampledRows(long[] rows, (string Name, double[] Values)[] columns, long inputRows, string reason, long[]? copies = null)
    {
        _rows = rows;
        _copies = copies;
        _columns = columns;
        _reason = reason;
        InputRows = inputRows;
        OutputRows = copies?.Sum() ?? rows.Length;
        Added = [.. columns.Select(static c => new Field(c.Name, ColumnKind.Number))];
        Dropped.Add(reason, inputRows - rows.Length);
    }

    public override long OutputRows { get; }

    public override IReadOnlyList<Field> Added { get; }

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("sampled");
        to.Write(InputRows);
        to.Write(_reason);
        to.Write(_rows.Length);
        to.Write(_columns.Length);
        to.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_rows.AsSpan()));
        foreach ((string name, double[] values) in _columns)
        {
            to.Write(name);
            to.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        }

        to.Write(_copies is not null);
        to.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_copies.AsSpan()));
    }

    internal static SampledRows Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        string reason = from.ReadString();
        int count = from.ReadInt32();
        int columns = from.ReadInt32();
        long[] rows = PlanArrays.Read<long>(from, count);
        var added = new List<(string, double[])>();
        for (; columns > 0; columns--)
        {
            string name = from.ReadString();
            added.Add((name, PlanArrays.Read<double>(from, count)));
        }

        return new SampledRows(rows, [.. added], input, reason, from.ReadBoolean() ? PlanArrays.Read<long>(from, count) : null);
    }

    private sealed class Cursor(SampledRows plan) : PlanCursor
    {
        private int _next;

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                if (_next == plan._rows.Length || plan._rows[_next] != batch.FirstRow + i)
                {
                    if (into.WantDropped)
                    {
                        into.Drop(i, plan._reason);
                    }

                    continue;
                }

                for (long copies = plan._copies?[_next] ?? 1; copies > 0; copies--)
                {
                    into.Keep(i);
                    for (int c = 0; c < plan._columns.Length; c++)
                    {
                        ((NumberColumn)into.Added[c]).Append(plan._columns[c].Values[_next]);
                    }
                }

                _next++;
            }
        }
    }
}
