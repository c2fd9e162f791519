using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// Semantic duplicates (Abbas et al. 2023, SemDeDup): vectors are clustered by spherical k-means, and each is compared with those before it, in the order of
/// the keep rule, in its nearest clusters. Equal vectors are found by their values, wherever they lie.
/// </summary>
internal sealed class SemanticPlanner(SemanticOptions options, RunContext context, bool wantsGroups) : IRowPlanner
{
    /// <exception cref="CurateException">The embedding cannot be used, or the vectors do not fit into the budget.</exception>
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        var blocks = new Dictionary<Hash128, int>();
        using VectorTable table = VectorTable.Read(passes, inputs.Main, options, blocks, ranked: true, context);
        using VectorTable? other = options.Copies.Across ? VectorTable.Read(passes, inputs.Others[0], options, blocks, ranked: false, context) : null;
        if (other is { Candidates: > 0 } && table.Candidates > 0 && other.Store.Width != table.Store.Width)
        {
            Fail.With(ErrorCodes.BadValue,
                $"{inputs.Others[0].Name} has vectors of {NumberText.Of(other.Store.Width)} values, and {inputs.Main.Name} of {NumberText.Of(table.Store.Width)}.",
                "Vectors are compared with vectors of the same model only; check --embedding and --across.");
        }

