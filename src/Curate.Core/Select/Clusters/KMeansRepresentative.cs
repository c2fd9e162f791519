using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Neighbours;
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
/// Representative rows: every class is clustered by k-means, and the rows nearest to the centroids are taken, one of each cluster where there are as many clusters
/// as rows to take.
/// </summary>
/// <remarks>Liu et al. 2023, "DREAM: Efficient Dataset Distillation by Representative Matching". The time of k-means in every class, and of six searches for
/// the nearest picked row.</remarks>
internal sealed class KMeansRepresentative(ClusterPickOptions options, RowSizer? sizer, RunContext context) : IRowPlanner
{
    private const int RandomSubsets = 5;

    public static MethodEntry Entry { get; } = new MethodEntry<ClusterPickOptions>("select", "kmeans-representative", "Takes the rows nearest to the centroids of k-means, in every class or in all.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "4 (features + 15) bytes a row, once more the features of the largest class, 8 k (features + 1) bytes a worker; 24 bytes a group of --per and class",
        Passes = FeatureOptionSpecs.Passes(2, ", --label") + ", and one more where kinds are inferred; one more with --per or --must",
        Source = "Y. Liu et al. 2023",
        DropReasons = [CellPlan.Reason],
        Usage = "curate select wine.csv --method kmeans-representative --label class --scale standard --rows 30 -o picked.csv",
        Defaults = new ClusterPickOptions(),
        Options =
        [
            .. ClusterPickSpecs.Budget<ClusterPickOptions>(),
            .. ClusterPickSpecs.Sizes<ClusterPickOptions>(),
            OptionSpec<ClusterPickOptions>.Column("label", "Column of classes: each is clustered by itself and has its part of the rows; rows without one leave.", (o, v) => o with { Label = v }) with { Role = true },
            OptionSpec<ClusterPickOptions>.Choice("allocation", "How rows are shared out among classes: equally, as far as they have rows, or in proportion to their sizes.", ["equal", "proportional"], (o, v) => o with { Proportional = v == "proportional" }, "equal"),
            OptionSpec<ClusterPickOptions>.Choice("pick", "Rows of a cluster: the nearest to its centroid, or half of them, the others being the farthest.", ["centre", "centre+boundary"], (o, v) => o with { WithBoundary = v == "centre+boundary" }, "centre"),
            .. ClusterPickSpecs.Clusters("Clusters of each class; without it one for each row that is taken.", ready: false).Where(static o => o.Name != "train-rows"),
        ],
        InputOptions = ["must"],
        FileOptions = [TokenizerSpecs.File],
        Validate = ClusterPickSpecs.Check,
        Start = static (options, request) => MethodStart.With(new KMeansRepresentative(ClusterPickSpecs.Resolve(options, request), RowSizer.Of(options.Budget, options.Sizes, request), request.Context)),
        Example = static table => table.Classes == 0 ? null : new ClusterPickOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, Fraction = 0.2, K = 5, MaxIterations = 1 },
    };

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        using RowAsides asides = RowAsides.Read(passes, inputs, options.Groups, options.Id, options.Must, null, context, sizer);
        if (options.Label.Length > 0)
        {
            using LabelledTable table = LabelledTable.Read(passes, inputs.Main, options, context);
            ClusterOptionSpecs.CheckEmbedding(options, table.Columns);
            int[][] classes = [.. Enumerable.Range(0, table.ClassCount).Select(table.RowsOf)];
            return Decide(table.Store, table.RowOf, table.InputRows, classes, table.Names, asides, FeatureReport.Features(table, options));
        }

        using FeatureTable all = FeatureTable.Read(passes, inputs.Main, options, context);
        ClusterOptionSpecs.CheckEmbedding(options, all.Columns);
        return Decide(all.Store, all.RowOf, all.InputRows, all.Store.Count == 0 ? [] : [[.. Enumerable.Range(0, all.Store.Count)]], ["all"], asides, FeatureReport.Features(all.Columns, all.Store, options));
    }

    public void Dispose() => sizer?.Dispose();

    private PickedRows Decide(VectorStore store, Func<int, long> rowOf, long inputRows, int[][] classes, IReadOnlyList<string> classNames, RowAsides asides, ReportTable features)
    {
        if (store.Count == 0)
        {
            Fail.With(ErrorCodes.Infeasible, inputRows == 0 ? "There are no rows." : "No row has all features" + (options.Label.Length > 0 ? " and a label." : "."), "Check the input, --missing and --label.");
        }

        SeededDraw draw = context.Draw("kmeans-representative");
        using var cells = new RowCodes(context);
        using PickGroups groups = GroupsOf(store, rowOf, inputRows, classes, asides, cells);
        (classes, string[] names, long[] quotas, (int Group, int Class)[] parts) = options.Groups.Count > 0 ? ByGroup(classes, classNames, groups, rowOf)
            : (classes, [.. classNames], QuotasOf(groups, 0, groups.Budgets[0]), [.. Enumerable.Range(0, classes.Length).Select(static c => (0, c))]);

        using MemoryLease lease = context.Memory.Lease(28L * store.Count, "The clusters of the rows");
        var clusterOf = new int[store.Count];
        var picked = new List<int>();
        var found = new List<(int[] Labels, long[] Sizes, double[] Ranks, double Mean)>();
        var table = new ReportTable("classes", options.Label.Length > 0 ? $"Classes of '{options.Label}'" : "Rows", ["class", "in", "clusters", "selected", "mean_distance"]);
        int clusters = 0;
        for (int c = 0; c < classes.Length; c++)
        {
            int count = Math.Min(classes[c].Length, options.K ?? (int)Math.Max(1, quotas[c]));
            using VectorStore own = store.Gather(classes[c], context);
            using KMeansResult fit = KMeans.Fit(own, options.Fit with { Clusters = count }, draw.For((ulong)c), context);
            double[] ranks = ClusterMembers.Ranks(own, fit.Centroids, fit.Labels, options.Cosine, context);
            double sum = 0;
            for (int i = 0; i < own.Count; i++)
            {
                clusterOf[classes[c][i]] = clusters + fit.Labels[i] + 1;
                sum += options.Cosine ? ranks[i] : Math.Sqrt(ranks[i]);
            }

            if (asides.Sizes is not null)
            {
                // Which rows fit is known when all classes are clustered.
                lease.Grow(12L * own.Count, "The clusters of the rows");
            }

            found.Add((fit.Labels, fit.Sizes, ranks, sum / own.Count));
            if (asides.Sizes is null)
            {
                picked.AddRange(PickOf(c, quotas[c]));
                found[c] = (fit.Labels[..0], fit.Sizes, [], found[c].Mean);
            }

            clusters += count;
        }

        if (asides.Sizes is not null)
        {
            quotas = Fit(groups, classes, parts, PickOf, vector => asides.Sizes[rowOf(vector)]);
            picked.AddRange(Enumerable.Range(0, classes.Length).SelectMany(c => PickOf(c, quotas[c])));
        }

        for (int c = 0; c < classes.Length; c++)
        {
            table.Add(names[c], (long)classes[c].Length, found[c].Sizes.LongCount(static s => s > 0), quotas[c], found[c].Mean);
        }

        IEnumerable<int> PickOf(int c, long quota) =>
            Pick(found[c].Labels, found[c].Sizes, found[c].Ranks, quota, Array.ConvertAll(classes[c], row => groups.IsMust(rowOf(row)))).Select(i => classes[c][i]);

        PickedRows plan = Plan(picked, rowOf, inputRows, clusterOf);
        if (options.Must || options.Groups.Count > 0)
        {
            plan.Tables.Add(groups.Report());
        }

        sizer?.Report(plan, asides.Sizes!, picked.Select(vector => rowOf(vector)));
        plan.Tables.Add(Coverage(store, picked, classes, quotas, draw.For("random"u8)));
        SelectionReport.Add(plan, new ComparedRows(store, rowOf, null), picked, context);
        plan.Tables.Add(table);
        plan.Tables.Add(features);
        return plan;
    }

    /// <summary>The groups of <c>--per</c> with classes as cells, which <paramref name="cells"/> receives.</summary>
    private PickGroups GroupsOf(VectorStore store, Func<int, long> rowOf, long inputRows, int[][] classes, RowAsides asides, RowCodes cells)
    {
        var classOf = new int[store.Count];
        Array.Fill(classOf, -1);
        for (int c = 0; c < classes.Length; c++)
        {
            foreach (int vector in classes[c])
            {
                classOf[vector] = c;
            }
        }

        int next = 0;
        for (long row = 0; row < inputRows; row++)
        {
            cells.Append(next < store.Count && rowOf(next) == row ? classOf[next++] + 1 : 0);
        }

        return new PickGroups(options.Budget, asides, row => cells[row] - 1, inputRows, classes.Length, context);
    }

    /// <summary>The rows of each class that are taken of a group.</summary>
    private long[] QuotasOf(PickGroups groups, int group, long rows)
    {
        long[] sizes = groups.Sizes[group];
        if (!options.Must)
        {
            return Quotas.Of(rows, sizes, options.Proportional ? Allocation.Proportional : Allocation.Equal, 0);
        }

        double[] values = Array.ConvertAll(sizes, n => options.Proportional ? n : 1.0);
        return StratifiedAllocation.Share(rows, values, sizes, groups.Must[group]);
    }

    /// <summary>Every class of every group by itself.</summary>
    private (int[][] Classes, string[] Names, long[] Quotas, (int Group, int Class)[] Parts) ByGroup(int[][] classes, IReadOnlyList<string> names, PickGroups groups, Func<int, long> rowOf)
    {
        var parts = new List<int[]>();
        var named = new List<string>();
        var quotas = new List<long>();
        var from = new List<(int, int)>();
        for (int g = 0; g < groups.Count; g++)
        {
            long[] own = QuotasOf(groups, g, groups.Budgets[g]);
            for (int c = 0; c < classes.Length; c++)
            {
                if (groups.Sizes[g][c] > 0)
                {
                    parts.Add([.. classes[c].Where(row => groups.GroupOf(rowOf(row)) == g)]);
                    named.Add(options.Label.Length > 0 ? $"{groups.Show(g)}/{names[c]}" : groups.Show(g));
                    quotas.Add(own[c]);
                    from.Add((g, c));
                }
            }
        }

        return ([.. parts], [.. named], [.. quotas], [.. from]);
    }

    /// <summary>The rows of each class of each group under a budget of sizes: the most rows of each group, shared out among its classes, that fit; sets the budgets of the groups.</summary>
    private long[] Fit(PickGroups groups, int[][] classes, (int Group, int Class)[] parts, Func<int, long, IEnumerable<int>> pick, Func<int, double> sizeOf)
    {
        var quotas = new long[classes.Length];
        for (int g = 0; g < groups.Count; g++)
        {
            int[] own = [.. Enumerable.Range(0, parts.Length).Where(c => parts[c].Group == g)];
            double SumOf(long rows)
            {
                long[] each = QuotasOf(groups, g, rows);
                return own.Sum(c => pick(c, each[parts[c].Class]).Sum(sizeOf));
            }

            groups.Budgets[g] = SizeRoom.Largest(groups.Must[g].Sum(), groups.Sizes[g].Sum(), options.Budget.Amount, SumOf);
            long[] found = QuotasOf(groups, g, groups.Budgets[g]);
            foreach (int c in own)
            {
                quotas[c] = found[parts[c].Class];
            }
        }

        return quotas;
    }

    /// <summary>The rows of a class that are taken, as numbers among its rows.</summary>
    private int[] Pick(int[] labels, long[] sizes, double[] ranks, long quota, bool[] must)
    {
        var equal = new double[sizes.Length];
        Array.Fill(equal, 1);
        var least = new long[sizes.Length];
        ranks = [.. ranks];
        for (int i = 0; i < must.Length && options.Must; i++)
        {
            least[labels[i]] += must[i] ? 1 : 0;
            ranks[i] = must[i] ? double.NegativeInfinity : ranks[i];
        }

        long[] each = StratifiedAllocation.Share(quota, equal, sizes, options.Must ? least : []);
        if (!options.WithBoundary)
        {
            return ClusterMembers.Smallest(labels, ranks, each);
        }

        long[] near = [.. each.Select((n, c) => Math.Max(least[c], (n + 1) / 2))];
        int[] nearest = ClusterMembers.Smallest(labels, ranks, near);
        int[] left = [.. labels];
        foreach (int row in nearest)
        {
            left[row] = -1;
        }

        int[] farthest = ClusterMembers.Smallest(left, Array.ConvertAll(ranks, static r => -r), [.. each.Select((n, c) => n - near[c])]);
        return [.. nearest, .. farthest];
    }

    private PickedRows Plan(List<int> picked, Func<int, long> rowOf, long inputRows, int[] clusterOf)
    {
        var kept = new BitMap();
        foreach (int vector in picked)
        {
            kept.Set(rowOf(vector));
        }

        var codes = new RowCodes(context);
        try
        {
            int next = 0;
            for (long row = 0; row < inputRows; row++)
            {
                codes.Append(next < clusterOf.Length && rowOf(next) == row ? clusterOf[next++] : 0);
            }

            var plan = new PickedRows(kept, picked.Count, options.ClusterColumn, codes) { InputRows = inputRows };
            plan.Dropped.Add(CellPlan.Reason, inputRows - picked.Count);
            return plan;
        }
        catch
        {
            codes.Dispose();
            throw;
        }
    }

    /// <summary>How far rows are from the nearest taken one, against random subsets with the same rows of each class.</summary>
    private ReportTable Coverage(VectorStore store, List<int> picked, int[][] classes, long[] quotas, SeededDraw draw)
    {
        var table = new ReportTable("coverage", "Distance from a row to the nearest selected one", ["subset", "rows", "mean", "largest", "coefficient_of_variation"]);
        if (picked.Count == 0)
        {
            return table;
        }

        (double mean, double largest, double variation) = Distances(store, [.. picked]);
        table.Add("selected", (long)picked.Count, mean, largest, variation);
        (double mean, double largest, double variation) sum = default;
        for (int s = 0; s < RandomSubsets; s++)
        {
            SeededDraw own = draw.For((ulong)s);
            var random = new List<int>();
            for (int c = 0; c < classes.Length; c++)
            {
                random.AddRange(classes[c].OrderBy(row => own.Bits(0, row)).ThenBy(static row => row).Take((int)quotas[c]));
            }

            (double mean, double largest, double variation) one = Distances(store, [.. random.Order()]);
            sum = (sum.mean + one.mean, sum.largest + one.largest, sum.variation + one.variation);
        }

        table.Add($"random, mean of {NumberText.Of(RandomSubsets)}", (long)picked.Count, sum.mean / RandomSubsets, sum.largest / RandomSubsets, sum.variation / RandomSubsets);
        return table;
    }

    private (double Mean, double Largest, double Variation) Distances(VectorStore store, int[] rows)
    {
        using VectorStore own = store.Gather(rows, context);
        using NeighbourGraph graph = NeighbourSearch.Between(store, own, 1, new DistanceRule(options.Cosine ? Metric.Cosine : Metric.Euclidean), context);
        double sum = 0;
        double squares = 0;
        double largest = 0;
        for (int row = 0; row < store.Count; row++)
        {
            double distance = graph.Distances(row)[0];
            sum += distance;
            squares += distance * distance;
            largest = Math.Max(largest, distance);
        }

        double mean = sum / store.Count;
        return (mean, largest, mean > 0 ? Math.Sqrt(Math.Max(0, (squares / store.Count) - (mean * mean))) / mean : 0);
    }
}
