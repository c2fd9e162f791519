using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Clusters;

/// <summary>The budget of a resampler over clusters, and the plan and report that follow from what each cell is to have.</summary>
internal sealed class BudgetedCells
{
    private readonly PlacedRows _placed;
    private readonly ClusterOptions _options;

    /// <param name="placed">Rows in cells, at least one.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="maxRepeat">Most copies of a row where nothing is said, in rows.</param>
    /// <exception cref="CurateException">The cells do not hold the budget.</exception>
    public BudgetedCells(PlacedRows placed, ClusterOptions options, double maxRepeat)
    {
        _placed = placed;
        _options = options;
        bool said = options.Rows is not null || options.Fraction is not null;
        long available = placed.Cells.Placed;
        Budget = options.Rows ?? (options.Fraction is { } share ? Rounded(share * available) : available);
        MaxRepeat = options.MaxRepeat ?? (options.AsWeights && !said ? double.PositiveInfinity : maxRepeat);
        if (Budget > MaxRepeat * available)
        {
            Fail.With(ErrorCodes.Infeasible,
                options.RepeatsRows
                    ? $"{NumberText.Of(Budget)} rows are asked for, and {NumberText.Of(available)} rows in clusters give {NumberText.Of(Math.Floor(MaxRepeat * available))}, each at most {NumberText.Of(MaxRepeat)} times."
                    : $"{NumberText.Of(Budget)} rows are asked for, and there are {NumberText.Of(available)} in clusters.",
                (options.Fraction is null ? "Lower --rows" : "Lower --fraction") + (options.RepeatsRows ? ", or raise --max-repeat." : "."));
        }

        if (Budget == 0 && options.AsWeights)
        {
            Fail.With(ErrorCodes.Infeasible, $"--fraction {NumberText.Of(options.Fraction!.Value)} of {NumberText.Of(available)} rows is no row, and weights follow shares of rows.", "Raise --fraction, or leave it out.");
        }

        Most = new double[placed.Cells.Count];
        for (int c = 0; c < Most.Length; c++)
        {
            Most[c] = MaxRepeat * placed.Cells.Sizes[c];
        }
    }

    /// <summary>Rows to come out.</summary>
    public long Budget { get; }

    /// <summary>Most copies of a row; infinite where weights have no limit.</summary>
    public double MaxRepeat { get; }

    /// <summary>Most of each cell.</summary>
    public double[] Most { get; }

    /// <summary>Most rows of each cell, where repeats are whole.</summary>
    public long[] MostRows => Array.ConvertAll(Most, static most => (long)most);

    /// <summary>Every row with the weight that its cell's share gives it; the mean over rows in cells is 1.</summary>
    public CellPlan Weights(double[] shares)
    {
        CellRows cells = _placed.Cells;
        var weights = new double[cells.Count];
        double most = 0;
        for (int c = 0; c < weights.Length; c++)
        {
            weights[c] = shares[c] / cells.Sizes[c] * ((double)cells.Placed / Budget);
            most = Math.Max(most, weights[c]);
        }

        CellPlan plan = CellPlan.OfWeights(cells, weights, 0, _options.WeightColumn, _options.ClusterColumn);
        double[] after = [.. weights.Select((w, c) => w * cells.Sizes[c])];
        plan.Tables.Add(CellReport.Sampling(cells, after, CellReport.EffectiveRows(cells, weights), most));
        plan.Tables.Add(CellReport.Levels(_placed, after));
        plan.Tables.Add(CellReport.Weights(cells, weights));
        Finish(plan, plan.WeightOf);
        return plan;
    }

    /// <summary>The report of rows.</summary>
    public CellPlan Rows(CellPlan plan, CellCopies copies, double[] shares)
    {
        CellRows cells = _placed.Cells;
        double[] after = [.. Enumerable.Range(0, cells.Count).Select(c => (double)CellReport.After(cells, copies, c))];
        double most = 0;
        for (int c = 0; c < cells.Count; c++)
        {
            most = Math.Max(most, copies.Full[c] + (copies.Rest[c] > 0 ? 1 : 0));
        }

        plan.Tables.Add(CellReport.Sampling(cells, after, CellReport.EffectiveRows(cells, copies), most));
        plan.Tables.Add(CellReport.Levels(_placed, after));
        plan.Tables.Add(CellReport.Rows(cells, shares, copies));
        Finish(plan, row => plan.CopiesOf(row));
        return plan;
    }

    private void Finish(CellPlan plan, Func<long, double> after)
    {
        if (_placed.Labels is { } labels)
        {
            plan.Tables.AddRange(CellReport.Classes(labels, _options.Label, after));
        }

        if (_placed.Features is { } features)
        {
            plan.Tables.Add(FeatureReport.Features(features.Columns, features.Store, _options));
        }
    }

    private static long Rounded(double exact) => (long)Math.Round(Randomness.LargestRemainders.Snapped(exact), MidpointRounding.ToEven);
}
