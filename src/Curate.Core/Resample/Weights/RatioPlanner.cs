using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// Weights that make rows look like a reference, from the probability that a cross-fitted classifier gives each row to belong to it: covariate shift, arms of an
/// experiment, inverse propensity.
/// </summary>
/// <remarks>Memory: both tables, 16 bytes a row and column for the learner (twice while it cross-fits), 8 bytes a row for the result.</remarks>
internal sealed class RatioPlanner(RatioOptions options, StartRequest start) : IRowPlanner
{
    /// <summary>From this AUC on the groups are told apart by the features alone, and no weight makes one look like the other.</summary>
    private const double Separated = 0.999;

    private const double FewEffective = 0.05;
    private static readonly double[] s_noises = [0, 0.25, 0.5, 1];
    private readonly RunContext _run = start.Context;
    private double[] _reference = [];

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        Covariates columns = Covariates.Resolve(passes, inputs.Main, options.Features, options.Categorical, automatic: options.Features.Count + options.Categorical.Count == 0,
            options.Treat?.Column, options.Weight);
        using CovariateTable table = CovariateTable.Read(passes, inputs.Main, columns, options.Missing, options.Weight, options.Treat, _run);
        using CovariateTable? other = options.HasReference ? Reference(passes, inputs.Others[0], columns, table) : null;

