using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Resample.Clusters;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;
using Curate.Core.Select.Report;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select.Clusters;

/// <summary>
/// The best-scoring rows of every cluster: a score alone picks rows of a few kinds, and clusters keep the kinds apart. Without a number of clusters there is one for
/// each row that is picked; with fewer, or ready ones, every cluster has an equal quota as far as it has rows.
/// </summary>
/// <remarks>Jiang et al. 2024, "DOS: Diverse Outlier Sampling for Out-of-Distribution Detection". The time of k-means.</remarks>
internal sealed class ClusterTopScore(ClusterPickOptions options, RowSizer? sizer, RunContext context) : IRowPlanner
{
    public static MethodEntry Entry { get; } = new MethodEntry<ClusterPickOptions>("select", "cluster-top-score", "Takes the best-scoring rows of every cluster: a score without its one-sidedness.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "4 (features + 8) bytes a row, twice the features with --metric cosine, 8 k (features + 1) bytes a worker; 10 to 13 a row with --cluster-id; 24 bytes a group of --per and cluster",
        Passes = FeatureOptionSpecs.Passes(3) + ", and one more where kinds are inferred; 2 with --cluster-id; one more with --per or --must",
        Source = "W. Jiang et al. 2024",
        DropReasons = [CellPlan.Reason],
        Usage = "curate select wine.csv --method cluster-top-score --score proline --features alcohol,hue,flavanoids --scale standard --rows 20 -o picked.csv",
        LabelsClasses = false,
        Defaults = new ClusterPickOptions { Cosine = true },
        Options =
        [
            .. ClusterPickSpecs.Budget<ClusterPickOptions>(),
            .. ClusterPickSpecs.Sizes<ClusterPickOptions>(),
            OptionSpec<ClusterPickOptions>.Column("score", "Column of scores; a row without one is the last to be taken.", (o, v) => o with { Score = v }) with { Role = true, Required = true },
            OptionSpec<ClusterPickOptions>.Flag("lowest", "The lowest scores are the best.", (o, v) => o with { Lowest = v }),
            OptionSpec<ClusterPickOptions>.Column("label", "Column of classes that the report counts; clusters do not see it.", (o, v) => o with { Label = v }) with { Role = true },
            .. ClusterPickSpecs.Clusters("Clusters; without it one for each row that is taken.", ready: true, cosine: true),
        ],
        InputOptions = ["must"],
        FileOptions = [TokenizerSpecs.File],
        Validate = ClusterPickSpecs.Check,
        Start = static (options, request) => MethodStart.With(new ClusterTopScore(ClusterPickSpecs.Resolve(options, request), RowSizer.Of(options.Budget, options.Sizes, request), request.Context)),
        Example = static table => table.Classes == 0 ? null : new ClusterPickOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, Fraction = 0.2, Score = table.Id, K = 5, MaxIterations = 2 },
    };

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        ClusterOptions found = options.ClusterIds.Count > 0 ? options with { Cosine = false } : options;
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, null, context, sizer);
        using PlacedRows placed = PlacedRows.Read(passes, inputs.Main, found, rows => Levels(rows, asides), context.Draw("cluster-top-score"), context);
        using var scores = new RowValues<double>(context, "scores");
        try
        {
            passes.Each(inputs.Main, ReadRequest.Of(new ColumnRequest(options.Score!, ColumnKind.Number)), "read scores", batch =>
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    double value = batch[0].IsNull(row) ? double.NaN : ((NumberColumn)batch[0])[row];
                    scores.Append(options.Lowest ? -value : value);
                }
            });
            return Decide(placed, scores, asides);
        }
        catch
        {
            placed.Cells.Dispose();
            throw;
        }
    }

    public void Dispose() => sizer?.Dispose();

    private HierarchicalOptions Levels(int rows, RowAsides asides) => new()
    {
        Clusters = [Math.Min(rows, options.K ?? Math.Max(1, ClusterPickSpecs.Total(options, asides, rows)))],
        Rounds = 0,
        Fit = options.Fit,
    };

    private PickedRows Decide(PlacedRows placed, RowValues<double> scores, RowAsides asides)
    {
        CellRows cells = placed.Cells;
        using var groups = new PickGroups(options.Budget, asides, row => cells.Codes[row] - 1, cells.InputRows, cells.Count, context);
        var equal = new double[cells.Count];
        Array.Fill(equal, 1);
        long[] QuotasOf(int group, long count) => StratifiedAllocation.Share(count, equal, groups.Sizes[group], options.Must ? groups.Must[group] : []);
        groups.Fit(QuotasOf, row => double.IsNaN(scores[row]) ? double.PositiveInfinity : -scores[row]);
        int rows = (int)groups.Budgets.Sum();
        long[][] left = [.. Enumerable.Range(0, groups.Count).Select(g => QuotasOf(g, groups.Budgets[g]))];
        long[] quotas = [.. Enumerable.Range(0, cells.Count).Select(c => left.Sum(own => own[c]))];
        using MemoryLease lease = context.Memory.Lease(16L * cells.Placed, "The scores of clusters");
        var members = new List<(double Score, long Row)>[cells.Count];
        for (int c = 0; c < members.Length; c++)
        {
            members[c] = new List<(double, long)>((int)cells.Sizes[c]);
        }

        var all = new ExactSum();
        long scored = 0;
        for (long row = 0; row < cells.InputRows; row++)
        {
            int code = cells.Codes[row];
            if (code > 0)
            {
                members[code - 1].Add((double.IsNaN(scores[row]) ? double.NegativeInfinity : scores[row], row));
                if (double.IsFinite(scores[row]))
                {
                    all.Add(scores[row]);
                    scored++;
                }
            }
        }

        var picked = new BitMap();
        double sign = options.Lowest ? -1 : 1;
        var clusters = new ReportTable("clusters", "Clusters", ["cluster", "rows", "selected", "best_score", "last_score"]);
        var own = new ExactSum();
        long with = 0;
        var topScores = new List<(double Score, int Cluster)>();
        for (int c = 0; c < members.Length; c++)
        {
            members[c].Sort(static (a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Row.CompareTo(b.Row));
            double[] taken = [.. Take(members[c], c, groups, left, picked).OrderDescending()];
            own.Add([.. taken.Where(double.IsFinite)]);
            with += taken.Count(double.IsFinite);
            topScores.AddRange(members[c].Take(rows).Select(m => (m.Score, c)));
            double? Shown(int at) => taken.Length == 0 || double.IsInfinity(taken[at]) ? null : sign * taken[at];
            clusters.Add(cells.Names[c], cells.Sizes[c], quotas[c], Shown(0), Shown(Math.Max(0, taken.Length - 1)));
        }

        // Rows by the score alone, for comparison: how good they are, and how few clusters they come from.
        (double Score, int Cluster)[] top = [.. topScores.OrderByDescending(static t => t.Score).Take(rows)];
        var plain = new ExactSum();
        plain.Add([.. top.Where(static t => double.IsFinite(t.Score)).Select(static t => t.Score)]);
        var comparison = new ReportTable("selection", "Selection against the score alone and a random subset", ["subset", "rows", "mean_score", "effective_clusters"]);
        comparison.Add("selected", (long)rows, with > 0 ? sign * own.ToDouble() / with : null, Cluster.ClusterReport.Effective(quotas));
        comparison.Add("highest scores", (long)rows, top.Length > 0 ? sign * plain.ToDouble() / Math.Max(1, top.Count(static t => double.IsFinite(t.Score))) : null,
            Cluster.ClusterReport.Effective(Enumerable.Range(0, cells.Count).Select(c => top.LongCount(t => t.Cluster == c))));
        comparison.Add("random (expected)", (long)rows, scored > 0 ? sign * all.ToDouble() / scored : null, Cluster.ClusterReport.Effective(cells.Sizes.ToArray()));
        PickedRows plan = PickPlans.Of(placed, picked, rows, options);
        plan.Tables.Add(comparison);
        plan.Tables.Add(clusters);
        if (options.Must || options.Groups.Count > 0)
        {
            plan.Tables.Insert(0, groups.Report());
        }

        sizer?.Report(plan, asides.Sizes!, picked.Rows());

        if (ComparedRows.Of(placed) is { } compared)
        {
            SelectionReport.Add(plan, compared, picked.Rows(), context);
        }

        PickPlans.AddClasses(plan, placed.Labels, options.Label, picked);
        return plan;
    }

    /// <summary>Picks rows of a cluster: those that must be in, then the best of each group as far as its quota goes; gives their scores.</summary>
    private static List<double> Take(List<(double Score, long Row)> members, int cell, PickGroups groups, long[][] left, BitMap picked)
    {
        var taken = new List<double>();
        foreach (bool must in (ReadOnlySpan<bool>)[true, false])
        {
            foreach ((double score, long row) in members)
            {
                ref long own = ref left[groups.GroupOf(row)][cell];
                if (own > 0 && groups.IsMust(row) == must)
                {
                    own--;
                    picked.Set(row);
                    taken.Add(score);
                }
            }
        }

        return taken;
    }
}
