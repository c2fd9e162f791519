using System.Text;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Select.Sampling;

/// <summary>Reads scores, has a method draw rows of each group, and makes the plan and its report.</summary>
/// <param name="name">The method.</param>
/// <param name="options">Columns are resolved.</param>
/// <param name="draw">Draws rows of one stratum.</param>
/// <param name="sizer">How large rows are under a budget of sizes; null where rows count alike. The planner takes it over.</param>
/// <param name="rowBytes">What a row takes in all, its score included.</param>
/// <param name="valueBytes">What a value of several columns takes, where the method reads them.</param>
/// <param name="run">The run.</param>
internal sealed class SamplePlanner(string name, SampleOptions options, Func<Stratum, SampleOptions, Sampled> draw, RowSizer? sizer, int rowBytes, int valueBytes, RunContext run) : IRowPlanner
{
    private const int NumberBytes = 8;

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, options.Score, run, sizer);
        using RowValues<double>? values = options.Columns.Count == 0 ? null : ScoreColumns.Read(passes, inputs.Main, options.Columns, missing: false, run);
        using RowValues<double>? losses = options.Loss is null ? null : ScoreColumns.Read(passes, inputs.Main, [options.Loss], missing: true, run);
        long count = asides.Scores?.Count ?? values!.Count / options.Columns.Count;
        using MemoryLease lease = run.Memory.Lease(checked((rowBytes - NumberBytes + ((long)Math.Max(0, valueBytes - NumberBytes) * options.Columns.Count)) * count), "Rows to draw from");
        var strata = new List<long>[Math.Max(1, asides.Groups.Count)];
        for (int g = 0; g < strata.Length; g++)
        {
            strata[g] = [];
        }

        for (long row = 0; row < count; row++)
        {
            strata[options.Groups.Count == 0 ? 0 : asides.Groups.Codes[row]].Add(row);
        }

        var kept = new List<(long Row, Sampled Of, int At)>();
        var lines = new List<(string Group, Stratum Stratum, Sampled Sampled)>();
        foreach (int g in options.Groups.Count == 0 ? [0] : asides.Groups.Sorted())
        {
            string shown = options.Groups.Count == 0 ? "all" : asides.Groups.Show(g);
            Stratum stratum = StratumOf(asides, values, losses, [.. strata[g]], shown);
            Sampled sampled = draw(stratum, options);
            foreach (int local in sampled.Rows)
            {
                kept.Add((stratum.Rows[local], sampled, local));
            }

            lines.Add((shown, stratum, sampled));
        }

        kept.Sort(static (a, b) => a.Row.CompareTo(b.Row));
        var columns = new List<(string, double[])>();
        if (options.InclusionColumn is { } inclusion)
        {
            columns.Add((inclusion, [.. kept.Select(static k => k.Of.Inclusion?[k.At] ?? 1)]));
        }

        if (options.WeightColumn is { } weight)
        {
            columns.Add((weight, [.. kept.Select(static k => k.Of.Weights?[k.At] ?? (1 / (k.Of.Inclusion?[k.At] ?? 1)))]));
        }

        if (options.OrderColumn is { } order)
        {
            columns.Add((order, [.. kept.Select(static k => k.Of.Order![k.At])]));
        }

        if (options.ScoreColumn is { } found)
        {
            columns.Add((found, [.. kept.Select(static k => k.Of.Scores![k.At])]));
        }

        var plan = new SampledRows([.. kept.Select(static k => k.Row)], [.. columns], count, PickSpecs.Reason);
        plan.Tables.Add(Selection(lines));
        AddTable(plan, lines);
        if (asides.Sizes is { } all)
        {
            sizer!.Report(plan, all, kept.Select(static k => k.Row));
        }

        return plan;
    }

    public void Dispose() => sizer?.Dispose();

    private Stratum StratumOf(RowAsides asides, RowValues<double>? values, RowValues<double>? losses, long[] rows, string shown)
    {
        bool[] must = Array.ConvertAll(rows, row => asides.Must[row]);
        if (asides.SizesOf(rows) is { } sizes)
        {
            return Fitting(Of, sizes, must, shown);
        }

        long wanted = options.Budget.RowsOf(rows.Length);
        if (options.AtLeastOne && options.Groups.Count > 0 && rows.Length > 0 && options.Budget.Amount > 0)
        {
            wanted = Math.Max(1, wanted);
        }

        if (wanted > rows.Length)
        {
            if (options.Groups.Count == 0)
            {
                Fail.With(ErrorCodes.Infeasible, $"--rows {NumberText.Of(wanted)} asks for more than the {NumberText.Of(rows.Length)} rows there are.", "Ask for fewer, or use --fraction.");
            }

            wanted = rows.Length;
        }

        PickSpecs.CheckMust(must.Count(static m => m), wanted, options.Groups.Count == 0 ? null : shown);
        return Of(wanted);

        Stratum Of(long wanted) => new()
        {
            Rows = rows,
            Count = wanted,
            Must = must,
            Scores = asides.Scores is { } scores ? Array.ConvertAll(rows, row => scores[row]) : new double[rows.Length],
            Values = values is null ? [] : [.. rows.SelectMany(row => Enumerable.Range(0, options.Columns.Count).Select(c => values[(row * options.Columns.Count) + c]))],
            Losses = losses is null ? [] : Array.ConvertAll(rows, row => losses[row]),
            Name = shown,
            Run = run,
            Draw = run.Draw("select-" + name).For(Hash128.Of(Encoding.UTF8.GetBytes(shown)).Low),
        };
    }

    /// <summary>The stratum with as many rows to draw as fit a budget of sizes: more rows are the same and some more, so that halving finds the number.</summary>
    private Stratum Fitting(Func<long, Stratum> of, double[] sizes, bool[] must, string shown)
    {
        PickSpecs.CheckMust([.. sizes.Where((_, i) => must[i])], options.Budget, options.Groups.Count == 0 ? null : shown);
        long most = SizeRoom.Most(options.Budget.Amount, sizes, row => must[row]);

        // Methods that leave rows out take no more than these.
        most = Math.Min(most, sizes.Length - (int)(options.DropTop * sizes.Length));
        most = Math.Max(must.LongCount(static m => m), Math.Min(most, options.Subset ?? most));
        return of(SizeRoom.Largest(must.LongCount(static m => m), most, options.Budget.Amount, count => draw(of(count), options).Rows.Sum(row => sizes[row])));
    }

    private static ReportTable Selection(List<(string Group, Stratum Stratum, Sampled Sampled)> lines)
    {
        string[] figures = [.. lines.SelectMany(static l => l.Sampled.Figures.Select(static f => f.Name)).Distinct()];
        var report = new ReportTable("selection", "Selection", ["group", "rows", "selected", "must", "mean_score", "mean_score_selected", .. figures]);
        foreach ((string group, Stratum stratum, Sampled sampled) in lines)
        {
            double[] scores = sampled.Scores ?? stratum.Scores;
            double mine = 0;
            foreach (int row in sampled.Rows)
            {
                mine += scores[row];
            }

            report.Add([group, (long)stratum.Rows.Length, (long)sampled.Rows.Count, (long)stratum.MustCount,
                scores.Length == 0 ? null : FixedSize.Sum(scores) / scores.Length, sampled.Rows.Count == 0 ? null : mine / sampled.Rows.Count,
                .. figures.Select(f => sampled.Figures.FirstOrDefault(own => own.Name == f).Value)]);
        }

        return report;
    }

    private static void AddTable(RowPlan plan, List<(string Group, Stratum Stratum, Sampled Sampled)> lines)
    {
        if (lines.Count == 0 || lines[0].Sampled.Table is not { } table)
        {
            return;
        }

        var report = new ReportTable(table.Key, table.Title, ["group", .. table.Columns]);
        foreach ((string group, _, Sampled sampled) in lines)
        {
            foreach (object?[] line in sampled.Table!.Value.Lines)
            {
                report.Add([group, .. line]);
            }
        }

        plan.Tables.Add(report);
    }
}