        return table.Candidates == 0 ? Nothing(table) : Decide(table, other is { Candidates: > 0 } ? other : null, inputs);
    }

    public void Dispose()
    {
    }

    private RowPlan Decide(VectorTable table, VectorTable? other, PlanInputs inputs)
    {
        int wanted = options.Clusters ?? VectorClusters.DefaultCount(table.Candidates);
        int probes = Math.Min(options.Probes, Math.Min(wanted, table.Candidates));
        using MemoryLease lease = context.Memory.Lease(((8L * probes) + 60) * table.Candidates, "Order and clusters of the vectors");
        if ((long)table.Candidates * probes > Array.MaxLength)
        {
            Fail.With(ErrorCodes.MemoryBudget, $"{NumberText.Of(table.Candidates)} vectors in {NumberText.Of(probes)} clusters each are more than can be held.", "Pass fewer --probes.");
        }

        using VectorClusters clusters = VectorClusters.Fit(table, wanted, options.MaxIterations, context.Draw("semantic clusters"), context);
        probes = Math.Min(probes, clusters.Count);
        var distances = new double[options.Order is VectorOrder.Hard or VectorOrder.Easy ? table.Candidates : 0];
        int[] nearest = clusters.Nearest(table, probes, distances, context);
        var groups = new CandidateGroups(table, options.Order, distances, context.Draw("semantic keep"));
        using var lists = new VectorLists(table, groups.InOrder, nearest, probes, clusters.Count, table.Store, context);
        var ofPlaces = new int[nearest.Length];
        for (int place = 0; place < groups.InOrder.Length; place++)
        {
            nearest.AsSpan(groups.InOrder[place] * probes, probes).CopyTo(ofPlaces.AsSpan(place * probes, probes));
        }

        var space = new SemanticSpace(table, groups, lists, ofPlaces, probes, options.Inspect ? SimilarityHistogram.Least : options.LeastSimilarity, context);
        var work = new SemanticWork();
        var found = new SemanticClusters(space.Count, other is not null);
        ReportTable? loss = options.Copies.OnlyAcross || probes == clusters.Count ? null : BoundaryLoss.Measure(space with { Threshold = options.LeastSimilarity }, context.Draw("semantic sample"));
        RowPlan plan = options.Inspect ? Inspected(space, clusters, other, found, work) : Deduplicated(space, clusters, other, found, work, inputs);
        plan.Tables.Add(Parameters(clusters, probes));
        plan.Tables.Add(Work(table, work));
        if (loss is not null)
        {
            plan.Tables.Add(loss);
        }

        plan.Tables.Add(Sizes(lists));
        return plan;
    }

    private RowPlan Deduplicated(SemanticSpace space, VectorClusters clusters, VectorTable? other, SemanticClusters found, SemanticWork work, PlanInputs inputs)
    {
        Match(space, clusters, other, found, work);
        if (!options.Copies.OnlyAcross)
        {
            if (options.Star)
            {
                StarSearch.Run(space, found, work);
            }
            else
            {
                TransitiveSearch.Run(space, found, work);
            }
        }

        var verdicts = new SemanticVerdicts(space, found, other, options.Copies.OnlyAcross);
        return wantsGroups ? Grouped(space.Table, verdicts, inputs) : Leaving(space.Table, verdicts);
    }

    private AllRows Inspected(SemanticSpace space, VectorClusters clusters, VectorTable? other, SemanticClusters found, SemanticWork work)
    {
        var plan = new AllRows { InputRows = space.Table.Rows };
        int[] sizes = space.Groups.Sizes;
        if (!options.Copies.OnlyAcross)
        {
            double[] most = SimilarityHistogram.Most(space, work);
            long copies = sizes.Sum(static s => s - 1L);
            plan.Tables.Add(SimilarityHistogram.Table("similarity", "Similarity to the most similar row before it", most, static _ => 1, copies));
        }

        if (options.Copies.Across)
        {
            Match(space, clusters, other, found, work);
            double[] matched = new double[space.Count];
            for (int place = 0; place < matched.Length; place++)
            {
                matched[place] = found.Match(place) >= 0 ? found.SimilarityOf(place) : double.NegativeInfinity;
            }

            plan.Tables.Add(SimilarityHistogram.Table("similarity_across", "Similarity to the most similar row of the other dataset", matched,
                place => sizes[space.Groups.InOrder[place]], 0));
        }

        return plan;
    }

    private void Match(SemanticSpace space, VectorClusters clusters, VectorTable? other, SemanticClusters found, SemanticWork work)
    {
        if (other is null)
        {
            return;
        }

        using MemoryLease lease = context.Memory.Lease((8L * other.Candidates) + (12L * space.Count), "Vectors of the other dataset");
        int[] home = clusters.Nearest(other, 1, default, context);
        int[] inOrder = [.. Enumerable.Range(0, other.Candidates)];
        using var lists = new VectorLists(other, inOrder, home, 1, clusters.Count, space.Table.Store, context);
        AcrossMatches.Run(space, lists, found, work);
    }

    private DuplicatePlan Grouped(VectorTable table, SemanticVerdicts verdicts, PlanInputs inputs)
    {
        var groups = new DuplicateGroups(table.Rows);
        verdicts.Each(member =>
        {
            if (member.Across)
            {
                groups.AddAcross(member.Row, member.Kept, member.Size, member.Similarity);
            }
            else
            {
                groups.Add(member.Row, member.Kept, member.First, member.Size, member.Similarity);
            }
        });
        return new DuplicatePlan(groups, options.Copies.Mark, options.Copies.ClusterSize)
        {
            InputRows = table.Rows,
            Title = "Groups of semantic duplicates",
            Difference = (row, member) => VectorDifference.Describe(options.Embedding, inputs, context, row, member),
        }.Counted();
    }

    private static WithoutRows Leaving(VectorTable table, SemanticVerdicts verdicts)
    {
        var leaving = new BitMap();
        var tally = new DropTally();
        verdicts.Each(member =>
        {
            if (member.Leaves)
            {
                leaving.Set(member.Row);
                tally.Add(member.Across ? ExactPlanner.AcrossReason : ExactPlanner.DuplicateReason);
            }
        });
        return new WithoutRows(leaving, tally) { InputRows = table.Rows };
    }

    /// <summary>No row has a vector with a direction.</summary>
    private RowPlan Nothing(VectorTable table)
    {
        RowPlan plan = options.Inspect ? new AllRows { InputRows = table.Rows }
            : wantsGroups ? new DuplicatePlan(new DuplicateGroups(table.Rows), options.Copies.Mark, options.Copies.ClusterSize) { InputRows = table.Rows }.Counted()
            : new WithoutRows(new BitMap(), new DropTally()) { InputRows = table.Rows };
        plan.Tables.Add(Work(table, new SemanticWork()));
        return plan;
    }

    private ReportTable Parameters(VectorClusters clusters, int probes)
    {
        var table = new ReportTable("semantic_parameters", "How pairs were found", ["what", "value"]);
        table.Add("least similarity", options.LeastSimilarity);
        table.Add("clusters of k-means", (long)clusters.Count);
        table.Add("iterations", (long)clusters.Iterations);
        table.Add("clusters that a vector is compared in", (long)probes);
        table.Add("groups", options.Star ? "star" : "transitive");
        return table;
    }

    private static ReportTable Work(VectorTable table, SemanticWork work)
    {
        var report = new ReportTable("semantic_work", "Vectors and comparisons", ["what", "count"]);
        report.Add("vectors", (long)table.Store.Count);
        report.Add("values of a vector", (long)table.Store.Width);
        report.Add("rows without a vector", table.Rows - table.Store.Count);
        report.Add("vectors of zeros", table.Zeros);
        report.Add("different vectors", (long)table.Candidates);
        report.Add("pairs measured in double", work.Measured);
        report.Add("pairs alike", work.Alike);
        return report;
    }

    private static ReportTable Sizes(VectorLists lists)
    {
        int[] sizes = new int[lists.Count];
        for (int list = 0; list < sizes.Length; list++)
        {
            sizes[list] = lists.Length(list);
        }

        Array.Sort(sizes);
        var table = new ReportTable("kmeans_sizes", "Different vectors of a cluster of k-means", ["smallest", "median", "largest", "empty"]);
        table.Add((long)sizes[0], (long)sizes[sizes.Length / 2], (long)sizes[^1], sizes.LongCount(static s => s == 0));
        return table;
    }
}
