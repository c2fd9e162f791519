using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Randomness;
using Curate.Core.Resample.Clusters;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Plans;
using Curate.Core.Running.Views;

namespace Curate.Core.Cluster;

/// <summary>
/// What methods of <c>curate cluster</c> have in common: rows become vectors, a method finds clusters, every row gets its own, and clusters are numbered by their
/// first row. With <c>--train-rows</c> only a random sample is held and fitted on, and all rows stream past the centroids.
/// </summary>
/// <param name="options">Columns are resolved.</param>
/// <param name="purpose">Purpose of the draws.</param>
/// <param name="find">Finds clusters.</param>
/// <param name="context">The run.</param>
internal sealed class ClusterPlanner(ClusteringOptions options, string purpose, Func<FitInput, ClusterFit> find, RunContext context) : IRowPlanner
{
    /// <inheritdoc/>
    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        SeededDraw draw = context.Draw(purpose);
        long[]? taken = Sample(passes, inputs.Main, draw.For("train rows"u8));
        using RowVectors vectors = RowVectors.Read(passes, taken is null ? inputs.Main : TrainSource(passes, inputs.Main, taken), options, context);
        using var sample = new SampledRows(options.SampleRows, vectors.Recipe.Dimension, options.Cosine, draw.For("sample"u8), context);
        for (int v = 0; v < vectors.Store.Count; v++)
        {
            long row = vectors.RowOf(v);
            sample.Offer(taken is null ? row : taken[row], vectors.Store[v], v, 0);
        }

        using ClusterFit fit = find(new FitInput(vectors, sample, draw.For("fit"u8), context));
        var placed = new PlacedClusters(fit.Centroids.Count, fit.Parents, context);
        try
        {
            if (taken is null)
            {
                Place(vectors, fit, placed);
            }
            else
            {
                using var assigner = new RowAssigner(vectors.Recipe, fit, context);
                assigner.Run(passes, inputs.Main, (_, _, label, squared) => placed.Add(label, CentroidDistance.Of(squared, fit.Cosine)));
            }

            ClusterDescription description = ClusterDescription.Read(passes, inputs.Main, placed, options, draw.For("texts"u8));
            ClusterPlan plan = ClusterPlan.Of(placed, options.ColumnName, options.WithSize, options.SavesCentroids ? CentroidTable.Of(fit, placed, vectors.Recipe, context) : null);
            plan.Tables.AddRange(ClusterReport.Of(placed, fit.Cosine, fit, vectors.Features, description, options, Silhouettes(sample, placed)));
            return plan;
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

    private static (int Cluster, double Silhouette)[] Silhouettes(SampledRows sample, PlacedClusters placed)
    {
        int[] labels = Array.ConvertAll(sample.Sorted(), s => placed.Codes[s.Row] - 1);
        return placed.Count < 2 ? [] : [.. labels.Zip(sample.Silhouettes(labels, placed.Count))];
    }

    /// <summary>The rows to fit on, ascending; null for all.</summary>
    private long[]? Sample(PassRunner passes, IRecordSource source, SeededDraw draw)
    {
        if (options.TrainRows == 0)
        {
            return null;
        }

        long rows = source.RowCount ?? passes.Each(source, ReadRequest.CountOnly, "count rows", static _ => { });
        if (rows <= options.TrainRows)
        {
            return null;
        }

        var smallest = new BottomK(options.TrainRows);
        for (long row = 0; row < rows; row++)
        {
            smallest.Add(draw.Bits(0, row), new RowId(0, row));
        }

        long[] taken = Array.ConvertAll(smallest.ToSorted(), static ranked => ranked.Row.Row);
        Array.Sort(taken);
        return taken;
    }

    /// <summary>The sampled rows as a dataset, with the kinds that all rows give its columns.</summary>
    private IRecordSource TrainSource(PassRunner passes, IRecordSource source, long[] taken)
    {
        IRecordSource typed = source;
        if (!RowVectors.OfText(options))
        {
            TableSchema kinds = KindResolver.Resolve(passes, source, options.Features.Count > 0 ? options.Features : null);
            typed = new TypedSource(source, new TableSchema([.. source.Schema.Fields.Select(f => kinds.IndexOf(f.Name) is >= 0 and int at ? kinds[at] : f)]));
        }

        var kept = new BitMap();
        foreach (long row in taken)
        {
            kept.Set(row);
        }

        return new PlannedSource(typed, new KeptRows(kept, taken.Length, "not-sampled") { InputRows = source.RowCount ?? taken[^1] + 1 }, context);
    }

    private void Place(RowVectors vectors, ClusterFit fit, PlacedClusters placed)
    {
        using MemoryLease lease = context.Memory.Lease(8L * vectors.Store.Count, "The distances of the rows");
        double[] squares = CentroidDistance.Squares(vectors.Store, fit.Centroids, fit.Labels, fit.Cosine, context);
        int next = 0;
        for (long row = 0; row < vectors.InputRows; row++)
        {
            if (next < squares.Length && vectors.RowOf(next) == row)
            {
                placed.Add(fit.Labels[next], CentroidDistance.Of(squares[next], fit.Cosine));
                next++;
            }
            else
            {
                placed.Add(-1, 0);
            }
        }
    }
}
