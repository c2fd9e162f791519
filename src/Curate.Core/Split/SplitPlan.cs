using System.Text;
using Curate.Core.Data;
using Curate.Core.Running;

namespace Curate.Core.Split;

/// <summary>Every row with the name of its split in an added column; rows in no split are dropped for one reason.</summary>
internal sealed class SplitPlan : RowPlan
{
    private readonly RowParts _parts;
    private readonly IReadOnlyList<string> _names;
    private readonly string _reason;
    private readonly Field[] _added;
    private readonly long _dropped;

    public SplitPlan(RowParts parts, IReadOnlyList<string> names, string column, string reason)
    {
        _parts = parts;
        _names = names;
        _reason = reason;
        _added = [new Field(column, ColumnKind.Text)];
        for (long row = 0; row < parts.Count; row++)
        {
            _dropped += parts[row] < 0 ? 1 : 0;
        }

        Dropped.Add(reason, _dropped);
    }

    public override long OutputRows => InputRows - _dropped;

    public override IReadOnlyList<Field> Added => _added;

    public override PlanCursor Open() => new Cursor(this);

    public override void Dispose()
    {
        _parts.Dispose();
        base.Dispose();
    }

    public override void Save(BinaryWriter to)
    {
        to.Write("split");
        to.Write(InputRows);
        to.Write(_added[0].Name);
        to.Write(_reason);
        to.Write(_names.Count);
        foreach (string name in _names)
        {
            to.Write(name);
        }

        _parts.Save(to);
    }

    internal static SplitPlan Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        string column = from.ReadString();
        string reason = from.ReadString();
        var names = new string[from.ReadInt32()];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = from.ReadString();
        }

        return new SplitPlan(RowParts.Load(from, names.Length), names, column, reason) { InputRows = rows };
    }

    private sealed class Cursor(SplitPlan plan) : PlanCursor
    {
        private readonly byte[][] _names = [.. plan._names.Select(Encoding.UTF8.GetBytes)];

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            var column = (TextColumn)into.Added[0];
            for (int row = 0; row < batch.Count; row++)
            {
                int part = plan._parts[batch.FirstRow + row];
                if (part >= 0)
                {
                    into.Keep(row);
                    column.Append(_names[part]);
                }
                else if (into.WantDropped)
                {
                    into.Drop(row, plan._reason);
                }
            }
        }
    }
}
