using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>
/// Collects a budget of rows from sources step by step so that the joint values of some columns come near a target: a Dirichlet posterior of each source's
/// cells from the rows collected so far, and for each step the shares of the rest that make the expected whole nearest. Memory: 12 bytes a row.
/// </summary>
/// <remarks>O(rows log rows) and O(sources x cells) an evaluation, some hundred of them a step.</remarks>
internal sealed class AdaptiveAllocationRule(MixOptions options, RunContext context) : IMixRule
{
    /// <summary>Pseudo-rows of each cell before anything is collected (Jeffreys).</summary>
    private const double Prior = 0.5;

    /// <summary>What the target gives to all cells alike, so that a row of a cell without a target is dear and not forbidden.</summary>
    private const double Smoothing = 0.001;

    private readonly AdaptiveOptions _own = options.Adaptive;
    private readonly GroupTable _cells = new(options.Adaptive.Attributes, keepCodes: false, context);
    private readonly List<RowValues<int>> _codes = [];
    private readonly List<double> _target = [];
    private GroupPart? _part;
    private string[] _names = [];
    private bool _asked;

    public IReadOnlyList<ColumnRequest> Columns => _cells.Request;

    public PassRequest? NextTable(PlanInputs inputs)
    {
        bool first = !_asked;
        _asked = true;
        if (first && !_own.HasTarget)
        {
            foreach (NamedNumber share in _own.TargetShares)
            {
                AddTarget(_cells.Fold(GroupPart.Of(MixPlanner.OfName(share.Name), 0, 1, null))[0], share.Value, share.Name);
            }
        }

        return first && _own.HasTarget ? new PassRequest(1, ReadRequest.Of([.. _cells.Request, new ColumnRequest("share", ColumnKind.Number)]), "read target") : null;
    }

    public void AddTable(RecordBatch batch)
    {
        _part = GroupPart.Of(batch, 0, _own.Attributes.Count, _part);
        ReadOnlySpan<int> codes = _cells.Fold(_part);
        for (int row = 0; row < codes.Length; row++)
        {
            Column shares = batch[_own.Attributes.Count];
            double share = shares.IsNull(row) ? double.NaN : ((NumberColumn)shares)[row];
            if (!(share >= 0) || double.IsInfinity(share))
            {
                Fail.With(ErrorCodes.BadValue, $"--target, row {NumberText.Of(batch.FirstRow + row + 1)}, column 'share': a finite number from 0 is expected.");
            }

            AddTarget(codes[row], share, _cells.Show(codes[row]));
        }
    }

