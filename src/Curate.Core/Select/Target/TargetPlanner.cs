using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;
using Curate.Core.Select.Report;
using Curate.Core.Select.Sampling;

namespace Curate.Core.Select.Target;

/// <summary>
/// Has a method give every row a score by its likeness to a target, and takes the rows of the largest scores of each group, with or without noise, at most so many of a
/// cluster; measures them beside random subsets.
/// </summary>
/// <remarks>8 bytes a row for scores and 1 to 4 each for groups and clusters, in scratch beyond the budget; 24 a picked row, and as many for each random subset.</remarks>
/// <param name="name">The method.</param>
/// <param name="options">Columns are resolved.</param>
/// <param name="score">Scores all rows.</param>
/// <param name="sizer">How large rows are under a budget of sizes; null where rows count alike. The planner takes it over.</param>
/// <param name="run">The run.</param>
internal sealed class TargetPlanner(string name, TargetOptions options, Func<TargetJob, TargetScores> score, RowSizer? sizer, RunContext run) : IRowPlanner
{
    public const string CopyReason = "target-copy";

    private const int EntryBytes = 24;

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, null, run, sizer);
        using GroupTable? clusters = ReadGroups(passes, inputs.Main, options.ClusterIds);
        using GroupTable? sources = ReadGroups(passes, inputs.Main, options.Source is { } source ? [source] : []);
        TargetRows target = TargetRows.Of(passes, inputs, options);
        using TargetScores scored = score(new TargetJob(passes, inputs, target, options, run, name));
        long count = scored.Scores.Count;
        Tally[] groups = Count(asides, scored, count);
        int repeats = run.FullReport ? 10 : 3;
        using MemoryLease lease = run.Memory.Lease(checked(groups.Sum(static g => g.Wanted) * EntryBytes * (repeats + 1)), "The rows that are picked");
        long[] rows = Pick(asides, clusters, scored, groups, count);
        SampledRows plan = PlanOf(scored, target, asides, rows, count);
        plan.Tables.Add(Selection(asides, scored, groups, rows));
        plan.Tables.AddRange(scored.Tables);
        if (sources is not null)
        {
            plan.Tables.Add(Sources(sources, target, rows));
        }

        sizer?.Report(plan, asides.Sizes!, rows);
        if (scored.Measure is { } measure && rows.Length > 0 && rows.Length < groups.Sum(static g => g.Candidates))
        {
            List<(string Name, double? Value)>[] all = measure([BitsOf(rows), .. Enumerable.Range(0, repeats).Select(r => RandomRows(asides, scored, groups, count, r))]);
            plan.Tables.Add(SelectionReport.Beside(all[0], all[1..]));
        }

        return plan;
    }

    public void Dispose() => sizer?.Dispose();

    private GroupTable? ReadGroups(PassRunner passes, IRecordSource source, IReadOnlyList<string> columns) => columns.Count == 0 ? null : GroupTable.Read(passes, source, columns, "read groups", run);

    private int GroupOf(RowAsides asides, long row) => options.Groups.Count == 0 ? 0 : asides.Groups.Codes[row];

    private string Shown(RowAsides asides, int group) => options.Groups.Count == 0 ? "all" : asides.Groups.Show(group);

    /// <summary>Candidates of each group, and how many of them are wanted.</summary>
    private Tally[] Count(RowAsides asides, TargetScores scored, long count)
    {
        var groups = new Tally[Math.Max(1, asides.Groups.Count)];
        for (int g = 0; g < groups.Length; g++)
        {
            groups[g] = new Tally();
        }

        for (long row = 0; row < count; row++)
        {
            Tally own = groups[GroupOf(asides, row)];
            bool must = asides.Must[row];
            double value = scored.Scores[row];
            own.Rows++;
            own.Musts += must ? 1 : 0;
            own.Candidates += must || !double.IsNaN(value) ? 1 : 0;
            if (!double.IsNaN(value))
            {
                own.Scores.Add(value);
                own.Scored++;
            }
        }

        if (asides.Sizes is { } sizes)
        {
            FitAll(asides, scored, sizes, groups, count);
            return groups;
        }

        for (int g = 0; g < groups.Length; g++)
        {
            Tally own = groups[g];
            own.Wanted = options.Budget.RowsOf(own.Candidates);
            if (own.Wanted > own.Candidates)
            {
                if (options.Groups.Count == 0)
                {
                    Fail.With(ErrorCodes.Infeasible, $"--rows {NumberText.Of(own.Wanted)} asks for more than the {NumberText.Of(own.Candidates)} candidates among {NumberText.Of(own.Rows)} rows.",
                        "Ask for fewer, or use --fraction; rows of the target, near-copies of them and rows without what is compared are no candidates.");
                }

                own.Wanted = own.Candidates;
            }

            PickSpecs.CheckMust(own.Musts, own.Wanted, options.Groups.Count == 0 ? null : Shown(asides, g));
        }

        return groups;
    }

    /// <summary>Under a budget of sizes: the most candidates of each group that can fit.</summary>
    private void FitAll(RowAsides asides, TargetScores scored, RowValues<double> sizes, Tally[] groups, long count)
    {
        using MemoryLease lease = run.Memory.Lease(16 * groups.Sum(static g => g.Candidates), "The sizes of candidates");
        List<double>[] own = Array.ConvertAll(groups, static _ => new List<double>());
        List<double>[] must = Array.ConvertAll(groups, static _ => new List<double>());
        for (long row = 0; row < count; row++)
        {
            if (asides.Must[row])
            {
                must[GroupOf(asides, row)].Add(sizes[row]);
            }
            else if (!double.IsNaN(scored.Scores[row]))
            {
                own[GroupOf(asides, row)].Add(sizes[row]);
            }
        }

        for (int g = 0; g < groups.Length; g++)
        {
            PickSpecs.CheckMust(must[g].ToArray(), options.Budget, options.Groups.Count == 0 ? null : Shown(asides, g));
            int musts = must[g].Count;
            groups[g].Wanted = SizeRoom.Most(options.Budget.Amount, [.. must[g], .. own[g]], row => row < musts);
        }
    }

    /// <summary>The rows of the largest keys of each group, at most so many of each cluster in it; ascending.</summary>
    private long[] Pick(RowAsides asides, GroupTable? clusters, TargetScores scored, Tally[] groups, long count)
    {
        SeededDraw draw = run.Draw("select-" + name);
        var cells = new Dictionary<(int Group, int Cluster), (BottomK Best, long Musts)>();
        (BottomK Best, long Musts) CellOf(int group, long row)
        {
            (int, int) key = (group, options.Cap is null ? 0 : clusters!.Codes[row]);
            if (!cells.TryGetValue(key, out (BottomK, long) cell))
            {
                cell = (new BottomK((int)Math.Min(groups[group].Wanted, options.Cap ?? long.MaxValue)), 0);
                cells.Add(key, cell);
            }

            return cell;
        }

        var must = new List<long>[groups.Length];
        for (int g = 0; g < groups.Length; g++)
        {
            must[g] = [];
        }

        for (long row = 0; row < count; row++)
        {
            int group = GroupOf(asides, row);
            double value = scored.Scores[row];
            if (asides.Must[row])
            {
                // They count toward the cap, and stay above it.
                must[group].Add(row);
                if (options.Cap is not null)
                {
                    (BottomK best, long musts) = CellOf(group, row);
                    cells[(group, clusters!.Codes[row])] = (best, musts + 1);
                }
            }
            else if (!double.IsNaN(value))
            {
                CellOf(group, row).Best.Add(Falling(KeyOf(value, draw, row)), new RowId(0, row));
            }
        }

        var rows = new List<long>();
        for (int g = 0; g < groups.Length; g++)
        {
            RankedRow[] open = [.. cells.Where(c => c.Key.Group == g)
                .SelectMany(c => c.Value.Best.ToSorted().Take((int)Math.Max(0, Math.Min(int.MaxValue, (options.Cap ?? int.MaxValue) - c.Value.Musts))))];
            Array.Sort(open);
            long left = groups[g].Wanted - must[g].Count;
            if (asides.Sizes is { } sizes)
            {
                groups[g].Wanted = SizeRoom.Fitting(options.Budget.Amount, [.. must[g].Select(row => sizes[row]), .. open.Select(r => sizes[r.Row.Row])]);
                left = groups[g].Wanted - must[g].Count;
            }

            if (left > open.Length)
            {
                Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(groups[g].Wanted)} rows are to be taken{(options.Groups.Count == 0 ? "" : $" of group {Shown(asides, g)}")}, and --cap {NumberText.Of(options.Cap!.Value)} leaves {NumberText.Of(open.Length + must[g].Count)}.",
                    "Raise --cap, or ask for fewer rows.");
            }

            rows.AddRange(must[g]);
            rows.AddRange(open.Take((int)left).Select(static r => r.Row.Row));
            groups[g].Picked = groups[g].Wanted;
        }

        long[] picked = [.. rows];
        Array.Sort(picked);
        return picked;
    }

    private double KeyOf(double value, SeededDraw draw, long row) =>
        double.IsPositiveInfinity(options.Beta) ? value : (options.Beta == 0 ? 0 : options.Beta * value) + StochasticBatch.Gumbel(draw, row);

    /// <summary>Bits that fall as the number rises.</summary>
    private static ulong Falling(double key)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(key + 0.0);
        return (bits >> 63) != 0 ? bits : ~(bits | (1UL << 63));
    }

    /// <summary>As many random candidates of each group as were picked of it.</summary>
    private BitMap RandomRows(RowAsides asides, TargetScores scored, Tally[] groups, long count, int repeat)
    {
        SeededDraw draw = run.Draw("select-report").For((ulong)repeat);
        BottomK[] best = Array.ConvertAll(groups, static g => new BottomK((int)g.Picked));
        for (long row = 0; row < count; row++)
        {
            if (asides.Must[row] || !double.IsNaN(scored.Scores[row]))
            {
                best[GroupOf(asides, row)].Add(draw.Bits(0, row), new RowId(0, row));
            }
        }

        return BitsOf(best.SelectMany(static b => b.ToSorted().Select(static r => r.Row.Row)));
    }

    private static BitMap BitsOf(IEnumerable<long> rows)
    {
        var bits = new BitMap();
        foreach (long row in rows)
        {
            bits.Set(row);
        }

        return bits;
    }

    private SampledRows PlanOf(TargetScores scored, TargetRows target, RowAsides asides, long[] rows, long count)
    {
        (string, double[])[] columns = options.ScoreColumn is { } column ? [(column, Array.ConvertAll(rows, row => scored.Scores[row]))] : [];
        var apart = new List<(string, BitMap)>();
        void Apart(string reason, BitMap? all)
        {
            if (all is null)
            {
                return;
            }

            var leaving = new BitMap();
            for (long row = 0; row < count; row++)
            {
                if (all[row] && !asides.Must[row])
                {
                    leaving.Set(row);
                }
            }

            apart.Add((reason, leaving));
        }

        Apart(TargetRows.Reason, target.Own);
        Apart(CopyReason, scored.Copies);
        return new SampledRows(rows, columns, count, PickSpecs.Reason, apart);
    }

    private ReportTable Selection(RowAsides asides, TargetScores scored, Tally[] groups, long[] rows)
    {
        var sums = new double[groups.Length];
        var least = new double[groups.Length];
        var with = new long[groups.Length];
        Array.Fill(least, double.PositiveInfinity);
        foreach (long row in rows)
        {
            double value = scored.Scores[row];
            if (!double.IsNaN(value))
            {
                int g = GroupOf(asides, row);
                sums[g] += value;
                with[g]++;
                least[g] = Math.Min(least[g], value);
            }
        }

        var report = new ReportTable("selection", "Selection", ["group", "rows", "candidates", "selected", "must", "mean_score", "mean_score_selected", "least_score_selected"]);
        foreach (int g in options.Groups.Count == 0 ? [0] : asides.Groups.Sorted())
        {
            Tally own = groups[g];
            report.Add(Shown(asides, g), own.Rows, own.Candidates, own.Picked, own.Musts, own.Scored == 0 ? null : own.Scores.ToDouble() / own.Scored, with[g] == 0 ? null : sums[g] / with[g], with[g] == 0 ? null : least[g]);
        }

        return report;
    }

    /// <summary>Where the picked rows come from.</summary>
    private static ReportTable Sources(GroupTable sources, TargetRows target, long[] rows)
    {
        var all = new long[sources.Count];
        var picked = new long[sources.Count];
        for (long row = 0; row < sources.Rows; row++)
        {
            all[sources.Codes[row]] += target.Leaves(row) ? 1 : 0;
        }

        foreach (long row in rows)
        {
            picked[sources.Codes[row]]++;
        }

        long total = all.Sum();
        var report = new ReportTable("sources", "Sources", ["source", "rows", "share", "selected", "selected_share", "lift"]);
        foreach (int s in sources.Sorted())
        {
            double share = total == 0 ? 0 : (double)all[s] / total;
            double own = rows.Length == 0 ? 0 : (double)picked[s] / rows.Length;
            report.Add(sources.Show(s), all[s], share, picked[s], own, share > 0 ? own / share : null);
        }

        return report;
    }

    private sealed class Tally
    {
        public long Rows { get; set; }

        public long Candidates { get; set; }

        public long Musts { get; set; }

        public long Wanted { get; set; }

        public long Picked { get; set; }

        public long Scored { get; set; }

        public ExactSum Scores { get; } = new();
    }
}
