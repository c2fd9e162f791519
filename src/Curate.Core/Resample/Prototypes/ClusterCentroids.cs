using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Prototypes;

/// <summary>
/// Cluster centroids: the rows of a class that shrinks to n are put into n clusters, and one row of each stays, the one nearest to the centroid: as it is (hard
/// voting), or with the centroid's values in its features (soft voting). Where there are fewer distinct rows than clusters, the rows nearest to their own
/// centroid make up the number.
/// </summary>
/// <remarks>Clustering in the style of Yen and Lee 2009, "Cluster-based under-sampling approaches for imbalanced data distributions", with k-means: O(N n d) an
/// iteration.</remarks>
internal sealed class ClusterCentroids(CentroidOptions options, RunContext context) : FeaturePlanner(options, context)
{
    public const string Reason = "clustered";

    public static MethodEntry Entry { get; } = new MethodEntry<CentroidOptions>(
        "resample", "cluster-centroids", "Replaces the rows of each class by the centroids of their clusters.",
        MethodTraits.KeepsOrder | MethodTraits.InMemory | MethodTraits.Random | MethodTraits.MakesUp)
    {
        Memory = "4 (features + 1) bytes a row, twice for the rows of a class, 40 bytes for each centroid and feature",
        Passes = "3, and one more where kinds are inferred",
        Source = "S.-J. Yen and Y.-S. Lee 2009",
        DropReasons = [Reason],
        Usage = "curate resample wine.csv --method cluster-centroids --label class --scale standard -o smaller.csv",
        Defaults = new CentroidOptions(),
        Options =
        [
            .. FeatureOptionSpecs.Of<CentroidOptions>(FeatureOptionSpecs.CountsHelp, duplicates: false, categorical: false),
            OptionSpec<CentroidOptions>.Choice("voting", "Rows of the centroids: values of the centroid in the features of the nearest row (soft), or the nearest row as it is (hard).",
                ["soft", "hard"], (o, v) => o with { Hard = v == "hard" }, "soft"),
            OptionSpec<CentroidOptions>.Whole("max-iterations", "Most iterations of k-means.", (o, v) => o with { MaxIterations = (int)v }, 300, min: 1, max: int.MaxValue),
            OptionSpec<CentroidOptions>.Whole("n-init", "Starts of k-means; the best counts.", (o, v) => o with { Starts = (int)v }, 1, min: 1, max: 10_000),
        ],
        Start = static (options, request) => MethodStart.With(new ClusterCentroids(FeatureOptionSpecs.Resolve(options, request), request.Context)),
        Example = static table => table.Classes < 2 ? null : new CentroidOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, MaxIterations = 5 },
    };

    private readonly ReportTable _report = new("centroids", "Clusters", ["class", "clusters", "changed_rows", "mean_squared_distance"]);

    protected override RowPlan Decide(LabelledTable table)
    {
        if (table.Columns.IsEmbedding && !options.Hard)
        {
            Fail.Usage($"--voting soft changes numbers, and the column {Fail.Show(table.Columns.Numbers[0].Name)} holds vectors.", "Use --voting hard.");
        }

        var targeted = new TargetedRows(table, options.To);
        var edits = new List<RowEdits>();
        targeted.Choose((ofClass, rows, count) => count == 0 ? [] : Cluster(table, ofClass, rows, count, edits));
        ReasonedRows plan = targeted.Plan(Reason, options, edits);
        plan.Tables.Add(_report);
        return plan;
    }

    private int[] Cluster(LabelledTable table, int ofClass, int[] rows, int count, List<RowEdits> edits)
    {
        using VectorStore own = table.Store.Gather(rows, Context);
        var fit = new KMeansOptions { Clusters = count, MaxIterations = options.MaxIterations, Starts = options.Starts };
        using KMeansResult clusters = KMeans.Fit(own, fit, Context.Draw("cluster-centroids").For((ulong)ofClass), Context);
        var rule = new DistanceRule(Metric.Euclidean);
        var ranks = new double[rows.Length];
        for (int i = 0; i < ranks.Length; i++)
        {
            ranks[i] = rule.Rank(own[i], clusters.Centroids[clusters.Labels[i]], own.Numeric);
        }

        int[] order = [.. Enumerable.Range(0, rows.Length)];
        order.AsSpan().Sort((a, b) => ranks[a] != ranks[b] ? ranks[a].CompareTo(ranks[b]) : a.CompareTo(b));
        var stays = new bool[rows.Length];
        var taken = new bool[count];
        var chosen = new List<int>(count);
        foreach (int i in order)
        {
            int cluster = clusters.Labels[i];
            if (!taken[cluster])
            {
                taken[cluster] = stays[i] = true;
                chosen.Add(i);
                if (!options.Hard)
                {
                    edits.Add(new RowEdits(table.RowOf(rows[i]), MadeUp: false, Cells(table, clusters.Centroids[cluster])));
                }
            }
        }

        foreach (int i in order)
        {
            if (chosen.Count < count && !stays[i])
            {
                stays[i] = true;
                chosen.Add(i);
            }
        }

        _report.Add(table.Names[ofClass], (long)taken.Count(static t => t), options.Hard ? 0L : (long)taken.Count(static t => t), clusters.Inertia / rows.Length);
        return [.. chosen];
    }

    private static (string Column, CellValue Value)[] Cells(LabelledTable table, ReadOnlySpan<float> centroid)
    {
        var cells = new (string, CellValue)[centroid.Length];
        for (int p = 0; p < cells.Length; p++)
        {
            cells[p] = (table.Columns.Numbers[p].Name, FeatureValue.Of(table.Columns.Numbers[p], table.Unscaled(p, centroid[p])));
        }

        return cells;
    }
}
