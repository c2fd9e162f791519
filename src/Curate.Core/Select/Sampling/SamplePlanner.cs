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
/// <param name="run">The run.</param>
internal sealed class SamplePlanner(string name, SampleOptions options, Func<Stratum, SampleOptions, Sampled> draw, RunContext run) : IRowPlanner
{
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, options.Score, run);
        long count = asides.Scores!.Count;
        using MemoryLease lease = run.Memory.Lease(checked(40 * count), "Rows to draw from");
        var strata = new List<long>[Math.Max(1, asides.Groups.Count)];
        for (int g = 0; g < strata.Length; g++)
        {
            strata[g] = [];
        }

        for (long row = 0; row < count; row++)
        {
            strata[options.Groups.Count == 0 ? 0 : asides.Groups.Codes[row]].Add(row);
        }

        var kept = new List<(long Row, double Inclusion)>();
        var lines = new List<(string Group, Stratum Stratum, Sampled Sampled)>();
        foreach (int g in options.Groups.Count == 0 ? [0] : asides.Groups.Sorted())
        {
            string shown = options.Groups.Count == 0 ? "all" : asides.Groups.Show(g);
            Stratum stratum = StratumOf(asides, [.. strata[g]], shown);
            Sampled sampled = draw(stratum, options);
            foreach (int local in sampled.Rows)
            {
                kept.Add((stratum.Rows[local], sampled.Inclusion?[local] ?? 1));
            }

            lines.Add((shown, stratum, sampled));
        }

        kept.Sort(static (a, b) => a.Row.CompareTo(b.Row));
        var columns = new List<(string, double[])>();
        if (options.InclusionColumn is { } inclusion)
        {
            columns.Add((inclusion, [.. kept.Select(static k => k.Inclusion)]));
        }

        if (options.WeightColumn is { } weight)
        {
            columns.Add((weight, [.. kept.Select(static k => 1 / k.Inclusion)]));
        }

        var plan = new SampledRows([.. kept.Select(static k => k.Row)], [.. columns], count, PickSpecs.Reason);
        plan.Tables.Add(Selection(lines));
        return plan;
    }

    public void Dispose()
    {
    }

    private Stratum StratumOf(RowAsides asides, long[] rows, string shown)
    {
        bool[] must = Array.ConvertAll(rows, row => asides.Must[row]);
        long wanted = options.Budget.RowsOf(rows.Length);
        if (wanted > rows.Length)
        {
            if (options.Groups.Count == 0)
            {
                Fail.With(ErrorCodes.Infeasible, $"--rows {NumberText.Of(wanted)} asks for more than the {NumberText.Of(rows.Length)} rows there are.", "Ask for fewer, or use --fraction.");
            }

            wanted = rows.Length;
        }

        int musts = must.Count(static m => m);
        if (musts > wanted)
        {
            string where = options.Groups.Count == 0 ? "" : $" of group {shown}";
            Fail.With(ErrorCodes.Infeasible, $"The rows{where} that --must names are {NumberText.Of(musts)}, and the budget there is {NumberText.Of(wanted)} rows.", "Raise the budget, or leave some of them out.");
        }

        return new Stratum
        {
            Rows = rows,
            Count = wanted,
            Must = must,
            Scores = Array.ConvertAll(rows, row => asides.Scores![row]),
            Name = shown,
            Draw = run.Draw("select-" + name).For(Hash128.Of(Encoding.UTF8.GetBytes(shown)).Low),
        };
    }

    private static ReportTable Selection(List<(string Group, Stratum Stratum, Sampled Sampled)> lines)
    {
        string[] figures = [.. lines.SelectMany(static l => l.Sampled.Figures.Select(static f => f.Name)).Distinct()];
        var report = new ReportTable("selection", "Selection", ["group", "rows", "selected", "must", "mean_score", "mean_score_selected", .. figures]);
        foreach ((string group, Stratum stratum, Sampled sampled) in lines)
        {
            double mine = 0;
            foreach (int row in sampled.Rows)
            {
                mine += stratum.Scores[row];
            }

            report.Add([group, (long)stratum.Rows.Length, (long)sampled.Rows.Count, (long)stratum.MustCount,
                stratum.Scores.Length == 0 ? null : FixedSize.Sum(stratum.Scores) / stratum.Scores.Length, sampled.Rows.Count == 0 ? null : mine / sampled.Rows.Count,
                .. figures.Select(f => sampled.Figures.FirstOrDefault(own => own.Name == f).Value)]);
        }

        return report;
    }
}
