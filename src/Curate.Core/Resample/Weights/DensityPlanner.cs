using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>Weights for imbalanced regression: the rarer a value of the numeric target, by its kernel density, the larger the weight.</summary>
/// <remarks>8 bytes a row three times (five with base weights and a density column), in scratch beyond the budget; 24 bytes a node of the density.</remarks>
internal sealed class DensityPlanner(DensityOptions options, RunContext run) : IRowPlanner
{
    private const int Cells = 10;

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        Field field = Target(passes, inputs.Main);
        using var values = new RowValues<double>(run, "targets");
        using RowValues<double>? start = options.Weight is null ? null : new RowValues<double>(run, "base weights");
        var all = new ColumnStatistics();
        ColumnRequest[] request = [new ColumnRequest(field.Name, field.Kind!.Value) { Scale = field.Scale }, .. start is null ? Array.Empty<ColumnRequest>() : [BaseWeights.Request(options.Weight!)]];
        passes.Each(inputs.Main, ReadRequest.Of(request), "read targets", batch =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                double value = batch[0].IsNull(row) ? double.NaN : Checked(batch, row);
                values.Append(value);
                start?.Append(BaseWeights.Of(batch, 1, row, options.Weight!));
                if (!double.IsNaN(value))
                {
                    all.Add(value);
                }
            }
        });
        if (all.Count == 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"There is no value of {Fail.Show(options.Label)} to weigh rows by.", "Check --label and the input.");
        }

        return Decide(values, start, all);
    }

    public void Dispose()
    {
    }

    private RowWeights Decide(RowValues<double> values, RowValues<double>? start, ColumnStatistics all)
    {
        using MemoryLease lease = run.Memory.Lease(28 * values.Count, "The report of the weights");
        double unit = BaseUnit(values, start, all.Count);
        double bandwidth = Bandwidth(all);
        var density = TargetDensity.Of(values, start, all.Least, bandwidth, run.Ct);
        double least = double.PositiveInfinity;
        double most = 0;
        for (long row = 0; row < values.Count; row++)
        {
            if (!double.IsNaN(values[row]))
            {
                double at = density.At(values[row]);
                (least, most) = (Math.Min(least, at), Math.Max(most, at));
            }
        }

        var weights = new RowValues<double>(run, "weights");
        RowValues<double>? shown = options.DensityColumn is null ? null : new RowValues<double>(run, "density");
        try
        {
            for (long row = 0; row < values.Count; row++)
            {
                double at = double.IsNaN(values[row]) ? double.NaN : density.At(values[row]);
                double d = options.Form == DensityForm.Dense ? most > least ? (at - least) / (most - least) : 0 : Math.Min(1, at / most);
                weights.Append(double.IsNaN(at) ? at : options.Form.Weight(d, options.Alpha, options.Floor) * (start is null ? 1 : start[row] * unit));
                shown?.Append(at);
            }

            long clipped = WeightScale.ToMeanOne(weights, row => start is null ? 1 : start[row] * unit, all.Count, options);
            RowWeights plan = WeightPlan.Of(run, options, weights, all.Count, clipped, null, options.DensityColumn, shown);
            plan.Tables.Insert(0, Table(values, start, unit, WeightPlan.Amounts(plan, options, weights), all.Count));
            var about = new ReportTable("density", "Density", ["rows", "without_a_value", "bandwidth", "least_density", "most_density"]);
            about.Add(all.Count, values.Count - all.Count, bandwidth, least, most);
            plan.Tables.Insert(1, about);
            return plan;
        }
        catch
        {
            weights.Dispose();
            shown?.Dispose();
            throw;
        }
    }

    /// <summary>Rows in tenths by value: how many, and what share of weight they have before and after.</summary>
    private ReportTable Table(RowValues<double> values, RowValues<double>? start, double unit, double[] amounts, long count)
    {
        int[] order = [.. Enumerable.Range(0, amounts.Length).Where(i => !double.IsNaN(values[i]))];
        double[] keys = Array.ConvertAll(order, i => values[i]);
        Array.Sort(keys, order);
        var table = new ReportTable("target", $"Values of '{options.Label}'", ["from", "to", "rows", "before", "after", "effective"]);
        var all = new ExactSum();
        foreach (int i in order)
        {
            all.Add(amounts[i]);
        }

        for (int cell = 0, from = 0; cell < Cells && from < order.Length; cell++)
        {
            int to = (int)((long)order.Length * (cell + 1) / Cells);

            // Equal values stay in one cell.
            while (to > from && to < order.Length && keys[to] == keys[to - 1])
            {
                to++;
            }

            if (to == from)
            {
                continue;
            }

            var before = new ExactSum();
            var size = new WeightSize();
            for (int k = from; k < to; k++)
            {
                before.Add(start is null ? 1 : start[order[k]] * unit);
                size.Add(amounts[order[k]]);
            }

            table.Add(keys[from], keys[to - 1], (long)(to - from), before.ToDouble() / count, size.Sum / all.ToDouble(), size.Effective);
            from = to;
        }

        return table;
    }

    private static double BaseUnit(RowValues<double> values, RowValues<double>? start, long rows)
    {
        if (start is null)
        {
            return 1;
        }

        var sum = new ExactSum();
        for (long row = 0; row < values.Count; row++)
        {
            sum.Add(double.IsNaN(values[row]) ? 0 : start[row]);
        }

        double total = sum.ToDouble();
        if (!(total > 0) || double.IsInfinity(total))
        {
            Fail.With(ErrorCodes.Infeasible, total > 0 ? "The weights of --weight sum to more than a number can hold." : "All weights of --weight are 0.", "Check --weight.");
        }

        return rows / total;
    }

    /// <summary>In units of the target, from the deviation with n - 1 below.</summary>
    private double Bandwidth(ColumnStatistics all)
    {
        double n = all.Count;
        double deviation = all.Count > 1 ? all.Deviation * Math.Sqrt(n / (n - 1)) : 0;
        double factor = options.Bandwidth ?? PortableMath.Pow(options.BySilverman ? n * 3 / 4 : n, -0.2);
        double range = all.Most - all.Least;

        // Equal values have one density whatever the bandwidth, and a grid finer than 2^-40 of the range could not be counted.
        return range == 0 ? 1 : Math.Max(factor * deviation, range / (1L << 40));
    }

    private double Checked(RecordBatch batch, int row)
    {
        double value = FeatureLayout.Value(batch[0], row);
        if (!double.IsFinite(value))
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} has {NumberText.Of(value)} in the label {Fail.Show(options.Label)}, where a finite number is needed.",
                "Correct the value, or leave the row out with --where.");
        }

        return value;
    }

    private Field Target(PassRunner passes, IRecordSource source)
    {
        int at = source.Schema.IndexOf(options.Label);
        KindExample? example = null;
        Field field = at >= 0 ? source.Schema[at] : new Field(options.Label, null);
        if (field.Kind is null)
        {
            KindInference inference = passes.Summarise(source, new KindInference([options.Label], source.RawKind).Request(), "infer kinds",
                () => new KindInference([options.Label], source.RawKind));
            field = inference.Result(0);
            example = inference.SettledBy(0);
        }

        if (field.Kind is not (ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal))
        {
            Fail.With(ErrorCodes.BadValue, $"The label {Fail.Show(options.Label)} is no number"
                + (example is not null ? $": row {NumberText.Of(example.Row.Row + 1)} has {Fail.Show(example.Text)}."
                    : field.Kind is null or ColumnKind.Text ? ": it is text, or has no value at all." : $": its kind is {ValueText.NameOf(field.Kind.Value)}."),
                "This method weighs rows by a numeric target; --method raking and random-over --as weights take classes.");
        }

        return field;
    }
}
