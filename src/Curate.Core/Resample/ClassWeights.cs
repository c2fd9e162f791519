using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Resample;

/// <summary>Every row once, with the weight of its class in an added column: target rows over rows.</summary>
internal sealed class ClassWeights : RowPlan
{
    private readonly IReadOnlyList<ClassTarget> _classes;
    private readonly string[] _columns;
    private readonly Field[] _added;
    private readonly IReadOnlyList<ColumnRequest> _needs;

    public ClassWeights(IReadOnlyList<ClassTarget> classes, IReadOnlyList<string> columns, string column)
    {
        _classes = classes;
        _columns = [.. columns];
        _added = [new Field(column, ColumnKind.Number)];
        _needs = [.. _columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))];
    }

    public override long OutputRows => InputRows;

    public override IReadOnlyList<Field> Added => _added;

    public override IReadOnlyList<ColumnRequest> Needs => _needs;

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("class-weights");
        to.Write(InputRows);
        ClassTarget.SaveColumns(_columns, to);
        to.Write(_added[0].Name);
        ClassTarget.SaveAll(_classes, to);
    }

    internal static ClassWeights Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        string[] columns = ClassTarget.LoadColumns(from);
        string column = from.ReadString();
        ClassTarget[] classes = ClassTarget.LoadAll(from);

        return new ClassWeights(classes, columns, column) { InputRows = rows };
    }

    private sealed class Cursor : PlanCursor
    {
        private readonly TextIndex _index = new();
        private readonly double[] _weights;
        private readonly int _columns;
        private byte[] _buffer = new byte[256];

        public Cursor(ClassWeights plan)
        {
            _columns = plan._columns.Length;
            _weights = new double[plan._classes.Count];
            for (int c = 0; c < _weights.Length; c++)
            {
                _index.Add(plan._classes[c].Key);
                _weights[c] = (double)plan._classes[c].Target / plan._classes[c].Rows;
            }
        }

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            var weights = (NumberColumn)into.Added[0];
            for (int row = 0; row < batch.Count; row++)
            {
                int c = _index.Find(GroupKey.Of(batch, firstColumn, _columns, row, ref _buffer));
                into.Keep(row);
                weights.Append(c < 0 ? 1 : _weights[c]);
            }
        }
    }
}
