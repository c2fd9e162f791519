using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Resample;

/// <summary>The methods of <c>curate resample</c>.</summary>
public static class ResampleMethods
{
    public static IReadOnlyList<MethodEntry> All { get; } =
    [
        Random("random-over", BalanceMode.Over, "Repeats random rows of classes until each has its target count.",
            MethodTraits.KeepsOrder | MethodTraits.KeepsAll | MethodTraits.Shardable | MethodTraits.Random,
            "the classes; nothing per row", "curate resample penguins.csv --method random-over --label species -o balanced.csv"),
        Random("random-under", BalanceMode.Under, "Removes random rows of classes until each has its target count.",
            MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Shardable | MethodTraits.Random,
            "the classes, 1 to 4 bytes a row, 8 more with --id", "curate resample penguins.csv --method random-under --label species -o balanced.csv"),
        Random("random", BalanceMode.Both, "Repeats or removes random rows so that each class has its target count.",
            MethodTraits.KeepsOrder | MethodTraits.Shardable | MethodTraits.Random,
            "the classes, 1 to 4 bytes a row, 8 more with --id", "curate resample penguins.csv --method random --label species --to equal -o balanced.csv"),
        .. Over.OverMethods.All,
        .. Weights.WeightMethods.All,
        Prototypes.NearMiss.Entry,
        Prototypes.InstanceHardness.Entry,
        Prototypes.ClusterCentroids.Entry,
        .. Cleaning.CleaningMethods.All,
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
                OptionSpec<RandomOptions>.Column("label", "Column that holds the class.", (o, v) => o with { Label = v }) with { Role = true, Required = true },
                OptionSpec<RandomOptions>.Text("to", Features.FeatureOptionSpecs.CountsHelp,
                    (o, v) => o with { To = BalanceTarget.Parse(v) }, "auto"),
                OptionSpec<RandomOptions>.Choice("as", "Write rows, or keep every row and write a weight column.", ["rows", "weights"], (o, v) => o with { AsWeights = v == "weights" }, "rows"),
                OptionSpec<RandomOptions>.Text("weight-column", "Name of the column that --as weights adds.", (o, v) => o with { WeightColumn = v }, "weight"),
                .. mode == BalanceMode.Over ? NoisyCopies.Options :
                [
                    OptionSpec<RandomOptions>.Flag("replacement", "Draw the rows of classes that shrink with replacement.", (o, v) => o with { Replacement = v }),
                    OptionSpec<RandomOptions>.Column("id", "Key draws by this column instead of the row number.", (o, v) => o with { Id = v }) with { Role = true },
                ],
            ],
            Validate = NoisyCopies.Check,
            Start = static (options, request) => options.Shrinkage > 0 ? NoisyCopies.Start(options, request) : MethodStart.With(new RandomPlanner(options with
            {
                Label = request.Column(options.Label),
                Id = options.Id is { } id ? request.Column(id) : null,
            }, request.Context)),
            Example = table => table.Classes < 2 ? null : new RandomOptions { Mode = mode, Label = table.Label },
        };
}
