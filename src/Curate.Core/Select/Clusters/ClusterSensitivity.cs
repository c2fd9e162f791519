using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
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
using Curate.Core.Select.Sampling;

namespace Curate.Core.Select.Clusters;

/// <summary>
/// A weighted subset whose mean loss stands for that of all rows, where losses are known of one row of each cluster alone: a row is drawn with a chance in
/// proportion to the loss of its cluster's central row plus lambda times its distance from the centroid, and weighs one over its chance.
/// </summary>
/// <remarks>Axiotis et al. 2024, "Data-Efficient Learning via Clustering-Based Sensitivity Sampling: Foundation Models and Beyond". Rows are drawn without replacement by the
/// pivotal method in a random order, with chances of at most 1; every row keeps a chance of at least a millionth of the mean one.</remarks>
internal sealed class ClusterSensitivity(ClusterPickOptions options, RunContext context) : IRowPlanner
{
    public static MethodEntry Entry { get; } = new MethodEntry<ClusterPickOptions>("select", "cluster-sensitivity", "Takes a weighted subset whose mean loss stands for that of all rows, from the losses of one row of each cluster.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.AddsColumns | MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "4 (features + 16) bytes a row, twice the features with --metric cosine, 8 k (features + 1) bytes a worker; 24 bytes a group of --per and cluster",
        Passes = FeatureOptionSpecs.Passes(3) + ", and one more where kinds are inferred; 2 with --centres; one more with --per or --must",
        Source = "K. Axiotis et al. 2024",
        DropReasons = [CellPlan.Reason],
        Usage = "curate select wine.csv --method cluster-sensitivity --score color_intensity --features alcohol,hue,proline --scale standard --k 12 --rows 40 -o weighted.csv",
        LabelsClasses = false,
        Defaults = new ClusterPickOptions(),
        Options =
        [
            .. ClusterPickSpecs.Budget<ClusterPickOptions>(),
            OptionSpec<ClusterPickOptions>.Column("score", "Column of losses, 0 or more; only the central row of each cluster needs one.", (o, v) => o with { Score = v }) with { Role = true },
            OptionSpec<ClusterPickOptions>.Flag("centres", "Write the central row of each cluster and no others: the rows whose losses are needed.", (o, v) => o with { Centres = v }),
            OptionSpec<ClusterPickOptions>.Number("lambda", "What a unit of distance counts as loss; without it as much as makes both parts equal in the mean.", (o, v) => o with { Lambda = v }, min: 0),
            OptionSpec<ClusterPickOptions>.Text("weight-column", "Name of the added column of weights.", (o, v) => o with { WeightColumn = v }, "weight"),
            OptionSpec<ClusterPickOptions>.Column("label", "Column of classes that the report counts; clusters do not see it.", (o, v) => o with { Label = v }) with { Role = true },
            .. ClusterPickSpecs.Clusters("Clusters; without it the square root of the rows.", ready: false),
        ],
        InputOptions = ["must"],
        Refusals = PickSpecs.FixedSize,
        Validate = static o =>
        {
            ClusterPickSpecs.Check(o, budgeted: !o.Centres, sized: false);
            if (o.Centres && (o.Rows is not null || o.Fraction is not null || o.Score is not null || o.Must || o.Groups.Count > 0))
            {
                Fail.Usage("--centres writes one row of each cluster, and --rows, --fraction, --per, --must and --score say what is drawn by losses.", "Run with --centres first, find the losses of those rows, and then pass --score.");
            }

            if (!o.Centres && o.Score is null)
            {
                Fail.Usage("cluster-sensitivity needs the losses of some rows.", "Pass --score COL, or --centres to see which rows need one.");
            }

            if (o.WeightColumn == o.ClusterColumn)
            {
                Fail.Usage($"--weight-column and --cluster-column are both {Fail.Show(o.WeightColumn)}.", "Give them two names.");
            }
        },
        Start = static (options, request) => MethodStart.With(new ClusterSensitivity(ClusterPickSpecs.Resolve(options, request), request.Context)),
        Example = static table => table.Classes == 0 ? null : new ClusterPickOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, Fraction = 0.2, Score = table.Id, K = 5, MaxIterations = 2 },
    };

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        SeededDraw draw = context.Draw("cluster-sensitivity");
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, null, context);
        using PlacedRows placed = PlacedRows.Read(passes, inputs.Main, options, Levels, draw, context);
        try
        {
            VectorStore store = placed.Features!.Store;
            int[] labels = placed.LeafOf;
            VectorStore centroids = placed.Fit!.Levels[0].Centroids;
            using MemoryLease lease = context.Memory.Lease(32L * store.Count, "The chances of the rows");
            double[] distances = Array.ConvertAll(ClusterMembers.Ranks(store, centroids, labels, options.Cosine, context), rank => options.Cosine ? rank : Math.Sqrt(rank));
            var once = new long[centroids.Count];
            Array.Fill(once, 1);
            int[] centres = ClusterMembers.Smallest(labels, distances, once);
            return options.Centres ? Centres(placed, centres) : Draw(passes, inputs.Main, placed, asides, distances, centres, draw);
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

    private HierarchicalOptions Levels(int rows) => new() { Clusters = [Math.Min(rows, options.K ?? Math.Max(1, (int)Math.Sqrt(rows)))], Rounds = 0, Fit = options.Fit };

    /// <summary>The central rows; a row stands for all of its cluster, and weighs so many.</summary>
    private PickedRows Centres(PlacedRows placed, int[] centres)
    {
        var picked = new BitMap();
        var weights = new RowValues<double>(context, "weights");
        try
        {
            int next = 0;
            for (long row = 0; row < placed.Cells.InputRows; row++)
            {
                bool own = next < centres.Length && placed.Features!.RowOf(centres[next]) == row;
                weights.Append(own ? placed.Cells.Sizes[placed.LeafOf[centres[next]]] : 0);
                if (own)
                {
                    picked.Set(row);
                    next++;
                }
            }

            PickedRows plan = PickPlans.Of(placed, picked, centres.Length, options, weights);
            PickPlans.AddClasses(plan, placed.Labels, options.Label, picked);
            return plan;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    private PickedRows Draw(PassRunner passes, IRecordSource source, PlacedRows placed, RowAsides asides, double[] distances, int[] centres, SeededDraw draw)
    {
        int count = distances.Length;
        CellRows cells = placed.Cells;
        using var groups = new PickGroups(options.Budget, asides, row => cells.Codes[row] - 1, cells.InputRows, cells.Count, context);
        using RowValues<double> losses = ReadLosses(passes, source);
        var ofCluster = new double[placed.Fit!.Levels[0].Centroids.Count];
        var missing = new List<long>();
        foreach (int centre in centres)
        {
            double loss = losses[placed.Features!.RowOf(centre)];
            ofCluster[placed.LeafOf[centre]] = loss;
            if (double.IsNaN(loss))
            {
                missing.Add(placed.Features.RowOf(centre));
            }
        }

        if (missing.Count > 0)
        {
            Fail.With(ErrorCodes.BadValue, $"{NumberText.Of(missing.Count)} of {NumberText.Of(centres.Length)} clusters have a central row without a loss in {Fail.Show(options.Score!)}; counted from 0, rows {string.Join(", ", missing.Take(10).Select(static r => NumberText.Of(r)))}{(missing.Count > 10 ? ", ..." : "")}.",
                "Run with --centres and the same options and seed to get those rows, find their losses, and put them into that column.");
        }

        var sumOfLosses = new ExactSum();
        var sumOfDistances = new ExactSum();
        for (int v = 0; v < count; v++)
        {
            sumOfLosses.Add(ofCluster[placed.LeafOf[v]]);
            sumOfDistances.Add(distances[v]);
        }

        double lambda = options.Lambda ?? (sumOfDistances.ToDouble() > 0 ? sumOfLosses.ToDouble() / sumOfDistances.ToDouble() : 0);
        double mean = (sumOfLosses.ToDouble() + (lambda * sumOfDistances.ToDouble())) / count;
        var sizes = new double[count];
        for (int v = 0; v < count; v++)
        {
            sizes[v] = mean > 0 ? Math.Max(ofCluster[placed.LeafOf[v]] + (lambda * distances[v]), 1e-6 * mean) : 1;
        }

        var chances = new double[count];
        int[] sample = [.. Enumerable.Range(0, groups.Count).SelectMany(g => Sample(placed, groups, g, sizes, chances, draw.For("rows"u8))).Order()];
        PickedRows plan = Plan(placed, sample, chances, losses, lambda);
        if (options.Must || options.Groups.Count > 0)
        {
            plan.Tables.Insert(0, groups.Report());
        }

        return plan;
    }

    /// <summary>Draws the rows of one group; those that must be in have the chance 1.</summary>
    private int[] Sample(PlacedRows placed, PickGroups groups, int group, double[] sizes, double[] chances, SeededDraw draw)
    {
        int[] rows = [.. Enumerable.Range(0, sizes.Length).Where(v => groups.GroupOf(placed.Features!.RowOf(v)) == group)];
        if (groups.Budgets[group] == 0)
        {
            return [];
        }

        var stratum = new Stratum
        {
            Rows = Array.ConvertAll(rows, v => placed.Features!.RowOf(v)),
            Count = groups.Budgets[group],
            Must = Array.ConvertAll(rows, v => groups.IsMust(placed.Features!.RowOf(v))),
            Scores = [],
            Name = groups.Show(group),
            Draw = options.Groups.Count == 0 ? draw : draw.For(Hash128.Of(Encoding.UTF8.GetBytes(groups.Show(group))).Low),
            Run = context,
        };
        double[] own = FixedSize.Inclusion(stratum, Array.ConvertAll(rows, v => sizes[v]));
        for (int i = 0; i < rows.Length; i++)
        {
            chances[rows[i]] = own[i];
        }

        return Array.ConvertAll(new PivotalDesign(own, randomOrder: true).Sample(stratum.Draw), i => rows[i]);
    }

    private RowValues<double> ReadLosses(PassRunner passes, IRecordSource source)
    {
        var losses = new RowValues<double>(context, "losses");
        try
        {
            passes.Each(source, ReadRequest.Of(new ColumnRequest(options.Score!, ColumnKind.Number)), "read losses", batch =>
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    double loss = batch[0].IsNull(row) ? double.NaN : ((NumberColumn)batch[0])[row];
                    if (loss < 0 || double.IsInfinity(loss))
                    {
                        Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} has {NumberText.Of(loss)} in the column {Fail.Show(options.Score!)} of --score, where a finite loss of 0 or more is needed.",
                            "Correct the value, or leave the row out with --where.");
                    }

                    losses.Append(loss);
                }
            });
            return losses;
        }
        catch
        {
            losses.Dispose();
            throw;
        }
    }

    private PickedRows Plan(PlacedRows placed, int[] sample, double[] chances, RowValues<double> losses, double lambda)
    {
        var picked = new BitMap();
        var weights = new RowValues<double>(context, "weights");
        try
        {
            int next = 0;
            int drawn = 0;
            long known = 0;
            var all = new ExactSum();
            var squares = new ExactSum();
            var own = new ExactSum();
            var weighed = new ExactSum();
            double heaviest = 0;
            for (long row = 0; row < placed.Cells.InputRows; row++)
            {
                double weight = 0;
                if (placed.Cells.Codes[row] > 0)
                {
                    bool isDrawn = drawn < sample.Length && sample[drawn] == next;
                    weight = isDrawn ? 1 / chances[next] : 0;
                    next++;
                    known += double.IsNaN(losses[row]) ? 0 : 1;
                    all.Add(double.IsNaN(losses[row]) ? 0 : losses[row]);
                    squares.AddSquare(double.IsNaN(losses[row]) ? 0 : losses[row]);
                    if (isDrawn)
                    {
                        picked.Set(row);
                        drawn++;
                        weighed.Add(weight);
                        heaviest = Math.Max(heaviest, weight);
                        own.AddProduct(weight, double.IsNaN(losses[row]) ? 0 : losses[row]);
                    }
                }

                weights.Append(weight);
            }

            PickedRows plan = PickPlans.Of(placed, picked, sample.Length, options, weights);
            var table = new ReportTable("sampling", "Sampling", ["rows", "selected", "clusters", "lambda", "sum_of_weights", "largest_weight"]);
            table.Add((long)chances.Length, (long)sample.Length, (long)placed.Cells.Count, lambda, weighed.ToDouble(), heaviest);
            plan.Tables.Add(table);
            if (ComparedRows.Of(placed) is { } compared)
            {
                SelectionReport.Add(plan, compared, sample.ToList(), context);
            }

            if (known == chances.Length && sample.Length > 0)
            {
                plan.Tables.Add(Estimate(chances.Length, sample.Length, all.ToDouble(), squares.ToDouble(), own.ToDouble()));
            }

            PickPlans.AddClasses(plan, placed.Labels, options.Label, picked);
            return plan;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Where all losses are known: the mean, its estimate, and how far a uniform subset of equal size is off (one standard error).</summary>
    private static ReportTable Estimate(int count, int drawn, double sum, double squares, double weighed)
    {
        double mean = sum / count;
        double variance = count > 1 ? Math.Max(0, (squares - (sum * mean)) / (count - 1)) : 0;
        double uniform = Math.Sqrt(variance / drawn * (1 - ((double)drawn / count)));
        var table = new ReportTable("estimate", "Mean of the losses, which are known of all rows", ["mean", "estimate", "relative_error", "uniform_standard_error"]);
        table.Add(mean, weighed / count, mean > 0 ? Math.Abs((weighed / count) - mean) / mean : null, mean > 0 ? uniform / mean : null);
        return table;
    }
}
