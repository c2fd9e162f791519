using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Randomness.Designs;
using Curate.Core.Running;

namespace Curate.Core.Resample.Clusters;

/// <summary>
/// ClusterClip: draws clusters by equal shares (or by a power of their sizes), and rows of a cluster in turn, until a row has come a number of times; then its
/// cluster gives no more, and the others go on by their shares. What that amounts to has a closed form: cluster j gives min(x s(j)^t, c s(j)) rows, at
/// the level x that makes up the budget.
/// </summary>
/// <remarks>Shao et al. 2024, "Balanced Data Sampling for Language Model Training with Clustering". The time of k-means; sharing out is O(k log k).</remarks>
internal sealed class ClusterClip(ClusterClipOptions options, RunContext context) : IRowPlanner
{
    private const string Purpose = "cluster-clip";

    public static MethodEntry Entry { get; } = new MethodEntry<ClusterClipOptions>(
        "resample", "cluster-clip", "Draws clusters evenly until the repeats of their rows meet a limit, without labels.",
        MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "4 (features + 5) bytes a row, twice the features with --metric cosine, 8 k (features + 1) bytes a worker; output rows in order pass through scratch beyond --memory",
        Passes = "3, and one more where kinds are inferred; 2 with --cluster-id",
        Source = "Y. Shao et al. 2024",
        DropReasons = [CellPlan.Reason, CellPlan.UnplacedReason],
        Usage = "curate resample wine.csv --method cluster-clip --scale standard --k 8 --max-repeat 3 -o epoch.csv",
        LabelsClasses = false,
        Defaults = new ClusterClipOptions { MaxRepeat = 4 },
        Options =
        [
            OptionSpec<ClusterClipOptions>.Column("label", "Column of classes that the report counts before and after; clusters do not see it.", (o, v) => o with { Label = v }) with { Role = true },
            .. ClusterOptionSpecs.Budget<ClusterClipOptions>(),
            .. ClusterOptionSpecs.Features<ClusterClipOptions>("What stands for a missing number: nothing (error), the column's mean or median, zero; drop leaves the row out of all clusters, and it leaves."),
            OptionSpec<ClusterClipOptions>.Whole("k", "Clusters; without it the square root of the rows.", (o, v) => o with { K = (int)v }, min: 1, max: int.MaxValue),
            OptionSpec<ClusterClipOptions>.Number("temper", "Shares of clusters go with their sizes to this power: 0 equal shares, 1 in proportion.", (o, v) => o with { Temper = v }, 0, min: 0, max: 1),
            OptionSpec<ClusterClipOptions>.Choice("order", "Rows as they are drawn, clusters in turn by their shares; in random order; or in the order of the input, copies beside each other.",
                ["drawn", "shuffled", "input"], (o, v) => o with { Order = v }, "drawn"),
            .. ClusterOptionSpecs.Output<ClusterClipOptions>("Most copies of a row; with --as weights its most expected copies.", 4, "Add a column of this name with the cluster of each row."),
            .. ClusterOptionSpecs.Fit<ClusterClipOptions>(),
            ClusterOptionSpecs.TrainRows<ClusterClipOptions>(),
        ],
        Validate = Check,
        Start = static (options, request) => MethodStart.With(new ClusterClip(ClusterOptionSpecs.Resolve(options, request), request.Context)),
        Example = static table => table.Classes == 0 ? null : new ClusterClipOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, K = 5, MaxRepeat = 3, MaxIterations = 2 },
    };

    /// <inheritdoc/>
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        SeededDraw draw = context.Draw(Purpose);
        using PlacedRows placed = PlacedRows.Read(passes, inputs.Main, options, Tree, draw, context);
        try
        {
            var budgeted = new BudgetedCells(placed, options, maxRepeat: 4);
            double[] values = new double[placed.Cells.Count];
            double[] spans = new double[values.Length];
            for (int c = 0; c < values.Length; c++)
            {
                values[c] = PortableMath.Pow(placed.Cells.Sizes[c], options.Temper);
                spans[c] = placed.Cells.Sizes[c] / values[c];
            }

            double[] shares = CappedShares.Of(budgeted.Budget, values, budgeted.Most);
            if (options.AsWeights)
            {
                return budgeted.Weights(shares);
            }

            var copies = new CellCopies(StratifiedAllocation.Share(budgeted.Budget, values, budgeted.MostRows), placed.Cells.Sizes);
            copies.PickRandom(placed.Cells, draw);
            CellOrder order = options.Order switch { "drawn" => CellOrder.Drawn, "shuffled" => CellOrder.Shuffled, _ => CellOrder.Input };
            return budgeted.Rows(CellPlan.OfRows(placed.Cells, copies, keepsUnplaced: false, options.ClusterColumn, order, spans, context.Seed, Purpose), copies, shares);
        }
        catch
        {
            placed.Cells.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
    }

    private HierarchicalOptions Tree(int rows) => new() { Clusters = [Math.Min(options.K ?? Math.Max(1, (int)Math.Sqrt(rows)), rows)], Rounds = 0, Fit = options.Fit };

    private static void Check(ClusterClipOptions options)
    {
        ClusterOptionSpecs.Check(options);
        if (options.ClusterIds.Count > 0 && options.K is not null)
        {
            Fail.Usage("--k says how many clusters to find, and --cluster-id names ready ones.", "Leave out one of the two.");
        }
    }
}
