using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample.Balance;

/// <summary>
/// Copies by class, as even as they can be: of a class with N rows and target T every row comes floor(T / N) times, and the T mod N rows with the
/// smallest draws once more. With several epochs the data comes once for each, one after the other, with draws of its own each time. Nothing is held per row.
/// </summary>
internal sealed class EvenCopies : RowPlan
{
    private readonly EvenLayout _layout;
    private readonly ulong _seed;
    private readonly IReadOnlyList<byte[]> _keys;
    private readonly long[] _rows;
    private readonly long[][] _targets;
    private readonly DrawThresholds[] _extra;
    private readonly Field[] _added;
    private readonly ColumnRequest[] _needs;

    /// <param name="layout">Columns.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="keys">Group keys of the classes; rows that lack a value are one like any other, with as many copies as rows.</param>
    /// <param name="rows">Their rows.</param>
    /// <param name="targets">Their targets in each epoch.</param>
    /// <param name="extra">In each epoch the rows that come once more, by class.</param>
    public EvenCopies(EvenLayout layout, ulong seed, IReadOnlyList<byte[]> keys, long[] rows, long[][] targets, DrawThresholds[] extra)
    {
        _layout = layout;
        _seed = seed;
        _keys = keys;
        _rows = rows;
        _targets = targets;
        _extra = extra;
        _added = targets.Length > 1 ? [new Field(layout.EpochColumn, ColumnKind.Whole)] : [];
        _needs = [.. layout.Columns.Select(static c => new ColumnRequest(c, ColumnKind.Text)), .. layout.Id is { } id ? [new ColumnRequest(id, ColumnKind.Text)] : Array.Empty<ColumnRequest>()];
    }

    public override long OutputRows => _targets.Sum(static t => t.Sum());

    public override IReadOnlyList<Field> Added => _added;

    public override IReadOnlyList<ColumnRequest> Needs => _needs;

    public override bool Reorders => _targets.Length > 1;

    public override PlanCursor Open() => new Cursor(this);

    /// <summary>The draw of an epoch for a row whose draw is <paramref name="bits"/>; the first epoch takes the draw as it is, so that it picks what random-under picks.</summary>
    public static ulong DrawOf(SeededDraw[] epochs, int epoch, ulong bits) => epoch == 0 ? bits : epochs[epoch].Bits(0, (long)bits);

    /// <summary>What makes the draws of each epoch.</summary>
    public static SeededDraw[] Epochs(ulong seed, int epochs)
    {
        var draw = new SeededDraw(seed, "resample-epochs");
        return [.. Enumerable.Range(0, epochs).Select(e => draw.For((ulong)e))];
    }

    public override void Save(BinaryWriter to)
    {
        to.Write("even-copies");
        to.Write(InputRows);
        ClassTarget.SaveColumns(_layout.Columns, to);
        to.Write(_layout.Id is not null);
        to.Write(_layout.Id ?? "");
        to.Write(_layout.EpochColumn);
        to.Write(_seed);
        to.Write(_keys.Count);
        to.Write(_targets.Length);
        for (int c = 0; c < _keys.Count; c++)
        {
            to.Write(_keys[c].Length);
            to.Write(_keys[c]);
            to.Write(_rows[c]);
            foreach (long[] targets in _targets)
            {
                to.Write(targets[c]);
            }
        }

        foreach (DrawThresholds extra in _extra)
        {
            extra.Save(to);
        }

        to.Write(Dropped.Total);
    }

    internal static EvenCopies Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        string[] columns = ClassTarget.LoadColumns(from);
        bool hasId = from.ReadBoolean();
        string id = from.ReadString();
        var layout = new EvenLayout(columns, hasId ? id : null, from.ReadString());
        ulong seed = from.ReadUInt64();
        int classes = from.ReadInt32();
        int epochs = from.ReadInt32();
        var keys = new List<byte[]>();
        var rows = new List<long>();
        var targets = new List<long>[epochs];
        for (int e = 0; e < epochs; e++)
        {
            targets[e] = [];
        }

        for (int c = 0; c < classes; c++)
        {
            keys.Add(from.ReadBytes(from.ReadInt32()));
            rows.Add(from.ReadInt64());
            foreach (List<long> epoch in targets)
            {
                epoch.Add(from.ReadInt64());
            }
        }

        DrawThresholds[] extra = [.. targets.Select(_ => DrawThresholds.Load(from))];
        var plan = new EvenCopies(layout, seed, keys, [.. rows], [.. targets.Select(static t => t.ToArray())], extra) { InputRows = input };
        plan.Dropped.Add(ClassCopies.Reason, from.ReadInt64());
        return plan;
    }

    private sealed class Cursor : PlanCursor
    {
        private readonly EvenCopies _plan;
        private readonly TextIndex _index = new();
        private readonly SeededDraw _draw;
        private readonly SeededDraw[] _epochs;
        private readonly ulong[] _next;
        private byte[] _buffer = new byte[256];

        public Cursor(EvenCopies plan)
        {
            _plan = plan;
            _draw = new SeededDraw(plan._seed, RandomPlanner.Purpose);
            _epochs = Epochs(plan._seed, plan._targets.Length);
            _next = new ulong[_epochs.Length];
            for (int e = 1; e < _next.Length; e++)
            {
                _next[e] = _next[e - 1] + (ulong)plan._targets[e - 1].Sum();
            }

            foreach (byte[] key in plan._keys)
            {
                _index.Add(key);
            }
        }

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            int columns = _plan._layout.Columns.Count;
            WholeColumn? epochs = _plan.Reorders ? (WholeColumn)into.Added[0] : null;
            for (int row = 0; row < batch.Count; row++)
            {
                long at = batch.FirstRow + row;
                int c = _index.Find(GroupKey.Of(batch, firstColumn, columns, row, ref _buffer));
                ulong bits = _plan._layout.Id is null ? _draw.Bits(0, at) : _draw.Bits(0, (long)Hash128.Of(batch.Text(firstColumn + columns)[row]).Low);
                bool any = false;
                for (int e = 0; e < _epochs.Length; e++)
                {
                    long copies = (_plan._targets[e][c] / _plan._rows[c]) + (_plan._extra[e].Includes(c, DrawOf(_epochs, e, bits), at) ? 1 : 0);
                    any |= copies > 0;
                    for (; copies > 0; copies--)
                    {
                        if (epochs is null)
                        {
                            into.Keep(row);
                        }
                        else
                        {
                            into.Keep(row, _next[e]++);
                            epochs.Append(e + 1);
                        }
                    }
                }

                if (!any && into.WantDropped)
                {
                    into.Drop(row, ClassCopies.Reason);
                }
            }
        }
    }
}
