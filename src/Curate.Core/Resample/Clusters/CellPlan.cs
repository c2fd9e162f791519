using System.Text;
using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Clusters;

/// <summary>
/// Rows by their cell: how often each comes out, or the weight that it gets, and on request the name of its cell in an added column. Memory: 1 to 4 bytes a row
/// for the cells, n / 8 for rows that have a copy more than others of their cell.
/// </summary>
internal sealed class CellPlan : RowPlan
{
    /// <summary>Reason of rows that their cell has no place for.</summary>
    public const string Reason = "not-selected";

    /// <summary>Reason of rows in no cell.</summary>
    public const string UnplacedReason = "unclustered";

    private readonly RowCodes _codes;
    private readonly string[] _names;
    private readonly long[] _copies;
    private readonly BitMap _picked;
    private readonly double[]? _weights;
    private readonly Field[] _added;
    private readonly CellOrder _order;
    private readonly double[] _spans;
    private readonly ulong _seed;
    private readonly string _purpose;

    private CellPlan(RowCodes codes, string[] names, long[] copies, BitMap picked, double[]? weights, Field[] added, CellOrder order, double[] spans, ulong seed, string purpose, long output)
    {
        _codes = codes;
        _names = names;
        _copies = copies;
        _picked = picked;
        _weights = weights;
        _added = added;
        _order = order;
        _spans = spans;
        _seed = seed;
        _purpose = purpose;
        OutputRows = output;
    }

    public override long OutputRows { get; }

    public override IReadOnlyList<Field> Added => _added;

    public override bool Reorders => _order != CellOrder.Input;

    /// <summary>Rows repeated or removed. The plan owns the cells.</summary>
    /// <param name="cells">The cell of every row.</param>
    /// <param name="copies">How often they come out.</param>
    /// <param name="keepsUnplaced">Rows in no cell stay once; else they leave.</param>
    /// <param name="cellColumn">Name of an added column with the name of the cell; null for none.</param>
    public static CellPlan OfRows(CellRows cells, CellCopies copies, bool keepsUnplaced, string? cellColumn) =>
        OfRows(cells, copies, keepsUnplaced, cellColumn, CellOrder.Input, [], 0, "");

    /// <inheritdoc cref="OfRows(CellRows, CellCopies, bool, string)"/>
    /// <param name="cells">The cell of every row.</param>
    /// <param name="copies">How often they come out.</param>
    /// <param name="keepsUnplaced">Rows in no cell stay once; else they leave. Only rows in the order of the input may stay.</param>
    /// <param name="cellColumn">Name of an added column with the name of the cell; null for none.</param>
    /// <param name="order">Order of output rows.</param>
    /// <param name="spans">For <see cref="CellOrder.Drawn"/>: how long one pass over each cell takes, in any unit.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">Purpose of the draws: those of a last, partial pass are the ones that rows were picked by.</param>
    public static CellPlan OfRows(CellRows cells, CellCopies copies, bool keepsUnplaced, string? cellColumn, CellOrder order, double[] spans, ulong seed, string purpose)
    {
        long output = keepsUnplaced ? cells.Unplaced : 0;
        long left = 0;
        double end = 0;
        for (int c = 0; c < cells.Count; c++)
        {
            output += (copies.Full[c] * cells.Sizes[c]) + copies.Rest[c];
            left += copies.Full[c] == 0 ? cells.Sizes[c] - copies.Rest[c] : 0;
            end = order == CellOrder.Drawn ? Math.Max(end, (copies.Full[c] + (copies.Rest[c] > 0 ? 1 : 0)) * spans[c]) : 0;
        }

        double[] scaled = order == CellOrder.Drawn ? [0, .. spans.Select(s => end > 0 ? s / end : 0)] : [];
        var plan = new CellPlan(cells.Codes, [.. cells.Names], [keepsUnplaced ? 1 : 0, .. copies.Full], copies.Picked, null, Fields(cellColumn, null), order, scaled, seed, purpose, output) { InputRows = cells.InputRows };
        plan.Dropped.Add(Reason, left);
        plan.Dropped.Add(UnplacedReason, keepsUnplaced ? 0 : cells.Unplaced);
        return plan;
    }

    /// <summary>Every row once, with the weight of its cell. The plan owns the cells.</summary>
    /// <param name="cells">The cell of every row.</param>
    /// <param name="weights">The weight of each cell.</param>
    /// <param name="unplaced">The weight of rows in no cell.</param>
    /// <param name="weightColumn">Name of the added column of weights.</param>
    /// <param name="cellColumn">Name of an added column with the name of the cell; null for none.</param>
    public static CellPlan OfWeights(CellRows cells, double[] weights, double unplaced, string weightColumn, string? cellColumn)
    {
        var once = new long[cells.Count + 1];
        Array.Fill(once, 1);
        return new CellPlan(cells.Codes, [.. cells.Names], once, new BitMap(), [unplaced, .. weights], Fields(cellColumn, weightColumn), CellOrder.Input, [], 0, "", cells.InputRows) { InputRows = cells.InputRows };
    }

    /// <summary>Copies of a row.</summary>
    public long CopiesOf(long row) => _copies[_codes[row]] + (_picked[row] ? 1 : 0);

    /// <summary>The weight of a row, 1 where the plan has none.</summary>
    public double WeightOf(long row) => _weights is null ? 1 : _weights[_codes[row]];

