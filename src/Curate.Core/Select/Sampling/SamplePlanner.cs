using System.Text;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;
using Curate.Core.Select.Report;

namespace Curate.Core.Select.Sampling;

/// <summary>Reads scores or features, has a method draw rows of each group, and makes the plan and its report.</summary>
/// <param name="name">The method.</param>
/// <param name="options">Columns are resolved.</param>
/// <param name="vectors">The method draws by features.</param>
/// <param name="repeats">A row may come out more than once, so that the budget may be more than there are.</param>
/// <param name="draw">Draws rows of one stratum.</param>
/// <param name="run">The run.</param>
internal sealed class SamplePlanner(string name, SampleOptions options, bool vectors, bool repeats, Func<Stratum, SampleOptions, Sampled> draw, RunContext run) : IRowPlanner
{
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using FeatureTable? table = vectors ? FeatureTable.Read(passes, inputs.Main, options, run) : null;
        table?.Columns.CheckEmbedding(options.Embedding);

        // Without a score or a group nothing else would count the rows; features do.
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, options.Score, run);
        long inputRows = table?.InputRows ?? asides.Scores!.Count;
        long count = table?.Store.Count ?? inputRows;
        using MemoryLease lease = run.Memory.Lease(checked(40 * count), "Rows to draw from");
        var strata = new List<long>[Math.Max(1, asides.Groups.Count)];
        for (int g = 0; g < strata.Length; g++)
        {
            strata[g] = [];
        }

        for (long i = 0; i < count; i++)
        {
            long row = table?.RowOf((int)i) ?? i;
            strata[options.Groups.Count == 0 ? 0 : asides.Groups.Codes[row]].Add(i);
        }

        var kept = new List<(long Row, int Copies, double Inclusion)>();
        var lines = new List<(string Group, Stratum Stratum, Sampled Sampled)>();
        var picked = new List<int>();
        foreach (int g in options.Groups.Count == 0 ? [0] : asides.Groups.Sorted())
        {
            string shown = options.Groups.Count == 0 ? "all" : asides.Groups.Show(g);
            VectorStore? own = table is null ? null : strata[g].Count == table.Store.Count ? table.Store : table.Store.Gather([.. strata[g].Select(static i => (int)i)], run);
            try
            {
                Stratum stratum = StratumOf(asides, table, strata[g], shown, own);
                Sampled sampled = draw(stratum, options);
                for (int i = 0; i < sampled.Rows.Count; i++)
                {
                    int local = sampled.Rows[i];
                    kept.Add((stratum.Rows[local], sampled.Copies?[i] ?? 1, sampled.Inclusion?[local] ?? 1));
                    picked.Add((int)strata[g][local]);
                }

                lines.Add((shown, stratum, sampled));
            }
            finally
            {
                if (table is not null && own != table.Store)
                {
                    own!.Dispose();
                }
            }
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

        var plan = new SampledRows([.. kept.Select(static k => k.Row)], [.. kept.Select(static k => k.Copies)], [.. columns], inputRows, SampleSpecs.Reason);
        plan.Tables.Add(Selection(lines));
        if (table is not null)
        {
            SelectionReport.Add(plan, table, picked, run);
        }

        return plan;
    }

    public void Dispose()
    {
    }

    private Stratum StratumOf(RowAsides asides, FeatureTable? table, List<long> members, string shown, VectorStore? own)
    {
        long[] rows = [.. members.Select(i => table?.RowOf((int)i) ?? i)];
        bool[] must = Array.ConvertAll(rows, row => asides.Must[row]);
        long wanted = options.Budget.RowsOf(rows.Length);
        if (wanted > rows.Length && !repeats)
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
            Scores = asides.Scores is { } scores ? Array.ConvertAll(rows, row => scores[row]) : [],
            Vectors = own,
            Name = shown,
            Draw = run.Draw("select-" + name).For(Hash128.Of(Encoding.UTF8.GetBytes(shown)).Low),
            Run = run,
        };
    }

    private static ReportTable Selection(List<(string Group, Stratum Stratum, Sampled Sampled)> lines)
    {
        string[] figures = [.. lines.SelectMany(static l => l.Sampled.Figures.Select(static f => f.Name)).Distinct()];
        bool scored = lines.Exists(static l => l.Stratum.Scores.Length > 0);
        string[] scores = scored ? ["mean_score", "mean_score_selected"] : [];
        var report = new ReportTable("selection", "Selection", ["group", "rows", "selected", "must", .. scores, .. figures]);
        foreach ((string group, Stratum stratum, Sampled sampled) in lines)
        {
            long copies = sampled.Copies?.Sum(static c => (long)c) ?? sampled.Rows.Count;
            double mine = 0;
            for (int i = 0; scored && i < sampled.Rows.Count; i++)
            {
                mine += stratum.Scores[sampled.Rows[i]] * (sampled.Copies?[i] ?? 1);
            }

            object?[] means = scored ? [stratum.Scores.Length == 0 ? null : FixedSize.Sum(stratum.Scores) / stratum.Scores.Length, copies == 0 ? null : mine / copies] : [];
            report.Add([group, (long)stratum.Rows.Length, copies, (long)stratum.MustCount, .. means, .. figures.Select(f => sampled.Figures.FirstOrDefault(own => own.Name == f).Value)]);
        }

        return report;
    }
}
