using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// Entropy balancing (Hainmueller 2012): the weights nearest to the base weights under which moments of covariates are those that are given, those of another
/// dataset, or those of one group.
/// </summary>
/// <remarks>Memory: the table, 8 bytes a row and moment three times, and 8 bytes a row for the result.</remarks>
internal sealed class MomentPlanner(MomentOptions options, StartRequest start) : IRowPlanner
{
    private readonly RunContext _run = start.Context;

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        List<MomentTarget> targets = [.. options.Targets, .. options.HasFile ? MomentFile.Read(passes, inputs.Others[0]) : []];
        Covariates columns = Columns(passes, inputs.Main, targets);
        using CovariateTable table = CovariateTable.Read(passes, inputs.Main, columns, options.Missing, options.Weight, options.Treat, _run);
        int[] rows = [.. Enumerable.Range(0, table.Count).Where(r => options.Treat is null || table.GroupOf(r) == 0)];
        if (rows.Length == 0)
        {
            Fail.With(ErrorCodes.Infeasible, options.Treat is { } only && table.Count > 0
                ? $"No row with another value than {Fail.Show(only.Value)} in the column {Fail.Show(only.Column)} is there to be weighed." : "There are no rows to weigh.",
                "Check the input, --where and --missing.");
        }

        List<Moment> moments = Moments(passes, inputs, table, rows, targets);
        double[] begin = WeightPlan.MeanOne([.. rows.Select(table.Base)]);
        MomentFit.Fitted fitted = MomentFit.Run(moments, begin, options, _run);
        return Planned(table, rows, moments, begin, fitted);
    }

    public void Dispose()
    {
    }

    private RowWeights Planned(CovariateTable table, int[] rows, List<Moment> moments, double[] begin, MomentFit.Fitted fitted)
    {
        var weights = new RowValues<double>(_run, "weights");
        RowWeights plan;
        try
        {
            var baseOf = new Dictionary<long, double>();
            int next = 0;
            for (long row = 0, own = 0; row < table.InputRows; row++)
            {
                bool isPart = next < rows.Length && table.RowOf(rows[next]) == row;
                weights.Append(isPart ? fitted.Weights[next++] : double.NaN);

                // Rows of the group that the others are made like keep the weights that they came with.
                while (own < table.Count && table.RowOf((int)own) < row)
                {
                    own++;
                }

                if (!isPart && options.Weight is not null && own < table.Count && table.RowOf((int)own) == row)
                {
                    baseOf[row] = table.Base((int)own);
                }
            }

            plan = WeightPlan.Of(_run, options, weights, rows.Length, fitted.Held, row => baseOf.GetValueOrDefault(row, 1));
        }
        catch
        {
            weights.Dispose();
            throw;
        }

        double[] amounts = WeightPlan.Amounts(plan, options, weights);
        plan.Tables.Insert(0, MomentFit.Table(moments, begin, [.. rows.Select(r => amounts[table.RowOf(r)])]));
        var sizes = new ReportTable("balance", "Balancing", ["input_rows", "weighed", "kept_as_they_are", "steps"]);
        sizes.Add(table.InputRows, (long)rows.Length, table.InputRows - rows.Length, (long)fitted.Steps);
        plan.Tables.Insert(1, sizes);
        return plan;
    }

    private List<Moment> Moments(PassRunner passes, PlanInputs inputs, CovariateTable table, int[] rows, List<MomentTarget> targets)
    {
        if (options.HasReference)
        {
            IRecordSource other = inputs.Others[^1];
            Covariates own = Covariates.Resolve(passes, other, [.. table.Columns.Numbers.Select(static f => f.Name)], table.Columns.Categories, automatic: false);
            using CovariateTable like = CovariateTable.Read(passes, other, own, options.Missing, null, null, _run);
            if (like.Count == 0)
            {
                Fail.With(ErrorCodes.Infeasible, $"{other.Name} of --reference has no rows.", "Check the file and --missing.");
            }

            if (like.Width != table.Width)
            {
                Fail.With(ErrorCodes.BadValue, $"Vectors of {other.Name} have {NumberText.Of(like.Width)} values, and those of the input {NumberText.Of(table.Width)}.");
            }

            return MomentList.Like(table, rows, like, [.. Enumerable.Range(0, like.Count)], options);
        }

        if (options.Treat is { } treat)
        {
            int[] group = [.. Enumerable.Range(0, table.Count).Where(r => table.GroupOf(r) == 1)];
            if (group.Length == 0)
            {
                Fail.With(ErrorCodes.Infeasible, $"No row has {Fail.Show(treat.Value)} in the column {Fail.Show(treat.Column)} of --treat.", "Check the spelling of the value.");
            }

            return MomentList.Like(table, rows, table, group, options);
        }

        return MomentList.Named(targets, table, rows, options.Tolerance);
    }

    /// <summary>Columns by name: those of targets, or those that moments are taken of.</summary>
    private Covariates Columns(PassRunner passes, IRecordSource source, List<MomentTarget> targets)
    {
        if (options.HasReference || options.Treat is not null)
        {
            return Covariates.Resolve(passes, source, options.Features, options.Categorical, automatic: false);
        }

        if (targets.Count == 0)
        {
            Fail.With(ErrorCodes.Infeasible, "--targets has no rows.", "Give a name and a value in each row.");
        }

        var numbers = new SortedSet<string>(StringComparer.Ordinal);
        var categories = new SortedSet<string>(StringComparer.Ordinal);
        foreach (MomentTarget target in targets)
        {
            (string form, string column, string? other) = target.Parts(source.HasColumn);
            (form == "share" ? categories : numbers).Add(start.Column(column));
            if (form == "corr")
            {
                numbers.Add(start.Column(other!));
            }
        }

        return Covariates.Resolve(passes, source, [.. numbers], [.. categories], automatic: false);
    }
}
