using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Cluster;

/// <summary>
/// Leader clustering of a dataset (<see cref="Leader"/>): after what scales and word weights need, one pass in the order of the rows, and no row is held. How much
/// the order matters is measured on a sample: its clusters in the order of the input against those in a random order.
/// </summary>
internal sealed class LeaderPlanner(LeaderOptions options, RunContext context) : IRowPlanner
{
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        SeededDraw draw = context.Draw("leader");
        (VectorRecipe recipe, ReportTable features) = RowVectors.ReadRecipe(passes, inputs.Main, options);
        using var sample = new SampledRows(options.SampleRows, recipe.Dimension, options.Cosine, draw.For("sample"u8), context);
        var placed = new OpenClusters(context);
        try
        {
            using var leader = new Leader(options, recipe.Dimension, context) { Placed = placed.Add };
            var vector = new float[recipe.Dimension];
            passes.Run<FilledBatch>(inputs.Main, ReadRequest.Of([.. recipe.Request]), "lead", (batch, spent) => FilledBatch.Of(recipe, batch, 0, spent), (batch, part) =>
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    if (!part.Has(row))
                    {
                        leader.Add([]);
                        continue;
                    }

                    part.Row(row).CopyTo(vector);
                    sample.Offer(batch.FirstRow + row, vector, 0, 0);
                    if (options.Cosine)
                    {
                        UnitLength.Apply(vector);
                    }

                    leader.Add(vector);
                }
            });
            leader.Complete();
            VectorStore centroids = leader.ToStore();
            using var fit = new ClusterFit(centroids, centroids) { Labels = [], Cosine = options.Cosine };
            fit.Tables.Add(Threshold(leader, sample, draw.For("order"u8)));
            return Plan(passes, inputs.Main, placed.Clusters(centroids.Count, context), fit, recipe, features, sample, draw);
        }
        catch
        {
            placed.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
    }

    private ClusterPlan Plan(PassRunner passes, IRecordSource source, PlacedClusters placed, ClusterFit fit, VectorRecipe recipe, ReportTable features, SampledRows sample, SeededDraw draw)
    {
        try
        {
            ClusterDescription description = ClusterDescription.Read(passes, source, placed, options, draw.For("texts"u8));
            int[] labels = Array.ConvertAll(sample.Sorted(), s => placed.Codes[s.Row] - 1);
            (int, double)[] silhouettes = placed.Count < 2 ? [] : [.. labels.Zip(sample.Silhouettes(labels, placed.Count))];
            ClusterPlan plan = ClusterPlan.Of(placed, options.ColumnName, options.WithSize, options.SavesCentroids ? CentroidTable.Of(fit, placed, recipe, context) : null);
            plan.Tables.AddRange(ClusterReport.Of(placed, fit.Cosine, fit, features, description, options, silhouettes));
            return plan;
        }
        catch
        {
            placed.Dispose();
            throw;
        }
    }

    /// <summary>The threshold in the end, and the agreement of the sample's clusters in two orders.</summary>
    private ReportTable Threshold(Leader leader, SampledRows sample, SeededDraw draw)
    {
        int count = sample.Sorted().Length;
        var given = new List<int>();
        var shuffled = new List<int>();
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => draw.Bits(0, i)).ThenBy(static i => i)];
        Lead(sample, [.. Enumerable.Range(0, count)], given);
        Lead(sample, order, shuffled);
        double? agreement = count < 2 ? null : PartitionAgreement.Of(Enumerable.Range(0, count).Select(i => (given[order[i]], shuffled[i], 1L))
            .GroupBy(static p => (p.Item1, p.Item2)).Select(static g => (g.Key.Item1, g.Key.Item2, g.LongCount()))).AdjustedRand;
        var table = new ReportTable("leader", "Leader clustering", ["threshold", "clusters", "forced_rows", "sample", "sample_clusters", "shuffled_clusters", "order_ari"]);
        table.Add(leader.Threshold, (long)leader.Count, leader.Forced, (long)count, given.Count == 0 ? 0L : given.Max() + 1L, shuffled.Count == 0 ? 0L : shuffled.Max() + 1L, agreement);
        return table;
    }

    private void Lead(SampledRows sample, int[] order, List<int> labels)
    {
        using var leader = new Leader(options, sample.Dimension, context) { Placed = (label, _) => labels.Add(label) };
        foreach (int at in order)
        {
            leader.Add(sample.VectorOf(at));
        }

        leader.Complete();
    }

    /// <summary>Clusters of rows while more clusters may open: as in the end, since they open in the order of their first rows.</summary>
    private sealed class OpenClusters(RunContext run) : IDisposable
    {
        private readonly Grouping.RowCodes _labels = new(run);
        private readonly RowValues<double> _distances = new(run, "distances");

        public void Add(int label, double distance)
        {
            _labels.Append(label + 1);
            _distances.Append(distance);
        }

        public PlacedClusters Clusters(int count, RunContext context)
        {
            var placed = new PlacedClusters(count, [], context);
            try
            {
                for (long row = 0; row < _labels.Count; row++)
                {
                    placed.Add(_labels[row] - 1, _distances[row]);
                }
            }
            catch
            {
                placed.Dispose();
                throw;
            }

            Dispose();
            return placed;
        }

        public void Dispose()
        {
            _labels.Dispose();
            _distances.Dispose();
        }
    }
}
