using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Clusters;
using Curate.Core.Resample.Features;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select.Clusters;

/// <summary>
/// Equally many rows of every cluster, or of every branch of a tree of clusters: <see cref="HierarchicalSampling"/> without repeats and weights, under the name that
/// picking has.
/// </summary>
internal static class ClusterBalanced
{
    public static MethodEntry Entry { get; } = new MethodEntry<HierarchicalSamplingOptions>("select", "cluster-balanced", "Takes equally many rows of every cluster, or of every branch of a tree of clusters.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory | MethodTraits.Random)
    {
        Memory = "4 (features + 6) bytes a row for each level, twice the features in rounds and with --metric cosine, 8 clusters (features + 1) bytes a worker; with --per or --must 24 bytes a row, with --bytes, --tokens or --cost 40, and 24 a group and cluster",
        Passes = FeatureOptionSpecs.Passes(3) + ", and one more where kinds are inferred; 2 with --cluster-id; one more with --per or --must",
        Source = "H. V. Vo et al. 2024",
        DropReasons = [CellPlan.Reason, CellPlan.UnplacedReason],
        Usage = "curate select wine.csv --method cluster-balanced --label class --scale standard --levels 12,3 --rows 40 -o even.csv",
        LabelsClasses = false,
        Defaults = new HierarchicalSamplingOptions { RepeatsRows = false },
        Options =
        [
            .. ClusterPickSpecs.Budget<HierarchicalSamplingOptions>(),
            .. ClusterPickSpecs.Sizes<HierarchicalSamplingOptions>(),
            .. HierarchicalSampling.OptionSpecs.Where(static o => o.Name is not ("as" or "weight-column" or "max-repeat" or "rows" or "fraction")),
        ],
        InputOptions = ["must"],
        FileOptions = [TokenizerSpecs.File],
        Validate = static options =>
        {
            PickSpecs.Check(options.Budget, options.Must, options.Id, sized: true);
            PickSpecs.CheckSizes(options.Budget, options.Sizes);
            HierarchicalSampling.Check(options);
        },
        Start = static (options, request) => MethodStart.With(new HierarchicalSampling(ClusterOptionSpecs.Resolve(options, request), request.Context, RowSizer.Of(options.Budget, options.Sizes, request))),
        Example = static table => table.Classes == 0 ? null : new HierarchicalSamplingOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean, Fraction = 0.3, Levels = [6], Rounds = 0, MaxIterations = 2, Nearest = true },
    };
}
