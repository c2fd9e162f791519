using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Resample.Balance;

namespace Curate.Core.Resample;

/// <summary>The methods of <c>curate resample</c>.</summary>
public static class ResampleMethods
{
    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("random-over", static name => Random(name, BalanceMode.Over, "Repeats random rows of classes until each has its target count.",
            MethodTraits.KeepsOrder | MethodTraits.KeepsAll | MethodTraits.Shardable | MethodTraits.Random,
            "the classes; nothing per row; with --spread even, --max-repeat or --epochs 1 to 4 bytes a row, 8 more with --id", "curate resample penguins.csv --method random-over --label species -o balanced.csv")),
        new("random-under", static name => Random(name, BalanceMode.Under, "Removes random rows of classes until each has its target count.",
            MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Shardable | MethodTraits.Random,
            "the classes, 1 to 4 bytes a row, 8 more with --id", "curate resample penguins.csv --method random-under --label species -o balanced.csv")),
        new("random", static name => Random(name, BalanceMode.Both, "Repeats or removes random rows so that each class has its target count.",
            MethodTraits.KeepsOrder | MethodTraits.Shardable | MethodTraits.Random,
            "the classes, 1 to 4 bytes a row, 8 more with --id", "curate resample penguins.csv --method random --label species --to equal -o balanced.csv")),
        new("make-imbalance", static _ => MakeImbalance.Entry),
        new("stream-balance", static _ => StreamBalance.Entry),
        new("rehydrate", static _ => Rehydrate.Entry),
        new("matching", static _ => Balance.Pairing.Matching.Entry),
        .. Over.OverMethods.All,
        .. Weights.WeightMethods.All,
        new("near-miss", static _ => Prototypes.NearMiss.Entry),
        new("instance-hardness-threshold", static _ => Prototypes.InstanceHardness.Entry),
        new("cluster-centroids", static _ => Prototypes.ClusterCentroids.Entry),
        .. Cleaning.CleaningMethods.All,
        new("hierarchical-kmeans", static _ => Clusters.HierarchicalSampling.Entry),
        new("cluster-clip", static _ => Clusters.ClusterClip.Entry),
        new("subclass-balance", static _ => Clusters.SubclassBalance.Entry),
    ];

    private static MethodEntry Random(string name, BalanceMode mode, string summary, MethodTraits traits, string memory, string usage) =>
        new MethodEntry<RandomOptions>("resample", name, summary, traits)
        {
            Memory = memory,
            Passes = "2",
            DropReasons = mode == BalanceMode.Over ? [] : [ClassCopies.Reason],
            Usage = usage,
            Defaults = new RandomOptions { Mode = mode },
            Options =
            [
                .. BalanceOptionSpecs.Classes,
                .. mode == BalanceMode.Both ? [BalanceOptionSpecs.Total] : Array.Empty<OptionSpec<RandomOptions>>(),
                .. BalanceOptionSpecs.Weights,
                .. mode == BalanceMode.Over ? NoisyCopies.Options :
                [
                    OptionSpec<RandomOptions>.Flag("replacement", "Draw the rows of classes that shrink with replacement.", (o, v) => o with { Replacement = v }),
                ],
                BalanceOptionSpecs.Id,
                .. BalanceOptionSpecs.Copies,
            ],
            Validate = static options =>
            {
                BalanceOptionSpecs.Check(options);
                NoisyCopies.Check(options);
            },
            Resolved = BalanceOptionSpecs.Resolved,
            Start = static (options, request) => options.Shrinkage > 0 ? NoisyCopies.Start(options, request)
                : MethodStart.With(new RandomPlanner(BalanceOptionSpecs.Resolve(options, request), request.Context)),
            Example = table => table.Classes < 2 ? null : new RandomOptions { Mode = mode, Label = table.Label },
        };
}
