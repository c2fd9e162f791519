using Curate.Core.Cluster;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Resample.Clusters;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;
using Curate.Core.Select.Report;
using Curate.Core.Select.Sampling;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select.Clusters;

/// <summary>
/// The best rows that can be found when few may be scored: clusters are arms of a bandit, and the next rows to be scored come from the cluster of the largest
/// mean + c sd sqrt(2 ln T / T_i), T draws in all and T_i of the cluster (UCB1: Auer et al. 2002; over clusters of training data: Zhang et al. 2025, "Harnessing diversity for
/// important data selection", Quad). What is known is the column of scores itself, so rounds of asking are replayed from it and nothing else has to survive between them.
/// </summary>
/// <remarks>O(clusters) a draw, and the time of k-means where clusters are found; 8 bytes a row for scores, 20 for the order in which rows are drawn.</remarks>
internal sealed class ClusterBandit(ClusterPickOptions options, RowSizer? sizer, RunContext context) : IRowPlanner
{
    public static MethodEntry Entry { get; } = new MethodEntry<ClusterPickOptions>("select", "cluster-bandit", "Spends a budget of scores over clusters as over arms of a bandit, and takes the best rows that it finds.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "4 (features + 8) bytes a row, twice the features with --metric cosine, 8 k (features + 1) bytes a worker; 32 a row",
        Passes = FeatureOptionSpecs.Passes(4) + ", and one more each where kinds are inferred and with --must; one less with --cluster-id",
        Source = "J. Zhang et al. 2025; P. Auer et al. 2002",
        InputOptions = ["must"],
        FileOptions = [TokenizerSpecs.File],
        DropReasons = [CellPlan.Reason],
        Usage = "curate select wine.csv --method cluster-bandit --score proline --features alcohol,hue,flavanoids --scale standard --k 8 --evaluate 40% --rows 20 -o best.csv",
        LabelsClasses = false,
        Defaults = new ClusterPickOptions(),
        Options =
        [
            .. ClusterPickSpecs.Budget<ClusterPickOptions>().Where(static o => o.Name != "per"),
            .. ClusterPickSpecs.Sizes<ClusterPickOptions>(),
            OptionSpec<ClusterPickOptions>.Column("score", "Column of scores as far as they are known; only rows that are drawn need one.", (o, v) => o with { Score = v }) with { Role = true, Required = true },
            OptionSpec<ClusterPickOptions>.Whole("evaluations", "Scores that may be read.", (o, v) => o with { Evaluations = v }, min: 1),
            OptionSpec<ClusterPickOptions>.Fraction("evaluate", "The same as a share of the rows in clusters.", (o, v) => o with { EvaluatedShare = v }, max: 1, aboveMin: true),
            OptionSpec<ClusterPickOptions>.Flag("ask", "Write the rows whose scores are needed next, and no others.", (o, v) => o with { Asks = v }),
            OptionSpec<ClusterPickOptions>.Number("explore", "What a cluster gains by being seldom drawn from, in deviations of the scores seen: 0 for the best mean alone.", (o, v) => o with { Explore = v }, 0.3, min: 0),
            OptionSpec<ClusterPickOptions>.Whole("batch", "Rows of a cluster that are drawn at a time.", (o, v) => o with { Batch = (int)v }, 5, min: 1, max: int.MaxValue, unit: "rows"),
            OptionSpec<ClusterPickOptions>.Whole("arms", "Clusters that are drawn from before scores are looked at again: more of them ask for more at once, and choose with less knowledge.", (o, v) => o with { Arms = (int)v }, 1, min: 1, max: int.MaxValue),
            OptionSpec<ClusterPickOptions>.Column("label", "Column of classes that the report counts; clusters do not see it.", (o, v) => o with { Label = v }) with { Role = true },
            .. ClusterPickSpecs.Clusters("Clusters; without it the square root of the rows.", ready: true),
        ],
        Validate = Check,
        Start = static (options, request) => MethodStart.With(new ClusterBandit(ClusterPickSpecs.Resolve(options, request), RowSizer.Of(options.Budget, options.Sizes, request), request.Context)),
        Example = static table => table.Classes == 0 ? null : new ClusterPickOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, Fraction = 0.2, EvaluatedShare = 0.5, Score = table.Id, K = 5, MaxIterations = 2 },
    };

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        SeededDraw draw = context.Draw("cluster-bandit");
        using RowAsides asides = RowAsides.Read(passes, inputs, [], options.Id, options.Must, null, context, sizer);
        using PlacedRows placed = PlacedRows.Read(passes, inputs.Main, options, Levels, draw, context);
        try
        {
            using RowValues<double> scores = ScoreColumns.Read(passes, inputs.Main, [options.Score!], missing: true, context);
            using MemoryLease lease = context.Memory.Lease(32L * placed.Cells.InputRows, "The order in which rows are drawn");
            return Decide(placed, scores, asides, draw.For("order"u8));
        }
        catch
        {
            placed.Cells.Dispose();
            throw;
        }
    }

    public void Dispose() => sizer?.Dispose();

    private HierarchicalOptions Levels(int rows) => new()
    {
        Clusters = [Math.Clamp(options.K ?? (int)Math.Round(Math.Sqrt(rows)), 1, rows)],
        Rounds = 0,
        Fit = options.Fit,
    };

    private PickedRows Decide(PlacedRows placed, RowValues<double> scores, RowAsides asides, SeededDraw draw)
    {
        CellRows cells = placed.Cells;
        long evaluations = Math.Min(cells.Placed, options.Evaluations ?? (long)Math.Round(options.EvaluatedShare!.Value * cells.Placed, MidpointRounding.ToEven));
        long[][] order = Order(cells, draw);
        var search = new BanditSearch(order, row => scores[row], options, draw.For("start"u8));
        BanditSearch.Outcome outcome = search.Run(evaluations);
        return options.Asks ? Asked(placed, outcome) : Taken(placed, scores, asides, order, outcome, evaluations, draw);
    }

    /// <summary>The rows of each cluster in the order in which they would be drawn.</summary>
    private static long[][] Order(CellRows cells, SeededDraw draw)
    {
        var members = new List<long>[cells.Count];
        for (int c = 0; c < members.Length; c++)
        {
            members[c] = new List<long>((int)cells.Sizes[c]);
        }

        for (long row = 0; row < cells.InputRows; row++)
        {
            if (cells.Codes[row] > 0)
            {
                members[cells.Codes[row] - 1].Add(row);
            }
        }

        return Array.ConvertAll(members, own =>
        {
            own.Sort((a, b) => draw.Bits(0, a).CompareTo(draw.Bits(0, b)) is var by && by != 0 ? by : a.CompareTo(b));
            return own.ToArray();
        });
    }

    private PickedRows Asked(PlacedRows placed, BanditSearch.Outcome outcome)
    {
        var picked = new BitMap();
        foreach (long row in outcome.Unscored)
        {
            picked.Set(row);
        }

        if (outcome.Unscored.Count == 0)
        {
            context.Observer.Note("Every row that is drawn has a score: run without --ask to take the best.");
        }

        PickedRows plan = PickPlans.Of(placed, picked, outcome.Unscored.Count, options);
        plan.Tables.Add(Clusters(placed.Cells, outcome, null));
        return plan;
    }

    private PickedRows Taken(PlacedRows placed, RowValues<double> scores, RowAsides asides, long[][] order, BanditSearch.Outcome outcome, long evaluations, SeededDraw draw)
    {
        CellRows cells = placed.Cells;
        BitMap must = asides.Must;
        if (outcome.Unscored.Count > 0)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(outcome.Unscored.Count)} rows that are drawn have no score in the column {Fail.Show(options.Score!)}, row {NumberText.Of(outcome.Unscored.Min() + 1)} first.",
                "Pass --ask to write them, add their scores to the column, and go on until none are asked for.");
        }

        var musts = new List<long>();
        for (long row = 0; row < cells.InputRows; row++)
        {
            if (must[row])
            {
                musts.Add(row);
            }
        }

        long[] best = [.. outcome.Scored.Where(row => !must[row]).OrderByDescending(row => scores[row]).ThenBy(static row => row)];
        int rows = asides.Sizes is null ? (int)options.Budget.RowsOf(cells.Placed) : Fitting(asides, musts, best);
        PickSpecs.CheckMust(musts.Count, rows, null);
        best = [.. best.Take(rows - musts.Count)];
        if (musts.Count + best.Length < rows)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(rows)} rows are to be taken, and {NumberText.Of(evaluations)} scores may be read.", "Raise --evaluations or --evaluate, or ask for fewer rows.");
        }

        long[] taken = [.. musts.Concat(best)];
        var picked = new BitMap();
        foreach (long row in taken)
        {
            picked.Set(row);
        }

        PickedRows plan = PickPlans.Of(placed, picked, taken.Length, options);
        plan.Tables.Add(Comparison(cells, scores, order, taken, outcome, evaluations, draw));
        plan.Tables.Add(Clusters(cells, outcome, picked));
        if (ComparedRows.Of(placed) is { } compared)
        {
            SelectionReport.Add(plan, compared, taken, context);
        }

        sizer?.Report(plan, asides.Sizes!, taken);
        PickPlans.AddClasses(plan, placed.Labels, options.Label, picked);
        return plan;
    }

    /// <summary>How many rows a budget of sizes holds: those that must be in, then the best as far as they fit.</summary>
    private int Fitting(RowAsides asides, List<long> musts, long[] best)
    {
        PickSpecs.CheckMust(asides.SizesOf(musts)!, options.Budget, null);
        return SizeRoom.Fitting(options.Budget.Amount, asides.SizesOf(musts.Concat(best))!);
    }

    /// <summary>What was found beside what as many scores of random rows, and beside what all scores would have found; the latter two where every score is known.</summary>
    private static ReportTable Comparison(CellRows cells, RowValues<double> scores, long[][] order, long[] taken, BanditSearch.Outcome outcome, long evaluations, SeededDraw draw)
    {
        long[] all = [.. order.SelectMany(static own => own)];
        bool known = Array.TrueForAll(all, row => !double.IsNaN(scores[row]));
        var table = new ReportTable("selection", "Selection against as many random scores and all of them", ["subset", "scores_read", "rows", "mean_score", "effective_clusters"]);
        void Add(string name, long read, long[] rows)
        {
            var sum = new ExactSum();
            long with = 0;
            var counts = new long[cells.Count];
            foreach (long row in rows)
            {
                if (!double.IsNaN(scores[row]))
                {
                    sum.Add(scores[row]);
                    with++;
                }

                if (cells.Codes[row] > 0)
                {
                    counts[cells.Codes[row] - 1]++;
                }
            }

            table.Add(name, read, (long)rows.Length, with == 0 ? null : sum.ToDouble() / with, rows.Length == 0 ? null : ClusterReport.Effective(counts));
        }

        Add("selected", outcome.Scored.Count, taken);
        if (known)
        {
            SeededDraw chance = draw.For("report"u8);
            long[] Best(IEnumerable<long> from) => [.. from.OrderByDescending(row => scores[row]).ThenBy(static row => row).Take(taken.Length)];
            Add("best of random rows", evaluations, Best(all.OrderBy(row => chance.Bits(0, row)).ThenBy(static row => row).Take((int)evaluations)));
            Add("best of all rows", all.Length, Best(all));
            Add("random rows", 0, [.. all.OrderBy(row => chance.Bits(1, row)).ThenBy(static row => row).Take(taken.Length)]);
        }

        return table;
    }

    private static ReportTable Clusters(CellRows cells, BanditSearch.Outcome outcome, BitMap? picked)
    {
        var selected = new long[cells.Count];
        for (long row = 0; row < cells.InputRows && picked is not null; row++)
        {
            if (picked[row] && cells.Codes[row] > 0)
            {
                selected[cells.Codes[row] - 1]++;
            }
        }

        var table = new ReportTable("clusters", "Clusters", ["cluster", "rows", "draws", "scored", "mean_score", "selected"]);
        for (int c = 0; c < cells.Count; c++)
        {
            (long draws, long scored, double mean) = outcome.Arms[c];
            table.Add(cells.Names[c], cells.Sizes[c], draws, scored, scored == 0 ? null : mean, picked is null ? null : selected[c]);
        }

        return table;
    }

    private static void Check(ClusterPickOptions options)
    {
        ClusterPickSpecs.Check(options, budgeted: !options.Asks);
        if (options.Asks && (options.Budget.Kind != BudgetKind.None || options.Must))
        {
            Fail.Usage("--ask writes the rows whose scores are needed next, and budgets and --must say which of the scored ones are taken.", "Leave them out until nothing is asked for.");
        }

        if (options.Evaluations is null == options.EvaluatedShare is null)
        {
            Fail.Usage(options.Evaluations is null ? "How many scores may be read is not said." : "--evaluations and --evaluate both say how many scores may be read.", "Pass one of --evaluations N and --evaluate P%.");
        }
    }
}
