using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Select;
using Curate.Core.Select.Diversity;
using Curate.Core.Select.Report;

namespace Curate.Core.Resample.Clusters;

/// <summary>
/// Balances what the data is about, without labels: a tree of clusters (<see cref="HierarchicalKMeans"/>), and a budget that every node shares out equally among
/// its children, as far as they have rows (<see cref="TreeBudget"/>).
/// </summary>
/// <remarks>Vo et al. 2024, "Automatic Data Curation for Self-Supervised Learning: A Clustering-Based Approach". The time of the tree; sharing out is
/// O(clusters log clusters), picking rows a few walks over their draws.</remarks>
internal sealed class HierarchicalSampling(HierarchicalSamplingOptions options, RunContext context, RowSizer? sizer = null) : IRowPlanner
{
    /// <summary>The options.</summary>
    public static IReadOnlyList<OptionSpec<HierarchicalSamplingOptions>> OptionSpecs { get; } =
    [
        OptionSpec<HierarchicalSamplingOptions>.Column("label", "Column of classes that the report counts before and after; clusters do not see it.", (o, v) => o with { Label = v }) with { Role = true },
        .. ClusterOptionSpecs.Budget<HierarchicalSamplingOptions>(),
        .. ClusterOptionSpecs.Features<HierarchicalSamplingOptions>("What stands for a missing number: nothing (error), the column's mean or median, zero; drop leaves the row out of all clusters, and it leaves."),
        OptionSpec<HierarchicalSamplingOptions>.List("levels", "Clusters of each level, the finest first; without it one for 25 rows (at most 10,000), then a tenth of the level below down to 20.",
            (o, v) => o with { Levels = ClusterOptionSpecs.Counts("levels", v, 1) }),
        OptionSpec<HierarchicalSamplingOptions>.Whole("rounds", "How often each level is fitted again on equally many members of each cluster; 0 for plain k-means.", (o, v) => o with { Rounds = (int)v }, 10, min: 0, max: 1000),
        OptionSpec<HierarchicalSamplingOptions>.List("round-members", "Members that each cluster gives to a round, for each level, 0 for no rounds there; without it half the mean size of a cluster.",
            (o, v) => o with { RoundMembers = ClusterOptionSpecs.Counts("round-members", v, 0) }),
        OptionSpec<HierarchicalSamplingOptions>.Choice("round-pick", "Members of a round: the nearest to their centroid, or random ones.", ["nearest", "random"], (o, v) => o with { RandomMembers = v == "random" }, "nearest"),
        OptionSpec<HierarchicalSamplingOptions>.Choice("pick", "Rows of a cluster: random ones, or the nearest to its centroid.", ["random", "nearest"], (o, v) => o with { Nearest = v == "nearest" }, "random"),
        .. ClusterOptionSpecs.Output<HierarchicalSamplingOptions>("Most copies of a row; with --as weights its most expected copies. Without it 1, and no limit for weights without a budget.", null,
            "Add a column of this name with the clusters of each row, from the coarsest to the finest: 3/17/204."),
        .. ClusterOptionSpecs.Fit<HierarchicalSamplingOptions>(),
        ClusterOptionSpecs.TrainRows<HierarchicalSamplingOptions>(),
    ];