    public override string? Explain(long row)
    {
        int code = _codes[row];
        return code == 0
            ? "It is in no cluster: a feature, or the number of its cluster, is missing."
            : $"It is in the cluster {Errors.Fail.Show(_names[code - 1])}" + (_weights is null
                ? $", whose rows come out {NumberText.Of(_copies[code])} times each, and some once more; this one {NumberText.Of(CopiesOf(row))} times."
                : $", whose rows have the weight {NumberText.Of(_weights[code])}.");
    }

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("cells");
        to.Write(InputRows);
        _codes.Save(to);
        to.Write(_names.Length);
        foreach (string name in _names)
        {
            to.Write(name);
        }

        foreach (long copies in _copies)
        {
            to.Write(copies);
        }

        _picked.Save(to);
        Write(to, _weights);
        to.Write(_added.Length);
        foreach (Field field in _added)
        {
            to.Write(field.Name);
            to.Write(field.Kind == ColumnKind.Text);
        }

        to.Write((byte)_order);
        Write(to, _spans);
        to.Write(_seed);
        to.Write(_purpose);
        to.Write(OutputRows);
        to.Write(Dropped.ByReason.Count());
        foreach ((string reason, long rows) in Dropped.ByReason)
        {
            to.Write(reason);
            to.Write(rows);
        }
    }

    public override void Dispose()
    {
        _codes.Dispose();
        base.Dispose();
    }

    internal static CellPlan Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        var codes = new RowCodes();
        var raw = new List<int>();
        for (long n = from.ReadInt64(); n > 0; n--)
        {
            raw.Add(from.Read7BitEncodedInt());
        }

        var names = new List<string>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            names.Add(from.ReadString());
        }

        foreach (int code in raw)
        {
            codes.Append((uint)code <= (uint)names.Count ? code : throw new InvalidDataException("A stored cell is out of range."));
        }

        long[] copies = PlanArrays.Read<long>(from, names.Count + 1);
        BitMap picked = BitMap.Load(from);
        double[]? weights = Read(from);
        var added = new List<Field>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            string name = from.ReadString();
            added.Add(new Field(name, from.ReadBoolean() ? ColumnKind.Text : ColumnKind.Number));
        }

        var order = (CellOrder)from.ReadByte();
        double[] spans = Read(from) ?? [];
        ulong seed = from.ReadUInt64();
        string purpose = from.ReadString();
        var plan = new CellPlan(codes, [.. names], copies, picked, weights, [.. added], order, spans, seed, purpose, from.ReadInt64()) { InputRows = rows };
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            string reason = from.ReadString();
            plan.Dropped.Add(reason, from.ReadInt64());
        }

        return plan;
    }

    private static void Write(BinaryWriter to, double[]? values)
    {
        to.Write(values?.Length ?? -1);
        foreach (double value in values ?? [])
        {
            to.Write(value);
        }
    }

    private static double[]? Read(BinaryReader from) => from.ReadInt32() is >= 0 and int count ? PlanArrays.Read<double>(from, count) : null;

    private static Field[] Fields(string? cellColumn, string? weightColumn) =>
    [
        .. cellColumn is null ? Array.Empty<Field>() : [new Field(cellColumn, ColumnKind.Text)],
        .. weightColumn is null ? Array.Empty<Field>() : [new Field(weightColumn, ColumnKind.Number)],
    ];

    private sealed class Cursor : PlanCursor
    {
        private readonly CellPlan _plan;
        private readonly byte[][] _names;
        private readonly SeededDraw _draw;
        private readonly List<SeededDraw> _passes = [];

        public Cursor(CellPlan plan)
        {
            _plan = plan;
            _names = [.. plan._names.Select(Encoding.UTF8.GetBytes)];
            _draw = new SeededDraw(plan._seed, plan._purpose);
        }

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                long row = batch.FirstRow + i;
                int code = _plan._codes[row];
                long full = _plan._copies[code];
                bool more = _plan._picked[row];
                for (long copy = 0; copy < full; copy++)
                {
                    Keep(i, row, code, copy, Pass(copy), into);
                }

                if (more)
                {
                    Keep(i, row, code, full, _draw, into);
                }
                else if (full == 0 && into.WantDropped)
                {
                    into.Drop(i, code == 0 ? UnplacedReason : Reason);
                }
            }
        }

        private SeededDraw Pass(long copy)
        {
            while (_plan.Reorders && _passes.Count <= copy)
            {
                _passes.Add(_draw.For((ulong)_passes.Count + 1));
            }

            return _plan.Reorders ? _passes[(int)copy] : _draw;
        }

        private void Keep(int at, long row, int code, long copy, SeededDraw draw, RowSelection into)
        {
            switch (_plan._order)
            {
                case CellOrder.Input:
                    into.Keep(at);
                    break;
                case CellOrder.Drawn:
                    into.Keep(at, (ulong)(Math.Min(1, (copy + draw.Unit(0, row)) * _plan._spans[code]) * (1UL << 62)));
                    break;
                default:
                    into.Keep(at, draw.Bits(1, row));
                    break;
            }

            for (int c = 0; c < into.Added.Length; c++)
            {
                if (into.Added[c] is NumberColumn weights)
                {
                    weights.Append(_plan._weights![code]);
                }
                else if (code == 0)
                {
                    into.Added[c].AppendNull();
                }
                else
                {
                    ((TextColumn)into.Added[c]).Append(_names[code - 1]);
                }
            }
        }
    }
}
