using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>
/// Balances groups that rows belong to in part: weights under which the summed memberships of every group have their shares, nearest to the base weights in
/// relative entropy. Equal head-counts of the largest memberships are not the same.
/// </summary>
/// <remarks>Memory: 8 bytes a row and group five times, 50 bytes a row.</remarks>
internal sealed class SoftPlanner(SoftOptions options, StartRequest start) : IRowPlanner
{
    private readonly RunContext _run = start.Context;

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        Covariates columns = Covariates.Resolve(passes, inputs.Main, options.Memberships, [], automatic: false);
        using CovariateTable table = CovariateTable.Read(passes, inputs.Main, columns, options.DropsMissing ? MissingValues.Drop : MissingValues.Error, options.Weight, null, _run);
        if (table.Count == 0)
        {
            Fail.With(ErrorCodes.Infeasible, "There are no rows to weigh.", "Check the input, --where and --missing.");
        }

        int groups = table.Width;
        double[][] members = Memberships(table);
        double[] shares = Shares(columns);
        double[] begin = WeightPlan.MeanOne([.. Enumerable.Range(0, table.Count).Select(table.Base)]);
        Moment[] moments = [.. Enumerable.Range(0, groups).Select(k => new Moment(columns.Numbers[k].Name, members[k], shares[k], 0, IsImplied: k == groups - 1))];
        MomentFit.Fitted fitted = MomentFit.Run(moments, begin, options, _run);
        var weights = new RowValues<double>(_run, "weights");
        try
        {
            int next = 0;
            for (long row = 0; row < table.InputRows; row++)
            {
                weights.Append(next < table.Count && table.RowOf(next) == row ? fitted.Weights[next++] : double.NaN);
            }

            RowWeights plan = WeightPlan.Of(_run, options, weights, table.Count, fitted.Held);
            double[] amounts = WeightPlan.Amounts(plan, options, weights);
            plan.Tables.Insert(0, Table(moments, begin, [.. Enumerable.Range(0, table.Count).Select(r => amounts[table.RowOf(r)])]));
            return plan;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
    }

    /// <summary>Memberships of each row as shares of their sum, group by group.</summary>
    private double[][] Memberships(CovariateTable table)
    {
        double[][] members = [.. Enumerable.Range(0, table.Width).Select(_ => new double[table.Count])];
        for (int row = 0; row < table.Count; row++)
        {
            double sum = 0;
            for (int k = 0; k < members.Length; k++)
            {
                double value = table.Number(row, k);
                if (value < 0)
                {
                    Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(table.RowOf(row) + 1)} has {NumberText.Of(value)} in the column {Fail.Show(table.NumberName(k))}; memberships are 0 or more.",
                        "Correct the value, or leave the row out with --where.");
                }

                sum += value;
            }

            if (!(sum > 0) || double.IsInfinity(sum))
            {
                Fail.With(ErrorCodes.BadValue, $"The memberships of row {NumberText.Of(table.RowOf(row) + 1)} sum to {NumberText.Of(sum)}; they are shares of one row, and some is above 0.",
                    "Correct the values, or leave the row out with --where.");
            }

            for (int k = 0; k < members.Length; k++)
            {
                members[k][row] = table.Number(row, k) / sum;
            }
        }

        return members;
    }

    private double[] Shares(Covariates columns)
    {
        if (options.Shares.Count == 0)
        {
            return [.. columns.Numbers.Select(_ => 1.0 / columns.Numbers.Count)];
        }

        string[] names = [.. columns.Numbers.Select(static f => f.Name)];
        foreach ((string name, _) in options.Shares)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                Fail.Usage($"--share names {Fail.Show(name)}, which is none of the memberships: {string.Join(", ", names)}.");
            }
        }

        if (names.FirstOrDefault(n => !options.Shares.Any(s => s.Name == n)) is { } left)
        {
            Fail.Usage($"--share gives no share for {Fail.Show(left)}.", "Name every column of --memberships.");
        }

        double sum = options.Shares.Sum(static s => s.Share);
        return [.. names.Select(n => options.Shares.First(s => s.Name == n).Share / sum)];
    }

    /// <summary>Summed memberships beside head-counts, which count a row for its largest membership, the first of equal ones.</summary>
    private static ReportTable Table(Moment[] moments, double[] begin, double[] after)
    {
        var heads = new int[begin.Length];
        for (int i = 0; i < heads.Length; i++)
        {
            for (int k = 1; k < moments.Length; k++)
            {
                heads[i] = moments[k].Values[i] > moments[heads[i]].Values[i] ? k : heads[i];
            }
        }

        var table = new ReportTable("memberships", "Memberships", ["group", "heads", "before", "gap_before", "target", "after", "gap_after", "heads_after", "effective"]);
        for (int k = 0; k < moments.Length; k++)
        {
            double before = MomentFit.Mean(moments[k].Values, begin);
            double now = MomentFit.Mean(moments[k].Values, after);
            var own = new WeightSize();
            var headWeight = new ExactSum();
            for (int i = 0; i < heads.Length; i++)
            {
                own.Add(moments[k].Values[i] * after[i]);
                headWeight.Add(heads[i] == k ? after[i] : 0);
            }

            table.Add(moments[k].Name, heads.LongCount(h => h == k), before, before - moments[k].Target, moments[k].Target, now, now - moments[k].Target, headWeight.ToDouble(), own.Effective);
        }

        return table;
    }
}
