using Curate.Core.Errors;
using Curate.Core.Numerics.Optimisation;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>Fits the weights of cells to margins, says why it cannot, and reports what came out.</summary>
internal static class RakingFit
{
    private const int MostNamed = 6;

    /// <summary>The weights of the cells, which sum to the rows.</summary>
    /// <exception cref="CurateException">No weights meet the margins, within the bounds; those that are missed most are named.</exception>
    public static RakingResult Run(MarginCells[] margins, RakedCells cells, MarginOptions options, CancellationToken ct)
    {
        double total = cells.Weights.Sum();
        RakingMargin[] wanted = [.. margins.Select(m => m.ToRaking(total))];
        bool inside = options.IsClipped && !options.ClipsAfter;
        var within = new RakingOptions
        {
            LeastFactor = inside ? options.ClipLow : 0,
            MostFactor = inside ? options.ClipHigh : double.PositiveInfinity,
            Tolerance = options.Tolerance,
            MaxIterations = options.MaxIterations,
        };
        if (inside)
        {
            CheckBounds(margins, cells, options);
        }

        RakingResult result = Raking.Fit(cells.Weights, wanted, within, ct);
        if (!result.Converged)
        {
            ThrowMissed(margins, result, total, inside, options);
        }

        return options.IsClipped && options.ClipsAfter ? Cut(result, cells, wanted, options) : result;
    }

    /// <summary>The table <c>margins</c>: rows, base share, target, achieved share and effective sample size of each level.</summary>
    public static ReportTable Table(MarginCells[] margins, RakedCells cells, double[] after, double[] squares)
    {
        var table = new ReportTable("margins", "Margins", ["margin", "level", "rows", "before", "target", "after", "effective"]);
        double beforeAll = cells.Weights.Sum();
        double afterAll = after.Sum();
        foreach (MarginCells margin in margins)
        {
            int levels = margin.Names.Count;
            var rows = new long[levels];
            var before = new double[levels];
            var now = new double[levels];
            var squared = new double[levels];
            for (int i = 0; i < after.Length; i++)
            {
                int level = margin.Levels[i];
                rows[level] += cells.Rows[i];
                before[level] += cells.Weights[i];
                now[level] += after[i];
                squared[level] += squares[i];
            }

            for (int level = 0; level < levels; level++)
            {
                table.Add(margin.Margin.Name, margin.Names[level], rows[level], before[level] / beforeAll, margin.Shares[level], afterAll > 0 ? now[level] / afterAll : 0,
                    squared[level] > 0 ? now[level] / squared[level] * now[level] : 0);
            }
        }

        return table;
    }

    /// <summary>The table <c>convergence</c>.</summary>
    public static ReportTable Convergence(RakingResult result)
    {
        var table = new ReportTable("convergence", "Convergence", ["passes", "largest_miss", "converged"]);
        table.Add((long)result.Iterations, result.Error, result.Converged ? "yes" : "no");
        return table;
    }

    /// <summary>Weights beyond the bounds are cut and the others scaled, until all lie within: the sum stays, margins give way.</summary>
    private static RakingResult Cut(RakingResult result, RakedCells cells, RakingMargin[] wanted, MarginOptions options)
    {
        double[] weights = result.Weights;
        double total = cells.Weights.Sum();
        double scale = WeightScale.Find(weights.Length, i => weights[i], i => options.ClipLow * cells.Weights[i],
            i => WeightScale.High(options, cells.Weights[i]), total);
        if (double.IsNaN(scale))
        {
            Fail.With(ErrorCodes.Infeasible, $"No weights from {NumberText.Of(options.ClipLow)} to {NumberText.Of(options.ClipHigh)} times the mean follow from the margins: too many levels have a target of 0.", "Widen --clip.");
        }

        double[] cut = [.. weights.Select((w, i) => WeightScale.Cut(scale * w, options.ClipLow * cells.Weights[i], WeightScale.High(options, cells.Weights[i])))];
        double worst = 0;
        foreach (RakingMargin margin in wanted)
        {
            double[] sums = Sums(margin.Categories, cut, margin.Totals.Length);
            for (int c = 0; c < sums.Length; c++)
            {
                worst = Math.Max(worst, Math.Abs(sums[c] - margin.Totals[c]) / (margin.Totals[c] > 0 ? margin.Totals[c] : 1));
            }
        }

        return result with { Weights = cut, Error = worst };
    }

    private static double[] Sums(int[] levels, double[] weights, int count)
    {
        var sums = new double[count];
        for (int i = 0; i < weights.Length; i++)
        {
            sums[levels[i]] += weights[i];
        }

        return sums;
    }

    /// <summary>A level cannot leave what the bounds leave it.</summary>
    private static void CheckBounds(MarginCells[] margins, RakedCells cells, MarginOptions options)
    {
        double all = cells.Weights.Sum();
        var faults = new List<string>();
        foreach (MarginCells margin in margins)
        {
            double[] held = Sums(margin.Levels, cells.Weights, margin.Names.Count);
            for (int c = 0; c < held.Length; c++)
            {
                double share = held[c] / all;
                double target = margin.Shares[c];
                if (target > options.ClipHigh * share * (1 + 1e-12) || target < options.ClipLow * share * (1 - 1e-12))
                {
                    faults.Add($"{margin.Margin.Name} = {Fail.Show(margin.Names[c])} has a share of {Shown(share)} and is to have {Shown(target)}, {Shown(target / share)} times as much");
                }
            }
        }

        if (faults.Count > 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"No weights from {NumberText.Of(options.ClipLow)} to {NumberText.Of(options.ClipHigh)} times the mean meet the margins: {string.Join("; ", faults.Take(MostNamed))}{More(faults.Count)}.",
                "Widen --clip, or pass --clip-rule after: weights are then cut after the fit, and the margins are missed by what the report says.");
        }
    }

    private static void ThrowMissed(MarginCells[] margins, RakingResult result, double total, bool inside, MarginOptions options)
    {
        var missed = new List<(double By, string Text)>();
        foreach (MarginCells margin in margins)
        {
            double[] sums = Sums(margin.Levels, result.Weights, margin.Names.Count);
            for (int c = 0; c < sums.Length; c++)
            {
                double by = Math.Abs((sums[c] / total) - margin.Shares[c]);
                if (double.IsNaN(by) || by > options.Tolerance * margin.Shares[c])
                {
                    missed.Add((double.IsNaN(by) ? double.PositiveInfinity : by,
                        $"{margin.Margin.Name} = {Fail.Show(margin.Names[c])} is {Shown(sums[c] / total)} and is to be {Shown(margin.Shares[c])}"));
                }
            }
        }

        string[] texts = [.. missed.OrderByDescending(static m => m.By).ThenBy(static m => m.Text, StringComparer.Ordinal).Select(static m => m.Text)];
        Fail.With(ErrorCodes.Infeasible, $"The margins are not met together after {NumberText.Of(result.Iterations)} passes{(inside ? " within --clip" : "")}: "
            + $"{string.Join("; ", texts.Take(MostNamed))}{More(texts.Length)}.",
            inside ? "Widen --clip, pass --clip-rule after, or change the targets." : "Combinations of levels without rows stand in the way, or --max-iterations is too low: merge levels, leave a margin out, or raise it.");
    }

    private static string More(int count) => count > MostNamed ? $"; and {NumberText.Of(count - MostNamed)} more" : "";

    private static string Shown(double value) => value.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);
}
