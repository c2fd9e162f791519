using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Resample.Balance;

/// <summary>
/// Makes classes as unequal as asked for, to test what balances them: removes random rows until the counts fall exponentially, linearly or in a step, or follow
/// given ratios. Rows with the smallest draws stay, so of one order of classes and one <c>--head</c> the rows of a stronger imbalance are among those of a weaker.
/// </summary>
/// <remarks>Counts: <see cref="ImbalanceCounts"/>; rows, weights and shards: <see cref="RandomPlanner"/>. Memory: that of random-under.</remarks>
internal static class MakeImbalance
{
    public const double DefaultFactor = 10;
    public const double DefaultMinorityShare = 0.5;

    public static MethodEntry Entry { get; } = new MethodEntry<ImbalanceOptions>("resample", "make-imbalance",
        "Removes random rows until classes are as unequal as asked for: a long tail, a line, a step.",
        MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.Shardable | MethodTraits.Random)
    {
        Memory = "the classes, 1 to 4 bytes a row, 8 more with --id",
        Passes = "2",
        Source = "M. Buda et al. 2018, section 3.1; Y. Cui et al. 2019, section 5.1",
        DropReasons = [ClassCopies.Reason],
        Usage = "curate resample penguins.csv --method make-imbalance --label species --imbalance-factor 10 -o tail.csv",
        Defaults = new ImbalanceOptions(),
        Options =
        [
            OptionSpec<ImbalanceOptions>.Column("label", "Column that holds the class.", (o, v) => o with { Rows = o.Rows with { Label = v } }) with { Role = true, Required = true },
            OptionSpec<ImbalanceOptions>.Choice("shape", "How counts fall from the largest class to the smallest; uniform makes them equal, ratios takes them from --ratios.",
                ["exponential", "linear", "step", "uniform", "ratios"], (o, v) => o with { Shape = v }, "exponential"),
            OptionSpec<ImbalanceOptions>.Number("imbalance-factor", "Rows of the largest class over rows of the smallest.", (o, v) => o with { Factor = v }, DefaultFactor, min: 1),
            OptionSpec<ImbalanceOptions>.Fraction("minority-share", "With --shape step: share of the classes that are small.", (o, v) => o with { MinorityShare = v }, DefaultMinorityShare,
                aboveMin: true, belowMax: true),
            OptionSpec<ImbalanceOptions>.Text("ratios", "With --shape ratios: CLASS=R,... with R the rows of a class over rows of the largest; others have 1.",
                (o, v) => o with { Ratios = ParseRatios(v) }),
            OptionSpec<ImbalanceOptions>.List("class-order", "All classes from the largest to the smallest; without it sorted order.", (o, v) => o with { Order = v }),
            OptionSpec<ImbalanceOptions>.Choice("direction", "The first class of the order is the largest (forward), or the last one is (backward).", ["forward", "backward"],
                (o, v) => o with { Backward = v == "backward" }, "forward"),
            OptionSpec<ImbalanceOptions>.Whole("head", "Rows of the largest class; without it the most that all classes allow.", (o, v) => o with { Head = v }, min: 1, unit: "rows"),
            OptionSpec<ImbalanceOptions>.Choice("as", "Write rows, or keep every row and write a weight column.", ["rows", "weights"],
                (o, v) => o with { Rows = o.Rows with { AsWeights = v == "weights" } }, "rows"),
            OptionSpec<ImbalanceOptions>.Text("weight-column", "Name of the column that --as weights adds.", (o, v) => o with { Rows = o.Rows with { WeightColumn = v } }, "weight"),
            OptionSpec<ImbalanceOptions>.Column("id", "Key draws by this column instead of the row number.", (o, v) => o with { Rows = o.Rows with { Id = v } }) with { Role = true },
        ],
        Validate = Check,
        Resolved = Resolved,
        Start = static (options, request) => MethodStart.With(new RandomPlanner(BalanceOptionSpecs.Resolve(options.Rows, request), request.Context)
        {
            Targets = (names, counts) => ImbalanceCounts.Of(options, names, counts),
        }),
        Example = static table => table.Classes < 3 || table.Rows < 50 ? null : new ImbalanceOptions { Rows = new RandomOptions { Mode = BalanceMode.Under, Label = table.Label }, Factor = 3 },
    };

    private static void Check(ImbalanceOptions options)
    {
        bool shaped = options.Shape is "exponential" or "linear" or "step";
        if (options.Factor is not null && !shaped)
        {
            Fail.Usage($"--imbalance-factor means nothing for --shape {options.Shape}.", "It goes with exponential, linear and step.");
        }

        if (options.MinorityShare is not null && options.Shape != "step")
        {
            Fail.Usage($"--minority-share means nothing for --shape {options.Shape}.", "It goes with --shape step.");
        }

        if ((options.Shape == "ratios") != (options.Ratios.Count > 0))
        {
            Fail.Usage(options.Shape == "ratios" ? "--shape ratios needs --ratios CLASS=R,..." : "--ratios belongs to --shape ratios.", "Pass both or none.");
        }

        if (!shaped && (options.Order.Count > 0 || options.Backward))
        {
            Fail.Usage($"{(options.Backward ? "--direction" : "--class-order")} means nothing for --shape {options.Shape}.", "It goes with exponential, linear and step.");
        }

        if (options.Order.FirstOrDefault(name => options.Order.Count(n => n == name) > 1) is { } twice)
        {
            Fail.Usage($"--class-order names {Fail.Show(twice)} twice.");
        }
    }

    private static Dictionary<string, string?> Resolved(ImbalanceOptions options)
    {
        var resolved = new Dictionary<string, string?>();
        if (options.Shape is "uniform" or "ratios")
        {
            resolved["imbalance-factor"] = null;
            resolved["direction"] = null;
        }

        if (options.Shape != "step")
        {
            resolved["minority-share"] = null;
        }

        return resolved;
    }

    private static List<KeyValuePair<string, double>> ParseRatios(string text)
    {
        var ratios = new List<KeyValuePair<string, double>>();
        foreach (string item in text.Split(','))
        {
            int equals = item.LastIndexOf('=');
            double ratio = 0;
            if (equals <= 0 || !NumberText.TryFraction(item.AsSpan(equals + 1), out ratio) || ratio is < 0 or > 1)
            {
                Fail.Usage($"--ratios takes CLASS=R pairs, not {Fail.Show(item)}.", "R is 0 to 1: setosa=1,virginica=0.1.");
            }

            string name = item[..equals];
            if (ratios.Exists(r => r.Key == name))
            {
                Fail.Usage($"--ratios names the class {Fail.Show(name)} twice.");
            }

            ratios.Add(new(name, ratio));
        }

        return ratios;
    }
}