    public void Add(RecordBatch batch, int firstColumn, ReadOnlySpan<int> groups)
    {
        _part = GroupPart.Of(batch, firstColumn, _own.Attributes.Count, _part);
        ReadOnlySpan<int> codes = _cells.Fold(_part);
        for (int row = 0; row < groups.Length; row++)
        {
            while (_codes.Count <= groups[row])
            {
                _codes.Add(new RowValues<int>(context, "cells"));
            }

            _codes[groups[row]].Append(codes[row]);
        }
    }

    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        long budget = (long)options.Amount;
        if (sizes.Rows.Sum() < budget)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(budget)} rows are to be collected from sources that have {NumberText.Of(sizes.Rows.Sum())} together; no row is collected twice.", "Lower --rows.");
        }

        _names = sizes.Names;
        double[] target = Target();
        int[][] cells = [.. sizes.Keys.Select((key, s) => Ordered(key, sizes.Rows[s], groups[s]))];
        var steps = new ReportTable("steps", "Steps", ["step", "source", "rows", "rows_in_all", "divergence"]);
        double[] taken = Collect(cells, target, budget, _own.Explore, _own.KnowsAll, steps);
        var compared = new ReportTable("compared", "Divergence from the target", ["allocation", "rows", "divergence"]);
        Compare(_own.KnowsAll ? "known" : "adaptive", taken);
        double[] limits = [.. sizes.Rows.Select(static r => (double)r)];
        Compare("equal", MixQuotas.Fill(budget, [.. limits.Select(static l => l > 0 ? 1.0 : 0)], limits, leaves: false, isReal: false));
        Compare("proportional", MixQuotas.Fill(budget, limits, limits, leaves: false, isReal: false));
        if (!_own.KnowsAll)
        {
            Compare("cells of all rows known", Collect(cells, target, budget, explores: false, knowsAll: true, null));
        }

        if (budget > 0)
        {
            int best = Enumerable.Range(0, sizes.Count).Where(s => sizes.Rows[s] > 0).MinBy(s => Divergence(cells, target, Alone(s)));
            Compare("best source alone: " + sizes.Names[best], Alone(best));
        }

        return MixTarget.Of(taken) with { Limits = sizes.Sizes, Total = budget, Tables = [compared, steps] };

        double[] Alone(int source) => [.. limits.Select((l, s) => s == source ? Math.Min(l, budget) : 0)];

        void Compare(string name, double[] rows) => compared.Add(name, (long)rows.Sum(), rows.Sum() > 0 ? Divergence(cells, target, rows) : null);
    }

    public void Dispose()
    {
        _cells.Dispose();
        _codes.ForEach(static c => c.Dispose());
    }

    private void AddTarget(int cell, double share, string name)
    {
        while (_target.Count <= cell)
        {
            _target.Add(double.NaN);
        }

        if (!double.IsNaN(_target[cell]))
        {
            Fail.With(ErrorCodes.BadValue, $"The target names {Fail.Show(name)} twice.");
        }

        _target[cell] = share;
    }

    /// <summary>Target shares of all cells.</summary>
    private double[] Target()
    {
        double[] target = [.. Enumerable.Range(0, _cells.Count).Select(k => k < _target.Count && !double.IsNaN(_target[k]) ? _target[k] : 0)];
        double sum = target.Sum();
        if (!(sum > 0))
        {
            Fail.With(ErrorCodes.Infeasible, "The target gives no cell a share above 0.", "Give at least one.");
        }

        return Array.ConvertAll(target, t => ((1 - Smoothing) * t / sum) + (Smoothing / target.Length));
    }

    /// <summary>The cells of a source in the order in which its rows are collected, which is the order in which the mixture takes them.</summary>
    private int[] Ordered(byte[] key, long rows, int group)
    {
        if (rows > int.MaxValue)
        {
            Fail.With(ErrorCodes.Infeasible, $"A source has {NumberText.Of(rows)} rows; at most {NumberText.Of(int.MaxValue)} can be put in order.", "Take a sample of it first.");
        }

        var order = new int[rows];
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        if (!options.TakesFirst)
        {
            SeededDraw draw = MixStream.DrawOf(context.Seed, key, 0);
            ulong[] draws = [.. order.Select(row => draw.Bits(0, row))];
            Array.Sort(order, (a, b) => draws[a] != draws[b] ? draws[a].CompareTo(draws[b]) : a.CompareTo(b));
        }

        return rows == 0 ? [] : Array.ConvertAll(order, row => _codes[group][row]);
    }

    private double[] Collect(int[][] cells, double[] target, long budget, bool explores, bool knowsAll, ReportTable? told)
    {
        int sources = cells.Length;
        var taken = new double[sources];
        var seen = new double[sources][];
        var whole = new double[target.Length];
        for (int s = 0; s < sources; s++)
        {
            seen[s] = new double[target.Length];
            foreach (int cell in knowsAll ? cells[s] : [])
            {
                seen[s][cell]++;
            }
        }

        long size = knowsAll ? budget : _own.Step ?? Math.Max(1, (budget + 19) / 20);
        double[] shares = [.. cells.Select(static c => c.Length > 0 ? 1.0 : 0)];
        long left = budget;
        for (long step = 1; left > 0; step++)
        {
            context.Ct.ThrowIfCancellationRequested();
            double[][] rates = [.. seen.Select((own, s) => Rates(own, knowsAll, explores ? new SeededDraw(context.Seed, "mix-adaptive").For((ulong)step).For((ulong)s) : null))];
            double[] most = [.. cells.Select((c, s) => Math.Min(1, (c.Length - taken[s]) / left))];
            shares = new BoundedSimplex(new double[sources], most).Minimise(new Expected(rates, whole, target, left, budget), shares, 200).X;
            long now = Math.Min(size, left);
            double[] quotas = MixQuotas.Fill(now, Array.ConvertAll(shares, static v => v < 1e-9 ? 0 : v), [.. cells.Select((c, s) => c.Length - taken[s])], leaves: false, isReal: false);
            for (int s = 0; s < sources; s++)
            {
                for (long row = 0; row < (long)quotas[s]; row++)
                {
                    int cell = cells[s][(int)taken[s]++];
                    whole[cell]++;
                    seen[s][cell] += knowsAll ? 0 : 1;
                }
            }

            left -= now;
            double divergence = Divergence(whole, budget - left, target);
            for (int s = 0; s < sources && told is not null; s++)
            {
                told.Add(step, _names[s], (long)quotas[s], (long)taken[s], divergence);
            }
        }

        return taken;
    }

    private static double[] Rates(double[] seen, bool isKnown, SeededDraw? draw)
    {
        double[] law = Array.ConvertAll(seen, n => n + (isKnown ? 0 : Prior));
        double sum = law.Sum();
        var rates = new double[law.Length];
        if (draw is { } own && !isKnown)
        {
            var stream = new DrawStream(own);
            DirichletDraw.Fill(law, ref stream, rates);
            return rates;
        }

        return sum > 0 ? Array.ConvertAll(law, n => n / sum) : rates;
    }

    private static double Divergence(int[][] cells, double[] target, double[] rows)
    {
        var whole = new double[target.Length];
        for (int s = 0; s < cells.Length; s++)
        {
            foreach (int cell in cells[s].AsSpan(0, (int)rows[s]))
            {
                whole[cell]++;
            }
        }

        return Divergence(whole, rows.Sum(), target);
    }

    /// <summary>Kullback-Leibler divergence of the mixture from the target, in nats.</summary>
    private static double Divergence(double[] whole, double rows, double[] target)
    {
        double sum = 0;
        for (int k = 0; k < target.Length; k++)
        {
            double share = whole[k] / rows;
            sum += share > 0 ? share * PortableMath.Log(share / target[k]) : 0;
        }

        return sum;
    }

    /// <summary>The divergence of the whole that is expected when the rest of the budget is shared out in some way.</summary>
    private sealed class Expected(double[][] rates, double[] whole, double[] target, double left, double budget) : IObjective
    {
        // Far below any share of a cell: keeps the slope of an empty cell finite.
        private const double Least = 1e-12;

        public int Size => rates.Length;

        public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient.Clear();
            double sum = 0;
            for (int k = 0; k < target.Length; k++)
            {
                double share = whole[k];
                for (int s = 0; s < rates.Length; s++)
                {
                    share += left * x[s] * rates[s][k];
                }

                share = Math.Max(share / budget, Least);
                double log = PortableMath.Log(share / target[k]);
                sum += share * log;
                for (int s = 0; s < rates.Length; s++)
                {
                    gradient[s] += left / budget * rates[s][k] * (log + 1);
                }
            }

            return sum;
        }
    }
}
