using System.Diagnostics.CodeAnalysis;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>Reads a table of centroids (<see cref="CentroidTable"/>) back.</summary>
internal sealed class SavedCentroids
{
    private readonly List<(int Level, int Cluster, int Parent, double Bias, float[] Vector)> _centroids = [];
    private readonly List<(string Name, string Kind, double[] Numbers)> _features = [];
    private string? _fit;

    private SavedCentroids()
    {
    }

    /// <summary>Reads the table.</summary>
    /// <exception cref="CurateException">It is no table of centroids, or a damaged one.</exception>
    public static (VectorRecipe Recipe, ClusterFit Fit) Read(PassRunner passes, IRecordSource table, RunContext run)
    {
        foreach (Field field in CentroidTable.Fields.Fields)
        {
            if (!table.HasColumn(field.Name))
            {
                NotCentroids(table, $"it has no column {Fail.Show(field.Name)}");
            }
        }

        var saved = new SavedCentroids();
        passes.Each(table, ReadRequest.Of([.. CentroidTable.Fields.Fields.Select(static f => new ColumnRequest(f.Name, f.Kind!.Value))]), "read centroids", batch => saved.Add(table, batch));
        return saved.Made(table, run);
    }

    [DoesNotReturn]
    private static void NotCentroids(IRecordSource table, string why) =>
        Fail.With(ErrorCodes.BadValue, $"{table.Name} is no table of centroids: {why}.", "Pass a file that curate cluster --centroids FILE wrote.");

    private void Add(IRecordSource table, RecordBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            string role = Text(batch, 0, row);
            switch (role)
            {
                case "fit":
                    _fit = Text(batch, 1, row);
                    break;
                case "centroid" when !batch[13].IsNull(row) && !batch[3].IsNull(row) && !batch[4].IsNull(row):
                    var wholes = (Level: ((WholeColumn)batch[3])[row], Cluster: ((WholeColumn)batch[4])[row], Parent: batch[5].IsNull(row) ? -1 : ((WholeColumn)batch[5])[row]);
                    if (wholes.Level is < 1 or > 1000 || wholes.Cluster is < 0 or > int.MaxValue || wholes.Parent is < -1 or > int.MaxValue)
                    {
                        NotCentroids(table, $"row {NumberText.Of(batch.FirstRow + row + 1)} has a level, cluster or parent out of range");
                    }

                    _centroids.Add(((int)wholes.Level, (int)wholes.Cluster, (int)wholes.Parent, Number(batch, 7, row, 0), ((VectorColumn)batch[13])[row].ToArray()));
                    break;
                case "feature":
                    _features.Add((Text(batch, 1, row), Text(batch, 2, row),
                        [Number(batch, 8, row, 0), Number(batch, 9, row, 1), Number(batch, 10, row, 0), Number(batch, 11, row, 1), Number(batch, 12, row, double.NaN)]));
                    break;
                default:
                    NotCentroids(table, $"row {NumberText.Of(batch.FirstRow + row + 1)} has the role {Fail.Show(role)} or lacks a level, a cluster or a vector");
                    break;
            }
        }
    }

    private static string Text(RecordBatch batch, int column, int row) => batch[column].IsNull(row) ? "" : Encoding.UTF8.GetString(batch.Text(column)[row]);

    private static double Number(RecordBatch batch, int column, int row, double missing) => batch[column].IsNull(row) ? missing : ((NumberColumn)batch[column])[row];

    private (VectorRecipe Recipe, ClusterFit Fit) Made(IRecordSource table, RunContext run)
    {
        string[] words = (_fit ?? "").Split(',');
        if (words.Length != 4 || words[0] is not ("numbers" or "embedding" or "text") || _features.Count == 0)
        {
            NotCentroids(table, _fit is null ? "it has no row with the role 'fit'" : _features.Count == 0 ? "it has no row with the role 'feature'" : $"its fit is {Fail.Show(_fit)}");
        }

        int levels = _centroids.Count == 0 ? 0 : _centroids.Max(static c => c.Level);
        var stores = new List<VectorStore>();
        try
        {
            var parents = new List<int[]>();
            double[]? bias = null;
            for (int level = 1; level <= levels; level++)
            {
                var own = _centroids.Where(c => c.Level == level).OrderBy(static c => c.Cluster).ToList();
                if (own.Count == 0 || own.Where((c, i) => c.Cluster != i || c.Vector.Length != _features.Count).Any())
                {
                    NotCentroids(table, $"the clusters of level {NumberText.Of(level)} are not numbered from 0 without gaps, or have vectors of another length than there are features");
                }

                var store = new VectorStore(own.Count, _features.Count, 0, run);
                stores.Add(store);
                for (int c = 0; c < own.Count; c++)
                {
                    own[c].Vector.CopyTo(store[c]);
                }

                if (level == 1 && own.Any(static c => c.Bias != 0))
                {
                    bias = [.. own.Select(static c => c.Bias)];
                }

                if (level < levels)
                {
                    int above = _centroids.Count(c => c.Level == level + 1);
                    if (own.Any(c => (uint)c.Parent >= (uint)above))
                    {
                        NotCentroids(table, $"a cluster of level {NumberText.Of(level)} has no parent");
                    }

                    parents.Add([.. own.Select(static c => c.Parent)]);
                }
            }

            if (stores.Count == 0)
            {
                NotCentroids(table, "it has no row with the role 'centroid'");
            }

            return (Recipe(table, words), new ClusterFit(stores[0], new Stores([.. stores.Skip(1)])) { Labels = [], Cosine = words[1] == "cosine", Parents = parents, Upper = [.. stores.Skip(1)], Bias = bias });
        }
        catch
        {
            stores.ForEach(static s => s.Dispose());
            throw;
        }
    }

    private VectorRecipe Recipe(IRecordSource table, string[] words)
    {
        bool drops = words[2] == "drop";
        if (words[0] == "text")
        {
            return VectorRecipe.OfText(_features[0].Name, [.. _features.Select(static f => f.Numbers[1])], drops);
        }

        int columns = words[0] == "embedding" ? 1 : _features.Count;
        var request = new ColumnRequest[columns];
        for (int c = 0; c < columns; c++)
        {
            ColumnKind kind = _features[c].Kind switch
            {
                "vector" => ColumnKind.Vector,
                "whole" or "number" or "decimal" => ColumnKind.Number,
                "flag" => ColumnKind.Flag,
                "date" => ColumnKind.Date,
                "time" => ColumnKind.Time,
                _ => ColumnKind.Text,
            };
            if (kind == ColumnKind.Text)
            {
                NotCentroids(table, $"the feature {Fail.Show(_features[c].Name)} has the kind {Fail.Show(_features[c].Kind)}");
            }

            request[c] = new ColumnRequest(_features[c].Name, kind);
        }

        double[] Of(int number) => [.. _features.Select(f => f.Numbers[number])];
        return VectorRecipe.OfNumbers(request, new FeatureTransform(Of(0), Of(1), Of(2), Of(3), Of(4), words[3] == "late"), drops);
    }

    private sealed class Stores(VectorStore[] stores) : IDisposable
    {
        public void Dispose()
        {
            foreach (VectorStore store in stores)
            {
                store.Dispose();
            }
        }
    }
}
