using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Numerics;
using Curate.Core.Randomness;

namespace Curate.Core.Running.Plans;

/// <summary>
/// All rows, or all but some, and made-up rows: each a copy of a parent row whose feature columns are computed from one or two parents when the row
/// is written. So the plan holds a recipe a made-up row, and the values of each parent once.
/// </summary>
/// <remarks>16 + 4 x category columns bytes a made-up row, 8 (1 + numeric columns) bytes a parent, 4 bytes a row where classes take turns.</remarks>
public sealed class SyntheticRows : RowPlan
{
    private readonly ParentValues _parents;
    private readonly MadeRows _made;
    private readonly SyntheticLayout _layout;
    private readonly BitMap? _leaving;
    private readonly Field[] _added;
    private readonly MemoryBudget? _memory;
    private readonly long _bytes;
    private int[]? _byParent;
    private bool _disposed;

    /// <param name="parents">Parents and their values.</param>
    /// <param name="made">The made-up rows; parents are numbered as in <paramref name="parents"/>.</param>
    /// <param name="layout">What they look like.</param>
    /// <param name="classes">The class of every row of the input, then of every made-up row, from 0; empty unless classes take turns.</param>
    /// <param name="memory">Where the memory of all is taken from and given back to; null where it is nobody's.</param>
    public SyntheticRows(ParentValues parents, MadeRows made, SyntheticLayout layout, int[] classes, MemoryBudget? memory = null)
    {
        _parents = parents;
        _made = made;
        _layout = layout;
        _added = [.. layout.Added];
        _memory = memory;
        Classes = classes;
        _bytes = BytesFor(parents.Count, parents.Width, made.Count, made.Categories, made.HasOwnLastSteps) + (4L * classes.Length);
        _memory?.Take(_bytes, "The plan of made-up rows");
    }

    /// <summary>Rows of the input that leave.</summary>
    public BitMap? Leaving
    {
        get => _leaving;
        init => _leaving = value;
    }

    /// <summary>Why they leave.</summary>
    public string Reason { get; init; } = "cleaned";

    /// <summary>For each group of made-up rows what noise is measured in, for each number; empty where no row has noise.</summary>
    public IReadOnlyList<double[]> Spreads { get; init; } = [];

    /// <summary>Keys the noise and the shuffled order.</summary>
    public ulong Seed { get; init; }

    /// <summary>The class of every row of the input, then of every made-up row; empty unless classes take turns.</summary>
    public int[] Classes { get; }

    public override long OutputRows => InputRows - Dropped.Total + MadeUpRows;

    public override long MadeUpRows => _made.Count;

    public override IReadOnlyList<Field> Added => _added;

    public override bool HasEdits => _made.Count > 0 || _layout.Order is SyntheticOrder.Shuffled or SyntheticOrder.ClassInterleaved;

    public MadeRows Made => _made;

    public ParentValues Parents => _parents;

    public SyntheticLayout Layout => _layout;

    /// <summary>What a plan takes.</summary>
    public static long BytesFor(long parents, int width, long rows, int categories, bool ownLastSteps = false) =>
        checked(ParentValues.BytesFor(parents, width) + MadeRows.BytesFor(rows, categories, ownLastSteps));

    /// <summary>Made-up rows come directly behind the row that they are copied from.</summary>
    public override PlanCursor Open() => new SyntheticCursor(this, withMade: true);

    public override void Save(BinaryWriter to)
    {
        to.Write("synthetic");
        to.Write(InputRows);
        _parents.Save(to);
        _made.Save(to);
        _layout.Save(to);
        to.Write(Seed);
        to.Write(Reason);
        to.Write(Dropped.Total);
        to.Write(_leaving is not null);
        _leaving?.Save(to);
        to.Write(Spreads.Count);
        foreach (double[] spread in Spreads)
        {
            to.Write(spread.Length);
            to.Write(MemoryMarshal.AsBytes(spread.AsSpan()));
        }

        to.Write(Classes.Length);
        to.Write(MemoryMarshal.AsBytes(Classes.AsSpan()));
    }