    public static MethodEntry Entry { get; } = new MethodEntry<HierarchicalSamplingOptions>(
        "resample", "hierarchical-kmeans", "Balances concepts without labels: clusters of clusters, each with an equal part of the budget.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "4 (features + 5) bytes a row for each level, twice the features in rounds and with --metric cosine, 8 clusters (features + 1) bytes a worker",
        Passes = "3, and one more where kinds are inferred; 2 with --cluster-id",
        Source = "H. V. Vo et al. 2024",
        DropReasons = [CellPlan.Reason, CellPlan.UnplacedReason],
        Usage = "curate resample wine.csv --method hierarchical-kmeans --label class --scale standard --rows 60 -o curated.csv",
        LabelsClasses = false,
        Defaults = new HierarchicalSamplingOptions(),
        Options = OptionSpecs,
        Validate = Check,
        Start = static (options, request) => MethodStart.With(new HierarchicalSampling(ClusterOptionSpecs.Resolve(options, request), request.Context)),
        Example = static table => table.Classes == 0 ? null : new HierarchicalSamplingOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, Fraction = 0.3, Levels = [8, 2], Rounds = 1, MaxIterations = 2 },
    };

    /// <inheritdoc/>
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        SeededDraw draw = context.Draw("hierarchical-kmeans");
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, null, context, sizer);
        using PlacedRows placed = PlacedRows.Read(passes, inputs.Main, options, Tree, draw, context);
        try
        {
            if (options.Must || options.Groups.Count > 0 || sizer is not null)
            {
                return PickByGroup(placed, asides, draw);
            }

            var budgeted = new BudgetedCells(placed, options, maxRepeat: 1);
            double[] shares = TreeBudget.Shares(placed.Tree, budgeted.Most, budgeted.Budget);
            if (options.AsWeights)
            {
                return budgeted.Weights(shares);
            }

            long[] rows = TreeBudget.Rows(placed.Tree, budgeted.MostRows, budgeted.Budget);
            var copies = new CellCopies(rows, placed.Cells.Sizes);
            if (options.Nearest)
            {
                PickNearest(placed, copies);
            }
            else
            {
                copies.PickRandom(placed.Cells, draw.For("rows"u8));
            }

            CellPlan plan = budgeted.Rows(CellPlan.OfRows(placed.Cells, copies, keepsUnplaced: false, options.ClusterColumn), copies, shares);
            AddComparison(plan, placed, copies);
            return plan;
        }
        catch
        {
            placed.Cells.Dispose();
            throw;
        }
    }

    public void Dispose() => sizer?.Dispose();

    /// <summary>A cluster for 25 rows, but at most 10,000, and a tenth of the clusters of the level below while that is at least 20.</summary>
    internal static int[] DefaultLevels(int rows)
    {
        var levels = new List<int> { Math.Clamp(rows / 25, 1, 10_000) };
        while (levels[^1] >= 200)
        {
            levels.Add(levels[^1] / 10);
        }

        return [.. levels];
    }

    private HierarchicalOptions Tree(int rows) => new()
    {
        Clusters = options.Levels.Count > 0 ? options.Levels : DefaultLevels(rows),
        Rounds = options.Rounds,
        Members = options.RoundMembers,
        TakesNearest = !options.RandomMembers,
        Fit = options.Fit,
    };

    /// <summary>The budget of each group of <c>--per</c> down the tree, with the rows of <c>--must</c> among them.</summary>
    private CellPlan PickByGroup(PlacedRows placed, RowAsides asides, SeededDraw draw)
    {
        CellRows cells = placed.Cells;
        using var groups = new PickGroups(options.Budget, asides, row => cells.Codes[row] - 1, cells.InputRows, cells.Count, context);
        double[] ranks = options.Nearest ? ClusterMembers.Ranks(placed.Features!.Store, placed.Fit!.Levels[0].Centroids, placed.LeafOf, options.Cosine, context) : [];
        SeededDraw rows = draw.For("rows"u8);
        int next = 0;
        var copies = new CellCopies(new long[cells.Count], cells.Sizes);
        var shares = new double[cells.Count];
        var quotas = new long[groups.Count][];
        groups.Fit((g, count) => TreeBudget.Rows(placed.Tree, groups.Sizes[g], count, groups.Must[g]), row => options.Nearest ? ranks[next++] : rows.Unit(0, row));
        next = 0;
        for (int g = 0; g < groups.Count; g++)
        {
            quotas[g] = TreeBudget.Rows(placed.Tree, groups.Sizes[g], groups.Budgets[g], groups.Must[g]);
            double[] own = TreeBudget.Shares(placed.Tree, Array.ConvertAll(groups.Sizes[g], static n => (double)n), groups.Budgets[g]);
            for (int c = 0; c < shares.Length; c++)
            {
                shares[c] += own[c];
                copies.Rest[c] += quotas[g][c];
            }
        }

        // In both forms the smallest keys are picked, and equal ones in the order of rows.
        groups.Pick(quotas, row => options.Nearest ? ranks[next++] : rows.Unit(0, row), copies.Picked);
        var budgeted = new BudgetedCells(placed, options with { Groups = [], Fraction = null, SizeBudget = Select.Budget.None, Rows = groups.Budgets.Sum() }, maxRepeat: 1);
        CellPlan plan = budgeted.Rows(CellPlan.OfRows(cells, copies, keepsUnplaced: false, options.ClusterColumn), copies, shares);
        plan.Tables.Insert(0, groups.Report());
        sizer?.Report(plan, asides.Sizes!, copies.Picked.Rows());
        AddComparison(plan, placed, copies);
        return plan;
    }

    /// <summary>Sets picked rows beside random ones; not where rows are repeated, which is resampling.</summary>
    private void AddComparison(CellPlan plan, PlacedRows placed, CellCopies copies)
    {
        if (!options.RepeatsRows && ComparedRows.Of(placed) is { } compared)
        {
            // A cluster of which all rows are picked has one full copy of each.
            SelectionReport.Add(plan, compared, Enumerable.Range(0, compared.Store.Count).Where(v => copies.Full[placed.LeafOf[v]] > 0 || copies.Picked[compared.RowOf(v)]).ToList(), context);
        }
    }

    private void PickNearest(PlacedRows placed, CellCopies copies)
    {
        VectorStore rows = placed.Features!.Store;
        using MemoryLease lease = context.Memory.Lease(20L * rows.Count, "The rows nearest to their centroids");
        double[] ranks = ClusterMembers.Ranks(rows, placed.Fit!.Levels[0].Centroids, placed.LeafOf, options.Cosine, context);
        foreach (int row in ClusterMembers.Smallest(placed.LeafOf, ranks, copies.Rest))
        {
            copies.Picked.Set(placed.Features.RowOf(row));
        }
    }

    /// <summary>What options mean together.</summary>
    public static void Check(HierarchicalSamplingOptions options)
    {
        ClusterOptionSpecs.CheckBudget(options);
        ClusterOptionSpecs.CheckLevels(options.Levels, options.RoundMembers);
        if (options.ClusterIds.Count > 0 && (options.Nearest || options.Levels.Count > 0))
        {
            Fail.Usage(options.Nearest ? "--pick nearest needs the centroids of clusters that are found, and --cluster-id names ready ones." : "--levels says which clusters to find, and --cluster-id names ready ones.", "Leave out one of the two.");
        }
    }
}
