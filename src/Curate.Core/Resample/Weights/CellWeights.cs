using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Hashing;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// Rows whose weight follows from the values of some columns: every row once with its weight in an added column, or each cell's copies shared out among its
/// rows as evenly as can be, the remainder to rows at random. Nothing is held per row.
/// </summary>
internal sealed class CellWeights : RowPlan
{
    private readonly IReadOnlyList<CellWeight> _cells;
    private readonly string[] _columns;
    private readonly string? _weightColumn;
    private readonly ulong _seed;

    /// <param name="cells">All cells.</param>
    /// <param name="columns">The columns that make them.</param>
    /// <param name="weightColumn">The column of weights; null to repeat and remove rows.</param>
    /// <param name="seed">Seed of the run.</param>
    public CellWeights(IReadOnlyList<CellWeight> cells, IReadOnlyList<string> columns, string? weightColumn, ulong seed)
    {
        _cells = cells;
        _columns = [.. columns];
        _weightColumn = weightColumn;
        _seed = seed;
        Added = weightColumn is null ? [] : [new Field(weightColumn, ColumnKind.Number)];
        Needs = [.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))];
        if (weightColumn is null)
        {
            // Rows of a cell differ by one copy at most, so that some leave only where there are fewer copies than rows.
            Dropped.Add(WeightOptionSpecs.Reason, cells.Sum(static c => Math.Max(0, c.Rows - c.Copies)));
        }
    }

    public override long OutputRows => _weightColumn is null ? _cells.Sum(static c => c.Copies) : InputRows;

    public override IReadOnlyList<Field> Added { get; }

    public override IReadOnlyList<ColumnRequest> Needs { get; }

    public override PlanCursor Open() => new Cursor(this);

    public override void Save(BinaryWriter to)
    {
        to.Write("cell-weights");
        to.Write(InputRows);
        to.Write(_columns.Length);
        foreach (string column in _columns)
        {
            to.Write(column);
        }

        to.Write(_weightColumn is not null);
        to.Write(_weightColumn ?? "");
        to.Write(_seed);
        CellWeight.SaveAll(_cells, to);
    }

    internal static CellWeights Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        var columns = new List<string>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            columns.Add(from.ReadString());
        }

        bool weights = from.ReadBoolean();
        string column = from.ReadString();
        ulong seed = from.ReadUInt64();
        return new CellWeights(CellWeight.LoadAll(from), columns, weights ? column : null, seed) { InputRows = rows };
    }

    private sealed class Cursor : PlanCursor
    {
        private readonly CellWeights _plan;
        private readonly TextIndex _index = new();
        private readonly SeededDraw _draw;
        private readonly long[] _seen;
        private readonly long[] _given;
        private byte[] _buffer = new byte[256];

        public Cursor(CellWeights plan)
        {
            _plan = plan;
            _draw = new SeededDraw(plan._seed, "resample-cells");
            _seen = new long[plan._cells.Count];
            _given = new long[plan._cells.Count];
            foreach (CellWeight cell in plan._cells)
            {
                _index.Add(cell.Key);
            }
        }

        public override void Select(RecordBatch batch, int firstColumn, RowSelection into)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                int c = _index.Find(GroupKey.Of(batch, firstColumn, _plan._columns.Length, row, ref _buffer));
                if (c < 0 || _seen[c] == _plan._cells[c].Rows)
                {
                    Fail.With(ErrorCodes.InputChanged, $"Row {NumberText.Of(batch.FirstRow + row + 1)} was not there when rows were counted.", ErrorCodes.InputChanged.Remedy);
                }

                if (_plan._weightColumn is not null)
                {
                    into.Keep(row);
                    ((NumberColumn)into.Added[0]).Append(_plan._cells[c].Weight);
                    continue;
                }

                long copies = Copies(c, batch.FirstRow + row);
                if (copies == 0 && into.WantDropped)
                {
                    into.Drop(row, WeightOptionSpecs.Reason);
                }

                for (; copies > 0; copies--)
                {
                    into.Keep(row);
                }
            }
        }

        /// <summary>
        /// Selection sampling (Fan, Muller and Rezucha 1962): of r rows still to be chosen among m still to come, this one is with probability r / m, which
        /// makes every set of rows equally likely.
        /// </summary>
        private long Copies(int c, long row)
        {
            CellWeight cell = _plan._cells[c];
            (long each, long rest) = Math.DivRem(cell.Copies, cell.Rows);
            long left = cell.Rows - _seen[c]++;
            bool more = (long)Math.BigMul(_draw.Bits(0, row), (ulong)left, out _) < rest - _given[c];
            _given[c] += more ? 1 : 0;
            return each + (more ? 1 : 0);
        }
    }
}
