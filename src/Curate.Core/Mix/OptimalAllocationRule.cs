using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>Rows of each source for what may be spent, from learning curves: see <see cref="CurveAllocation"/>. Always shown beside equal and proportional spending.</summary>
internal sealed class OptimalAllocationRule(MixOptions options) : IMixRule
{
    private readonly Dictionary<string, List<(double Rows, double Error)>> _points = new(StringComparer.Ordinal);
    private bool _asked;

    public PassRequest? NextTable(PlanInputs inputs)
    {
        bool first = !_asked && options.HasPoints;
        _asked = true;
        return first ? new PassRequest(1, ReadRequest.Of(new ColumnRequest("source", ColumnKind.Text), new ColumnRequest("n", ColumnKind.Number), new ColumnRequest("error", ColumnKind.Number)), "read curves") : null;
    }

    public void AddTable(RecordBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            string name = System.Text.Encoding.UTF8.GetString(batch.Text(0)[row]);
            double rows = batch[1].IsNull(row) ? double.NaN : ((NumberColumn)batch[1])[row];
            double error = batch[2].IsNull(row) ? double.NaN : ((NumberColumn)batch[2])[row];
            if (!(rows >= 1) || !double.IsFinite(rows) || !(error >= 0) || !double.IsFinite(error))
            {
                Fail.With(ErrorCodes.BadValue, $"--curves, {Fail.Show(name)}: a point has rows from 1 (n) and an error from 0.");
            }

            if (!_points.TryGetValue(name, out List<(double, double)>? points))
            {
                _points.Add(name, points = []);
            }

            points.Add((rows, error));
        }
    }

    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        foreach ((string name, List<(double Rows, double Error)> points) in _points.OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            sizes.Of("curves", [new NamedNumber(name, 1)], 0);
            if (points.Select(static p => p.Rows).Distinct().Count() < 3)
            {
                Fail.With(ErrorCodes.Infeasible, $"--curves has fewer than three sizes for {Fail.Show(name)}; a curve has three unknowns.", "Measure more points.");
            }
        }

        foreach (string name in options.Curves.Keys.Order(StringComparer.Ordinal))
        {
            sizes.Of("curve", [new NamedNumber(name, 1)], 0);
        }

        if (sizes.Names.FirstOrDefault(n => !_points.ContainsKey(n) && !options.Curves.ContainsKey(n)) is { } missing)
        {
            Fail.With(ErrorCodes.Infeasible, $"No curve is given for the source {Fail.Show(missing)}.", "Add it to --curve or its points to --curves, or leave the source out with --where.");
        }

        LearningCurve[] curves = [.. sizes.Names.Select(n => options.Curves.TryGetValue(n, out LearningCurve given) ? given : LearningCurve.Fit(_points[n]))];
        double[] costs = sizes.Of("source-cost", options.SourceCosts, 1);
        if (costs.Any(static c => c <= 0))
        {
            Fail.Usage("--source-cost takes costs above 0.");
        }

        double[] population = options.Population.Count > 0 ? sizes.Of("population", options.Population, null) : sizes.Sizes;
        double sum = population.Sum();
        double[] weights = [.. population.Select(p => sum > 0 ? p / sum : 0)];
        var allocation = new CurveAllocation(curves, costs, sizes.Sizes, weights);
        double[] rows = options.IsWorst ? allocation.Worst(options.Spend) : allocation.Mean(options.Spend);
        var table = new ReportTable("allocation", "Allocation", ["source", "a", "b", "c", "cost", "rows", "predicted_error"]);
        for (int g = 0; g < rows.Length; g++)
        {
            double error = curves[g].At(rows[g]);
            table.Add(sizes.Names[g], curves[g].A, curves[g].B, curves[g].C, costs[g], (long)rows[g], double.IsFinite(error) ? error : null);
        }

        var compared = new ReportTable("compared", "Predicted errors", ["spending", "cost", "mean_error", "worst_error"]);
        Compare("optimal", rows);
        Compare("equal", allocation.ByShares(options.Spend, [.. rows.Select(static _ => 1.0)]));
        Compare("proportional", allocation.ByShares(options.Spend, sizes.Sizes));
        return MixTarget.Of(rows) with { Limits = sizes.Sizes, Total = rows.Sum(), Tables = [table, compared] };

        void Compare(string name, double[] own)
        {
            double mean = allocation.MeanError(own);
            double worst = allocation.WorstError(own);
            compared.Add(name, allocation.Spent(own), double.IsFinite(mean) ? mean : null, double.IsFinite(worst) ? worst : null);
        }
    }
}
