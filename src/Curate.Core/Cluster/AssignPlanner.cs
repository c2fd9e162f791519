using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Cluster;

/// <summary>Gives every row the nearest of the centroids that an earlier run saved. Rows are decided one by one, so shards merge.</summary>
/// <remarks>O(n k d); 9 to 12 bytes a row, 1 to 4 more with a label.</remarks>
/// <param name="options">Columns are resolved.</param>
/// <param name="context">The run.</param>
internal sealed class AssignPlanner(ClusteringOptions options, RunContext context) : IShardedPlanner
{
    private readonly List<Part> _parts = [];
    private ClusterFit? _fit;
    private GroupTable? _labels;
    private Shape? _shape;

    public RowPlan Run(PassRunner passes, PlanInputs inputs)
    {
        Gather(passes, inputs);
        return Decide();
    }

    public void Gather(PassRunner passes, PlanInputs inputs)
    {
        (VectorRecipe recipe, ClusterFit fit) = SavedCentroids.Read(passes, options.Given ?? inputs.Others[0], context);
        _fit = fit;
        Part part = New();
        using (var assigner = new RowAssigner(recipe, fit, context))
        {
            assigner.Run(passes, inputs.Main, (_, _, label, squared) => part.Add(label, CentroidDistance.Of(squared, fit.Cosine)));
        }

        if (options.Label.Length > 0)
        {
            GroupTable labels = Labels();
            passes.Run<GroupPart>(inputs.Main, ReadRequest.Of([.. labels.Request]), "read labels", static (batch, spent) => GroupPart.Of(batch, 0, 1, spent), (_, own) => labels.Fold(own));
        }
    }

    public void SaveState(BinaryWriter to)
    {
        ClusterFit fit = _fit!;
        to.Write(fit.Centroids.Count);
        to.Write(fit.Cosine);
        to.Write(fit.Parents.Count);
        foreach (int[] parents in fit.Parents)
        {
            to.Write(parents.Length);
            foreach (int parent in parents)
            {
                to.Write(parent);
            }
        }

        _parts[0].Save(to);
        if (options.Label.Length > 0)
        {
            _labels!.Save(to);
        }
    }

    public void MergeState(BinaryReader from)
    {
        var shape = new Shape(from);
        _shape ??= shape;
        New().Load(from);
        if (options.Label.Length > 0)
        {
            Labels().MergeSaved(from);
        }
    }

    public RowPlan Decide()
    {
        Shape shape = _shape ?? new Shape(_fit!);
        var placed = new PlacedClusters(shape.Clusters, shape.Parents, context, keepsNumbers: true);
        try
        {
            foreach (Part part in _parts)
            {
                for (long row = 0; row < part.Labels.Count; row++)
                {
                    placed.Add(part.Labels[row] - 1, part.Distances[row]);
                }

                part.Dispose();
            }

            _parts.Clear();
            ClusterPlan plan = ClusterPlan.Of(placed, options.ColumnName, options.WithSize, null);
            plan.Tables.AddRange(ClusterReport.Of(placed, shape.Cosine, null, null, ClusterDescription.Of(placed, _labels, options.NearestRows), options, []));
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
        _parts.ForEach(static p => p.Dispose());
        _fit?.Dispose();
        _labels?.Dispose();
    }

    private Part New()
    {
        var part = new Part(context);
        _parts.Add(part);
        return part;
    }

    private GroupTable Labels() => _labels ??= new GroupTable([options.Label], keepCodes: true, context);

    /// <summary>The saved clusters without their centroids.</summary>
    private sealed class Shape
    {
        public Shape(ClusterFit fit)
        {
            Clusters = fit.Centroids.Count;
            Cosine = fit.Cosine;
            Parents = fit.Parents;
        }

        public Shape(BinaryReader from)
        {
            Clusters = from.ReadInt32();
            Cosine = from.ReadBoolean();
            var parents = new List<int[]>();
            for (int n = from.ReadInt32(); n > 0; n--)
            {
                parents.Add(Running.Plans.PlanArrays.Read<int>(from, from.ReadInt32()));
            }

            Parents = parents;
        }

        public int Clusters { get; }

        public bool Cosine { get; }

        public IReadOnlyList<int[]> Parents { get; }
    }

    /// <summary>Labels (one more than the number in the file, 0 for none) and distances of consecutive rows.</summary>
    private sealed class Part(RunContext run) : IDisposable
    {
        public RowCodes Labels { get; } = new(run);

        public RowValues<double> Distances { get; } = new(run, "distances");

        public void Add(int label, double distance)
        {
            Labels.Append(label + 1);
            Distances.Append(distance);
        }

        public void Save(BinaryWriter to)
        {
            Labels.Save(to);
            for (long row = 0; row < Labels.Count; row++)
            {
                to.Write(Distances[row]);
            }
        }

        public void Load(BinaryReader from)
        {
            long rows = from.ReadInt64();
            for (long row = 0; row < rows; row++)
            {
                Labels.Append(from.Read7BitEncodedInt());
            }

            for (long row = 0; row < rows; row++)
            {
                Distances.Append(from.ReadDouble());
            }
        }

        public void Dispose()
        {
            Labels.Dispose();
            Distances.Dispose();
        }
    }
}
