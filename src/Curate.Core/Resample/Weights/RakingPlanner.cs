using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// Raking: weights under which several margins have given shares at once, nearest to the base weights in relative entropy (Deming and Stephan 1940; with bounds
/// Deville and Sarndal 1992). One pass counts the cells that the margins' columns make, the weights are fitted to cells, and rows get the weight of their cell.
/// </summary>
/// <remarks>
/// Memory: the cells' keys, 100 + 12 margins bytes a cell; with base weights 9 to 12 bytes a row, and 8 more for the result, in scratch beyond the budget.
/// </remarks>
internal sealed class RakingPlanner(MarginOptions options, StartRequest start) : RowPlanner<RakingPart>, IShardedPlanner
{
    private readonly RunContext _context = start.Context;
    private readonly RowValues<double> _base = new(start.Context, "base weights");
    private readonly List<Margin> _margins = [.. options.Margins];
    private IReadOnlyList<ColumnRequest> _fileColumns = [];
    private string _fileName = "";
    private GroupTable? _cells;
    private int _pass = -1;

    private bool HasBase => options.Weight is not null;

    private bool ReadsFile => options.HasFile && _pass == 0;

    public override bool NextPass(PlanInputs inputs, out PassRequest pass)
    {
        _pass++;
        if (ReadsFile)
        {
            _fileColumns = MarginText.Request(inputs.Others[0], start);
            _fileName = inputs.Others[0].Name;
            pass = new PassRequest(1, ReadRequest.Of(_fileColumns), "read targets");
            return true;
        }

        _cells ??= Cells();
        pass = new PassRequest(0, ReadRequest.Of([.. _cells.Request, .. HasBase ? [BaseWeights.Request(options.Weight!)] : Array.Empty<ColumnRequest>()]), "count cells");
        return _pass == (options.HasFile ? 1 : 0);
    }

    public override RakingPart Map(RecordBatch batch, RakingPart? spent)
    {
        RakingPart part = spent ?? new RakingPart();
        if (ReadsFile)
        {
            return part;
        }

        int columns = _cells!.Columns.Count;
        part.Groups = GroupPart.Of(batch, 0, columns, part.Groups);
        if (HasBase)
        {
            part.Weights = part.Weights.Length >= batch.Count ? part.Weights : new double[Math.Max(batch.Count, batch.Capacity)];
            for (int row = 0; row < batch.Count; row++)
            {
                part.Weights[row] = BaseWeights.Of(batch, columns, row, options.Weight!);
            }
        }

        return part;
    }

    public override void Fold(RecordBatch batch, RakingPart part)
    {
        if (ReadsFile)
        {
            MarginText.Add(batch, _fileColumns, _fileName, _margins);
            return;
        }

        _cells!.Fold(part.Groups!);
        for (int row = 0; HasBase && row < batch.Count; row++)
        {
            _base.Append(part.Weights[row]);
        }
    }

    public override RowPlan Plan() => Decide();

    public RowPlan Decide()
    {
        GroupTable groups = _cells ??= Cells();
        IReadOnlyList<Margin> margins = Margin.Normalised(_margins);
        if (margins.Count == 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"{_fileName} of --targets has no rows.", "Give a level and its target in each row.");
        }

        if (groups.Rows == 0)
        {
            Fail.With(ErrorCodes.Infeasible, "There are no rows to weigh.", "Check the input and --where.");
        }