    public override void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _memory?.Return(_bytes);
        }

        base.Dispose();
    }

    internal static SyntheticRows Load(BinaryReader from)
    {
        long input = from.ReadInt64();
        ParentValues parents = ParentValues.Load(from);
        MadeRows made = MadeRows.Load(from);
        SyntheticLayout layout = SyntheticLayout.Load(from);
        ulong seed = from.ReadUInt64();
        string reason = from.ReadString();
        long dropped = from.ReadInt64();
        BitMap? leaving = from.ReadBoolean() ? BitMap.Load(from) : null;
        var spreads = new List<double[]>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            spreads.Add(PlanArrays.Read<double>(from, from.ReadInt32()));
        }

        var plan = new SyntheticRows(parents, made, layout, PlanArrays.Read<int>(from, from.ReadInt32()))
        {
            InputRows = input,
            Seed = seed,
            Reason = reason,
            Leaving = leaving,
            Spreads = spreads,
        };
        plan.Dropped.Add(reason, dropped);
        return plan;
    }

    internal override IRecordReader OpenOver(IRecordSource source, ReadRequest request, RunContext context, DroppedRows? dropped) => _layout.Order switch
    {
        SyntheticOrder.Input => new PlannedReader(source, this, request, dropped),
        SyntheticOrder.Appended => new SyntheticReader(source, this, request, context, dropped),
        SyntheticOrder.Shuffled => new OrderedReader(Appended(source, context, dropped),
            new ShuffledOrder(Seed, "synthetic-order") { InputRows = OutputRows }, request, context, null),
        _ => new OrderedReader(Appended(source, context, dropped),
            new InterleavedClasses(ClassesOfOutput()) { InputRows = OutputRows }, request, context, null),
    };

    /// <summary>The view with made-up rows behind all others, which is brought into another order from there.</summary>
    private PlannedSource Appended(IRecordSource source, RunContext context, DroppedRows? dropped) =>
        new(source, this, (request, _) => new SyntheticReader(source, this, request, context, dropped));

    /// <summary>The parent whose row a made-up row copies.</summary>
    internal int CopiedParent(int made)
    {
        int second = _made.Second[made];
        return _layout.FromNearer && second != MadeRows.None && _made.Steps[made] > 0.5 ? second : _made.First[made];
    }

    /// <summary>Made-up rows sorted by the parent that they copy, then by number.</summary>
    internal int[] ByParent()
    {
        if (_byParent is null)
        {
            var places = new int[_parents.Count + 1];
            for (int g = 0; g < _made.Count; g++)
            {
                places[CopiedParent(g) + 1]++;
            }

            for (int p = 0; p < _parents.Count; p++)
            {
                places[p + 1] += places[p];
            }

            var sorted = new int[_made.Count];
            for (int g = 0; g < sorted.Length; g++)
            {
                sorted[places[CopiedParent(g)]++] = g;
            }

            _byParent = sorted;
        }

        return _byParent;
    }

    /// <summary>Appends what is added to a row of the input.</summary>
    internal void AddOriginal(Column[] added)
    {
        foreach (Column column in added)
        {
            if (column is FlagColumn flag)
            {
                flag.Append(false);
            }
            else
            {
                column.AppendNull();
            }
        }
    }

    /// <summary>Appends what is added to a made-up row.</summary>
    internal void AddMade(int made, Column[] added)
    {
        int at = 0;
        if (_layout.FlagColumn is not null)
        {
            ((FlagColumn)added[at++]).Append(true);
        }

        if (_layout.ParentColumns is not null)
        {
            ((WholeColumn)added[at++]).Append(_parents.Row(_made.First[made]));
            int second = _made.Second[made];
            if (second == MadeRows.None)
            {
                added[at].AppendNull();
            }
            else
            {
                ((WholeColumn)added[at]).Append(_parents.Row(second));
            }
        }
    }

    internal Writer NewWriter() => new(this);

    private int[] ClassesOfOutput()
    {
        if (_leaving is null)
        {
            return Classes;
        }

        var kept = new List<int>(Classes.Length);
        for (int row = 0; row < Classes.Length; row++)
        {
            if (row >= InputRows || !_leaving[row])
            {
                kept.Add(Classes[row]);
            }
        }

        return [.. kept];
    }

    /// <summary>Computes the edits of made-up rows; one for each walk.</summary>
    internal sealed class Writer
    {
        private readonly SyntheticRows _plan;
        private readonly double[] _numbers;
        private readonly SeededDraw[] _noise;

        public Writer(SyntheticRows plan)
        {
            _plan = plan;
            _numbers = new double[plan._parents.Width];
            var draw = new SeededDraw(plan.Seed, "synthetic-noise");
            _noise = [.. plan.Spreads.Select((_, group) => draw.For((ulong)group))];
        }

        /// <summary>The numbers of a made-up row as they are before rounding; NaN where a parent lacks the value.</summary>
        public ReadOnlySpan<double> Numbers(int made)
        {
            ReadOnlySpan<double> first = _plan._parents[_plan._made.First[made]];
            int second = _plan._made.Second[made];
            double step = _plan._made.Steps[made];
            if (second != MadeRows.None)
            {
                ReadOnlySpan<double> toward = _plan._parents[second];
                for (int c = 0; c < _numbers.Length; c++)
                {
                    _numbers[c] = first[c] + (step * (toward[c] - first[c]));
                }

                if (_plan._made.HasOwnLastSteps)
                {
                    _numbers[^1] = first[^1] + (_plan._made.LastSteps[made] * (toward[^1] - first[^1]));
                }
            }
            else
            {
                int group = step == 0 ? 0 : GroupOf(made);
                for (int c = 0; c < _numbers.Length; c++)
                {
                    _numbers[c] = step == 0 ? first[c] : first[c] + (step * _plan.Spreads[group][c] * Normal(_noise[group], made, c));
                }
            }

            return _numbers;
        }

        /// <summary>Appends the edits of a made-up row.</summary>
        public void Append(int made, long row, List<CellEdit> to)
        {
            // A plain copy changes nothing, not even the way a number is written.
            bool copy = _plan._made.Second[made] == MadeRows.None && _plan._made.Steps[made] == 0;
            ReadOnlySpan<double> numbers = copy ? default : Numbers(made);
            int at = 0;
            foreach (SyntheticColumn column in _plan._layout.Columns)
            {
                if (copy)
                {
                    break;
                }

                ReadOnlySpan<double> own = numbers.Slice(at, column.Dimension);
                at += column.Dimension;
                if (!double.IsNaN(own[0]))
                {
                    to.Add(new CellEdit(row, column.Name, column.Value(own)));
                }
            }

            ReadOnlySpan<int> codes = _plan._made.Codes(made);
            for (int c = 0; c < codes.Length; c++)
            {
                if (codes[c] >= 0)
                {
                    SyntheticCategory category = _plan._layout.Categories[c];
                    to.Add(new CellEdit(row, category.Name, category.Values[codes[c]]));
                }
            }

            foreach ((string name, CellValue value) in _plan._layout.Fixed)
            {
                to.Add(new CellEdit(row, name, value));
            }
        }

        private int GroupOf(int made)
        {
            int low = 0;
            int high = _plan._made.Groups - 1;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                if (_plan._made.GroupEnd(middle) <= made)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low;
        }

        /// <summary>A standard normal number for a value, from two uniform ones (Box and Muller 1958).</summary>
        private static double Normal(SeededDraw draw, int made, int column)
        {
            double radius = Math.Sqrt(-2 * PortableMath.Log(draw.UnitPositive(2 * column, made)));
            return radius * PortableMath.Cos(2 * Math.PI * draw.Unit((2 * column) + 1, made));
        }
    }
}
