using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Statistics;

namespace Curate.Core.Resample.Over;

/// <summary>The registry entries of the methods that make rows up for labels other than one class a row: numbers, and several labels.</summary>
internal static class LabelMethods
{
    private const MethodTraits Traits = MethodTraits.Random | MethodTraits.InMemory | MethodTraits.MakesUp;
    private const string RareTo = "Target counts of the classes low, common and high: auto (equal), minority, majority, not-minority, not-majority, all, equal, ratio=R, power=Q, share:CLASS=S,..., count:CLASS=N,...";
    private const string TargetMemory = OverMethods.TableMemory + "; 16 bytes a row for the target, 8 more a made-up row with categories";

    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("smoter", static name => Target(name, "Balances a numeric target: makes rows between rows with rare values, and removes common ones (SMOTER).", TargetMemory,
            "Torgo, Ribeiro, Pfahringer and Branco (2013), SMOTE for Regression",
            "curate resample wine.csv --method smoter --label malic_acid --scale standard -o balanced.csv", static () => new Smoter())),
        new("smogn", static name => Target(name, "As smoter, with noise in place of rows between neighbours that stand far apart (SMOGN).", TargetMemory + "; 8 bytes a rare row and worker",
            "Branco, Torgo and Ribeiro (2017), SMOGN: a Pre-processing Approach for Imbalanced Regression",
            "curate resample wine.csv --method smogn --label malic_acid --scale standard -o balanced.csv", static () => new Smogn(),
            OptionSpec<OverOptions>.Number("perturbation", "Most noise, in standard deviations of each column among the rows of the class.", (o, v) => o with { Perturbation = v }, 0.02, 0))),
        new("mlsmote", static _ => MultiLabel),
    ];

    private static MethodEntry<OverOptions> MultiLabel => new("resample", "mlsmote", "Makes rows of rare labels where rows have several labels; the neighbours vote on all labels (MLSMOTE).", Traits | MethodTraits.KeepsAll)
    {
        Memory = OverMethods.TableMemory + "; the texts of labels and different sets of labels, 4 bytes for each label of a row, 4 more a made-up row",
        Passes = "3, one more where kinds are inferred, one more above 8,388,608 numbers",
        Source = "Charte, Rivera, del Jesus and Herrera (2015), MLSMOTE: Approaching Imbalanced Multilabel Learning Through Synthetic Instance Generation",
        LabelsClasses = false,
        Usage = "curate resample tagged.csv --method mlsmote --label tags --label-separator ';' --missing median -o balanced.csv",
        Defaults = new OverOptions(),
        Options =
        [
            .. OverOptionSpecs.With(
                OptionSpec<OverOptions>.Text("label-separator", "What stands between the labels of one value; values that are JSON arrays need none.", (o, v) => o with { LabelSeparator = v }),
                OverOptionSpecs.KNeighbors(help: "Neighbours with the rare label that a row is moved toward, and that vote; at most the others that there are."),
                OptionSpec<OverOptions>.Whole("times", "Rows that are made from each row of a rare label.", (o, v) => o with { Times = (int)v }, 1, 1, 1_000_000, "rows"),
                OptionSpec<OverOptions>.Choice("label-vote", "Labels of a made-up row: those of half or more of its base row and the neighbours (ranking), of any (union), of all (intersection).",
                    ["ranking", "union", "intersection"],
                    (o, v) => o with { LabelVote = v switch { "union" => LabelVote.Union, "intersection" => LabelVote.Intersection, _ => LabelVote.Ranking } }, "ranking"))
                .Where(static o => o.Name is not ("to" or "order")),
            OptionSpec<OverOptions>.Choice("order", "Made-up rows stand behind all others, behind their base row, or anywhere.", ["appended", "input", "shuffled"],
                (o, v) => o with { Order = OverOptionSpecs.OrderOf(v) }, "appended"),
        ],
        Validate = static o =>
        {
            OtherValues.Check(o.Other);
            if (o.LabelSeparator?.Length == 0)
            {
                Fail.Usage("--label-separator takes a text, and it is empty.", "For example --label-separator ';'.");
            }
        },
        Start = static (options, request) => MethodStart.With(new OverPlanner(new MlSmote(), FeatureOptionSpecs.Resolve(options, request), request.Context)),
        Example = static table => table.Rows < 50 || table.Classes < 3 ? null : new OverOptions
        {
            Label = table.Text,
            LabelSeparator = " ",
            Features = [table.Number],
            Categorical = [table.Group],
            Missing = MissingValues.Median,
        },
    };

    private static MethodEntry<OverOptions> Target(string name, string summary, string memory, string source, string usage, Func<IRowMaker> maker, params OptionSpec<OverOptions>[] own) =>
        new("resample", name, summary, Traits)
        {
            Memory = memory,
            DropReasons = [OverPlanner.ReasonOf(CleanStep.None, LabelForm.Number)],
            Passes = "3, one more where kinds are inferred, one more above 8,388,608 numbers",
            Source = source,
            LabelsClasses = false,
            Usage = usage,
            Defaults = new OverOptions { Even = true },
            Options =
            [
                .. OverOptionSpecs.With(
                [
                    OptionSpec<OverOptions>.Number("rare-from", "Relevance from which a value is rare.", (o, v) => o with { RareFrom = v }, TargetRelevance.UsualRare, 0, 1, aboveMin: true),
                    OptionSpec<OverOptions>.Number("range-coefficient", "Quartile ranges between a quartile and the fence that values must lie beyond for the rest of their side to be rare.",
                        (o, v) => o with { RangeCoefficient = v }, TargetRelevance.UsualRange, 0, aboveMin: true),
                    OverOptionSpecs.KNeighbors(help: "Neighbours among the rows of its class that a row is moved toward; at most the others that there are."),
                    .. own,
                    OverOptionSpecs.EvenSpread,
                ]).Select(static o => o.Name switch
                {
                    "label" => o with { Help = "Column that holds the numeric target." },
                    "to" => o with { Help = RareTo },
                    _ => o,
                }),
            ],
            Validate = static o => OtherValues.Check(o.Other),
            Start = (options, request) => MethodStart.With(new OverPlanner(maker(), FeatureOptionSpecs.Resolve(options, request), request.Context)),
            Example = static table => table.Rows < 50 || table.Classes < 3 ? null : new OverOptions
            {
                Label = table.Number,
                Features = [table.Time],
                Categorical = [table.Label],
                RangeCoefficient = 0.2,
                Even = true,
                Missing = MissingValues.Median,
            },
        };
}
