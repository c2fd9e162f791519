using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Clusters;

/// <summary>The rows of a dataset in a tree of clusters, found by k-means or read from columns, with their labels where a label is named.</summary>
internal sealed class PlacedRows : IDisposable
{
    private PlacedRows(CellRows cells, ClusterTree tree, GroupTable? labels)
    {
        Cells = cells;
        Tree = tree;
        Labels = labels;
    }

    /// <summary>The leaf of every row. A plan that is made takes it over.</summary>
    public CellRows Cells { get; }

    public ClusterTree Tree { get; }

    /// <summary>The labels of all rows, or null.</summary>
    public GroupTable? Labels { get; }

    /// <summary>What was fitted, or null for ready clusters.</summary>
    public HierarchicalResult? Fit { get; private init; }

    /// <summary>The vectors, or null for ready clusters.</summary>
    public FeatureTable? Features { get; private init; }

    /// <summary>Reads ready clusters, or finds them.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="options">Columns are resolved.</param>
    /// <param name="levels">The fit for so many rows.</param>
    /// <param name="draw">The draws of the method.</param>
    /// <param name="run">Workers and memory.</param>
    public static PlacedRows Read(PassRunner passes, IRecordSource source, ClusterOptions options, Func<int, HierarchicalOptions> levels, SeededDraw draw, RunContext run) =>
        options.ClusterIds.Count > 0 ? Ready(passes, source, options, draw, run) : Found(passes, source, options, levels, draw, run);

    /// <summary>The leaf of each vector.</summary>
    public int[] LeafOf => Fit!.Levels[0].Parents;

    public void Dispose()
    {
        Fit?.Dispose();
        Features?.Dispose();
        Labels?.Dispose();
    }

    private static PlacedRows Found(PassRunner passes, IRecordSource source, ClusterOptions options, Func<int, HierarchicalOptions> levels, SeededDraw draw, RunContext run)
    {
        FeatureTable features = FeatureTable.Read(passes, source, options, run);
        HierarchicalResult? fit = null;
        CellRows? cells = null;
        try
        {
            ClusterOptionSpecs.CheckEmbedding(options, features.Columns);
            if (features.Store.Count == 0)
            {
                Fail.With(ErrorCodes.Infeasible, features.InputRows == 0 ? "There are no rows to put into clusters." : "No row has all features, so there is nothing to put into clusters.",
                    features.InputRows == 0 ? "Check the input and --where." : "Choose how missing values are treated with --missing (mean, median, zero), or name other columns with --features.");
            }

            fit = HierarchicalKMeans.Fit(features.Store, levels(features.Store.Count), draw.For("k-means"u8), run);
            ClusterTree tree = ClusterTree.Of(fit, draw.For("tree"u8));
            cells = new CellRows(run, tree.Names);
            int next = 0;
            for (long row = 0; row < features.InputRows; row++)
            {
                bool has = next < features.Store.Count && features.RowOf(next) == row;
                cells.Add(has ? fit.Levels[0].Parents[next++] : -1);
            }

            return new PlacedRows(cells, tree, features.Labels) { Fit = fit, Features = features };
        }
        catch
        {
            cells?.Dispose();
            fit?.Dispose();
            features.Dispose();
            throw;
        }
    }

    private static PlacedRows Ready(PassRunner passes, IRecordSource source, ClusterOptions options, SeededDraw draw, RunContext run)
    {
        using var groups = new GroupTable(options.ClusterIds, keepCodes: true, run);
        GroupTable? labels = options.Label.Length == 0 ? null : new GroupTable([options.Label], keepCodes: true, run);
        CellRows? cells = null;
        try
        {
            int columns = options.ClusterIds.Count;
            passes.Run<Tuple<GroupPart, GroupPart?>>(source, ReadRequest.Of([.. groups.Request, .. labels?.Request ?? []]), "read clusters",
                (batch, spent) => Tuple.Create(GroupPart.Of(batch, 0, columns, spent?.Item1), labels is null ? null : GroupPart.Of(batch, columns, 1, spent?.Item2)),
                (_, part) =>
                {
                    groups.Fold(part.Item1);
                    if (part.Item2 is { } own)
                    {
                        labels!.Fold(own);
                    }
                });
            ClusterTree tree = ClusterTree.Of(groups, draw.For("tree"u8), out int[] leafOf);
            if (tree.Names.Length == 0)
            {
                Fail.With(ErrorCodes.Infeasible, groups.Rows == 0 ? "There are no rows." : $"No row has a cluster: {Fail.Show(string.Join(", ", options.ClusterIds))} is missing in all of them.", "Check --cluster-id.");
            }

            cells = new CellRows(run, tree.Names);
            for (long row = 0; row < groups.Rows; row++)
            {
                cells.Add(leafOf[groups.Codes[row]]);
            }

            return new PlacedRows(cells, tree, labels);
        }
        catch
        {
            cells?.Dispose();
            labels?.Dispose();
            throw;
        }
    }
}
