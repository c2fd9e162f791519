using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample;

/// <summary>
/// Copies of rows by class, decided while rows are copied: each class that grows has a <see cref="CopyTree"/> that hands out exactly the
/// surplus. Nothing is held per row unless a class shrinks (a bitmap of n / 8 bytes).
/// </summary>
internal sealed class ClassCopies : RowPlan
{
    public const string Reason = "not-selected";
    private readonly IReadOnlyList<ClassTarget> _classes;
    private readonly string[] _columns;
    private readonly ulong _seed;
    private readonly BitMap? _kept;
    private readonly IReadOnlyList<ColumnRequest> _needs;

    /// <param name="classes">Classes that change; rows of others stay once.</param>
    /// <param name="columns">Columns whose values make a class.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="kept">Rows that stay in classes that shrink without replacement; null when there are none.</param>
    public ClassCopies(IReadOnlyList<ClassTarget> classes, IReadOnlyList<string> columns, ulong seed, BitMap? kept)
    {
        _classes = classes;
        _columns = [.. columns];
        _seed = seed;
        _kept = kept;
        _needs = [.. _columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))];
    }

    public override long OutputRows => InputRows + _classes.Sum(static c => c.Target - c.Rows);

    public override IReadOnlyList<ColumnRequest> Needs => _needs;

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("class-copies");
        to.Write(InputRows);
        ClassTarget.SaveColumns(_columns, to);
        to.Write(_seed);
        ClassTarget.SaveAll(_classes, to);

        to.Write(Dropped.Total);
        to.Write(_kept is not null);
        _kept?.Save(to);
    }

    internal static ClassCopies Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        string[] columns = ClassTarget.LoadColumns(from);
        ulong seed = from.ReadUInt64();
        ClassTarget[] classes = ClassTarget.LoadAll(from);

        long dropped = from.ReadInt64();
        var plan = new ClassCopies(classes, columns, seed, from.ReadBoolean() ? BitMap.Load(from) : null) { InputRows = rows };
        plan.Dropped.Add(Reason, dropped);
        return plan;
    }

    private sealed class Cursor : PlanCursor
    {
        private readonly ClassCopies _plan;
        private readonly TextIndex _index = new();
        private readonly CopyTree?[] _trees;
        private byte[] _buffer = new byte[256];

        public Cursor(ClassCopies plan)
        {
            _plan = plan;
            _trees = new CopyTree?[plan._classes.Count];
            var draw = new SeededDraw(plan._seed, "resample-copies");
            for (int c = 0; c < _trees.Length; c++)
            {
                ClassTarget target = plan._classes[c];
                _index.Add(target.Key);
                long draws = target.Redraw ? target.Target : target.Target - target.Rows;
                _trees[c] = draws < 0 ? null : new CopyTree(draw.For(target.Key), target.Rows, draws);
            }
        }

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                int c = _index.Find(GroupKey.Of(batch, firstColumn, _plan._columns.Length, row, ref _buffer));
                long copies = 1;
                if (c >= 0)
                {
                    copies = _trees[c] is { } tree
                        ? tree.Next() + (_plan._classes[c].Redraw ? 0 : 1)
                        : _plan._kept![batch.FirstRow + row] ? 1 : 0;
                }

                if (copies == 0 && into.WantDropped)
                {
                    into.Drop(row, Reason);
                }

                for (; copies > 0; copies--)
                {
                    into.Keep(row);
                }
            }
        }
    }
}