        // Rows without a value in the column of the group belong to neither side.
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(r => other is not null || table.GroupOf(r) >= 0)];
        int[] labels = [.. rows.Select(r => other is null ? table.GroupOf(r) : 0), .. Enumerable.Repeat(1, other?.Count ?? 0)];
        Check(labels);
        int width = table.Width + Enumerable.Range(0, table.Levels.Length).Sum(c => Levels(table, other, c).Length);
        using MemoryLease lease = _run.Memory.Lease(16L * labels.Length * (width + 4), "Weights by density ratios");
        Matrix design = Design(table, rows, other, width);
        (RatioFit fit, double noise, List<(double Noise, RatioFit Fit)> tried) = Fitted(design, table.Width, labels);
        double auc = fit.Auc();
        if (auc >= Separated)
        {
            Fail.With(ErrorCodes.Infeasible, $"The features tell the {(other is null ? "group" : "reference")} from the other rows (AUC {auc.ToString("F4", System.Globalization.CultureInfo.InvariantCulture)} out of fold): "
                + "they do not overlap, and no weights make one look like the other.", "Leave out features that give it away, or take a reference that is nearer.");
        }

        return Planned(table, rows, labels, fit, auc, noise, tried);
    }

    public void Dispose()
    {
    }

    private RowWeights Planned(CovariateTable table, int[] rows, int[] labels, RatioFit fit, double auc, double noise, List<(double Noise, RatioFit Fit)> tried)
    {
        double share = (double)labels.Sum() / labels.Length;
        bool[] weighed = [.. rows.Select((_, i) => options.Form != RatioForm.Ratio || labels[i] == 0)];
        double[] start = WeightPlan.MeanOne([.. rows.Where((_, i) => weighed[i]).Select(table.Base)]);
        var weights = new RowValues<double>(_run, "weights");
        using var bases = new RowValues<double>(_run, "base weights");
        try
        {
            int next = 0;
            int part = 0;
            for (long row = 0; row < table.InputRows; row++)
            {
                bool there = next < rows.Length && table.RowOf(rows[next]) == row;
                bool isPart = there && weighed[next];
                double begin = isPart ? start[part++] : 1;
                weights.Append(isPart ? begin * Weight(fit.P[next], labels[next], share) : double.NaN);
                bases.Append(isPart ? begin : there && options.Weight is not null ? table.Base(rows[next]) : 1);
                next += there ? 1 : 0;
            }

            long clipped = WeightScale.ToMeanOne(weights, row => bases[row], start.Length, options);
            RowWeights plan = WeightPlan.Of(_run, options, weights, start.Length, clipped, row => bases[row]);
            double[] amounts = WeightPlan.Amounts(plan, options, weights);
            plan.Tables.Insert(0, Features(table, rows, weighed, labels, start, amounts));
            plan.Tables.Insert(1, Models(fit, auc, noise, tried));
            plan.Tables.Insert(2, fit.Calibration());
            var size = new WeightSize();
            foreach (int r in rows.Where((_, i) => weighed[i]))
            {
                size.Add(amounts[table.RowOf(r)]);
            }

            if (size.Effective < FewEffective * size.Rows)
            {
                _run.Observer.Note($"The effective sample size is {NumberText.Of(Math.Round(size.Effective, 1))} of {NumberText.Of(size.Rows)} rows: few rows carry most of the weight. See --clip.");
            }

            return plan;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    private double Weight(double p, int label, double share) => options.Form switch
    {
        RatioForm.Arm => p / share,
        RatioForm.Propensity => label == 1 ? share / p : (1 - share) / (1 - p),
        _ => p / (1 - p) * (1 - share) / share,
    };

    /// <summary>Means of the numbers: of the rows that are weighed, before and after, and of the rows that they shall be like.</summary>
    private ReportTable Features(CovariateTable table, int[] rows, bool[] weighed, int[] labels, double[] start, double[] amounts)
    {
        var report = new ReportTable("features", "Features", ["feature", "before", "after", "group"]);
        double[] after = [.. rows.Where((_, i) => weighed[i]).Select(r => amounts[table.RowOf(r)])];
        for (int p = 0; p < table.Width; p++)
        {
            double[] own = [.. rows.Where((_, i) => weighed[i]).Select(r => table.Number(r, p))];
            double[] group = [.. rows.Where((_, i) => labels[i] == 1).Select(r => table.Number(r, p))];
            report.Add(table.NumberName(p), MomentFit.Mean(own, start), MomentFit.Mean(own, after), options.HasReference ? _reference[p] : MomentFit.Mean(group, Array.ConvertAll(group, static _ => 1.0)));
        }

        return report;
    }

    private static ReportTable Models(RatioFit fit, double auc, double noise, List<(double Noise, RatioFit Fit)> tried)
    {
        var table = new ReportTable("model", "Model of membership", ["smooth", "chosen", "log_loss", "brier", "auc", "overlap"]);
        foreach ((double own, RatioFit model) in tried)
        {
            bool isChosen = own == noise;
            table.Add(own, isChosen ? "yes" : "no", model.LogLoss, model.Brier, isChosen ? auc : model.Auc(), isChosen ? fit.Overlap() : model.Overlap());
        }

        return table;
    }

    /// <summary>The model without noise, and those with the noise that is asked for or tried; chosen by held-out log loss, the least noise of equal ones.</summary>
    private (RatioFit Fit, double Noise, List<(double Noise, RatioFit Fit)> Tried) Fitted(Matrix design, int numbers, int[] labels)
    {
        double[] noises = options.Smooth is { } asked ? [.. new[] { 0, asked }.Distinct()] : s_noises;
        var tried = new List<(double Noise, RatioFit Fit)>();
        foreach (double noise in noises)
        {
            tried.Add((noise, RatioFit.Of(design, numbers, labels, options, noise, _run)));
        }

        (double chosen, RatioFit fit) = options.Smooth is not null ? tried[^1] : tried.MinBy(static t => t.Fit.LogLoss);
        return (fit, chosen, tried);
    }

    private CovariateTable Reference(PassRunner passes, IRecordSource source, Covariates columns, CovariateTable main)
    {
        Covariates own = Covariates.Resolve(passes, source, [.. columns.Numbers.Select(static f => f.Name)], columns.Categories, automatic: false);
        CovariateTable table = CovariateTable.Read(passes, source, own, options.Missing, null, null, _run);
        if (table.Count > 0 && main.Count > 0 && table.Width != main.Width)
        {
            table.Dispose();
            Fail.With(ErrorCodes.BadValue, $"Vectors of {source.Name} have {NumberText.Of(table.Width)} values, and those of the input {NumberText.Of(main.Width)}.");
        }

        _reference = [.. Enumerable.Range(0, table.Width).Select(p => table.Count == 0 ? 0
            : MomentFit.Mean([.. Enumerable.Range(0, table.Count).Select(r => table.Number(r, p))], [.. Enumerable.Repeat(1.0, table.Count)]))];
        return table;
    }

    private void Check(int[] labels)
    {
        int group = labels.Sum();
        if (group < options.Folds || labels.Length - group < options.Folds)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(group)} rows are {(options.HasReference ? "in the reference" : "in the group of --treat")} and {NumberText.Of(labels.Length - group)} are not; "
                + $"{NumberText.Of(options.Folds)} folds need as many of each.", "Check --treat or --reference, or lower --cv.");
        }
    }

    private static string?[] Levels(CovariateTable table, CovariateTable? other, int category) =>
        [.. table.Levels[category].Concat(other?.Levels[category] ?? []).Distinct().OrderBy(static l => l, StringComparer.Ordinal)];

    /// <summary>Rows of the input, then those of the reference: standardised numbers, then a column for each level.</summary>
    private Matrix Design(CovariateTable table, int[] rows, CovariateTable? other, int width)
    {
        var design = new Matrix(rows.Length + (other?.Count ?? 0), width);
        int offset = table.Width;
        for (int c = -1; c < table.Levels.Length; c++)
        {
            string?[] levels = c < 0 ? [] : Levels(table, other, c);
            for (int i = 0; i < design.Rows; i++)
            {
                CovariateTable from = i < rows.Length ? table : other!;
                int row = i < rows.Length ? rows[i] : i - rows.Length;
                for (int p = 0; c < 0 && p < table.Width; p++)
                {
                    design[i, p] = from.Number(row, p);
                }

                if (c >= 0)
                {
                    design[i, offset + Array.IndexOf(levels, from.Levels[c][from.Code(row, c)])] = 1;
                }
            }

            offset += levels.Length;
        }

        return Standardiser.Of(design).Apply(design, _run);
    }
}