        var cells = RakedCells.Of(groups, HasBase ? _base : null);
        MarginCells[] fitted = [.. margins.Select(m => MarginCells.Of(m, groups, cells.Order, cells.Weights))];
        RakingResult result = RakingFit.Run(fitted, cells, options, _context.Ct);
        return Planned(groups, cells, fitted, result);
    }

    public void SaveState(BinaryWriter to)
    {
        MarginText.Save(_margins, to);
        (_cells ??= Cells()).Save(to);
        for (long row = 0; row < _base.Count; row++)
        {
            to.Write(_base[row]);
        }
    }

    public void MergeState(BinaryReader from)
    {
        List<Margin> margins = MarginText.Load(from);
        if (_cells is null)
        {
            _margins.Clear();
            _margins.AddRange(margins);
            _cells = Cells();
        }

        long before = _cells.Rows;
        _cells.MergeSaved(from);
        for (long n = _cells.Rows - before; HasBase && n > 0; n--)
        {
            _base.Append(from.ReadDouble());
        }
    }

    public override void Dispose()
    {
        _cells?.Dispose();
        _base.Dispose();
        base.Dispose();
    }

    private GroupTable Cells() => new([.. _margins.SelectMany(static m => m.Columns).Distinct(StringComparer.Ordinal)], keepCodes: HasBase, _context);

    /// <summary>The plan: by cell, or by row where rows of a cell began with different weights.</summary>
    private RowPlan Planned(GroupTable groups, RakedCells cells, MarginCells[] margins, RakingResult result)
    {
        long total = options.To ?? groups.Rows;
        double unit = (double)total / groups.Rows;
        double[] factors = cells.Factors(result.Weights);
        RowPlan plan;
        double[] after;
        double[] afterSquares;
        var size = new WeightSize();
        IEnumerable<(long, long)> copies = [];
        if (!HasBase)
        {
            long[] outputs = options.AsRows ? Copies(cells, factors, total) : [.. cells.Rows];
            CellWeight[] all = [.. cells.Order.Select((g, i) => new CellWeight(groups.Key(g).ToArray(), cells.Rows[i], factors[i] * unit, outputs[i]))];
            plan = new CellWeights(all, groups.Columns, options.AsRows ? null : options.WeightColumn, _context.Seed) { InputRows = groups.Rows };
            copies = all.SelectMany(static c => new[] { (c.Copies / c.Rows, c.Rows - (c.Copies % c.Rows)), ((c.Copies / c.Rows) + 1, c.Copies % c.Rows) });
            after = [.. all.Select(c => options.AsRows ? c.Copies : c.Rows * c.Weight)];
            afterSquares = [.. all.Select(c => options.AsRows ? Squares(c) : c.Rows * c.Weight * c.Weight)];
            foreach (CellWeight cell in all)
            {
                size.Add(cell.Weight, cell.Rows);
            }
        }
        else
        {
            RowWeights rows = ByRow(groups, cells, factors, unit, total, size, out after, out afterSquares);
            plan = rows;
            copies = rows.Copies().GroupBy(static c => c).Select(static g => (g.Key, g.LongCount()));
        }

        plan.Tables.Add(RakingFit.Table(margins, cells, after, afterSquares));
        plan.Tables.Add(WeightReport.Weights(size, cells.OnBound(factors, options)));
        plan.Tables.Add(RakingFit.Convergence(result));
        if (options.AsRows)
        {
            plan.Tables.Add(WeightReport.Copies(copies));
        }

        return plan;
    }

    private RowWeights ByRow(GroupTable groups, RakedCells cells, double[] factors, double unit, long total, WeightSize size, out double[] after, out double[] squares)
    {
        int[] place = cells.Places();
        double Final(long row) => _base[row] * cells.BaseUnit * factors[place[groups.Codes[row]]] * unit;
        var weights = new RowValues<double>(_context, "weights");
        double scale = options.AsRows ? CopyShares.Scale(groups.Rows, Final, static _ => 1, total, options.MaxRepeat) : 1;
        for (long row = 0; row < groups.Rows; row++)
        {
            double weight = Final(row);
            size.Add(weight);
            weights.Append(options.AsRows ? CopyShares.Of(weight, scale, options.MaxRepeat) : weight);
        }

        var plan = new RowWeights(weights, options.AsRows ? null : options.WeightColumn, _context.Seed) { InputRows = groups.Rows };
        after = new double[factors.Length];
        squares = new double[factors.Length];
        long at = 0;
        foreach (long copies in plan.Copies())
        {
            int cell = place[groups.Codes[at]];
            double value = options.AsRows ? copies : weights[at];
            after[cell] += value;
            squares[cell] += value * value;
            at++;
        }

        return plan;
    }

    /// <summary>Whole copies of cells: the expected ones rounded down or up, right on average.</summary>
    private long[] Copies(RakedCells cells, double[] factors, long total)
    {
        double scale = CopyShares.Scale(factors.Length, i => factors[i], i => cells.Rows[i], total, options.MaxRepeat);
        var line = new CopyLine(new SeededDraw(_context.Seed, "resample-weights"));
        var copies = new long[factors.Length];
        for (int i = 0; i < copies.Length; i++)
        {
            copies[i] = line.Next(CopyShares.Of(factors[i], scale, options.MaxRepeat) * cells.Rows[i]);
        }

        return copies;
    }

    private static double Squares(CellWeight cell)
    {
        (long each, long rest) = Math.DivRem(cell.Copies, cell.Rows);
        return ((double)each * each * (cell.Rows - rest)) + ((double)(each + 1) * (each + 1) * rest);
    }
}
