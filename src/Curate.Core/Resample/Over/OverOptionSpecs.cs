using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>The options of methods that make rows up.</summary>
internal static class OverOptionSpecs
{
    public const string To = "Target counts: auto, minority, not-minority, not-majority, all, equal, ratio=R, power=Q, share:CLASS=S,..., count:CLASS=N,...";

    /// <summary>Options of every method, then those of one.</summary>
    public static IReadOnlyList<OptionSpec<OverOptions>> With(params OptionSpec<OverOptions>[] own) => [.. FeatureOptionSpecs.Of<OverOptions>(To), .. own, .. Tail];

    /// <summary>Neighbours in the class.</summary>
    public static OptionSpec<OverOptions> KNeighbors(long @default = 5, string name = "k-neighbors", string help = "Neighbours of its class that a row is moved toward; at most the others that there are.") =>
        OptionSpec<OverOptions>.Whole(name, help, (o, v) => o with { KNeighbors = (int)v }, @default, 1, 1_000_000, "rows");

    /// <summary>Neighbours among all rows.</summary>
    public static OptionSpec<OverOptions> MNeighbors { get; } = OptionSpec<OverOptions>.Whole("m-neighbors",
        "Neighbours among all rows that tell whether a row is in danger.", (o, v) => o with { MNeighbors = (int)v }, 10, 1, 1_000_000, "rows");

    /// <summary>The same, with the default of methods that take every row.</summary>
    public static OptionSpec<OverOptions> EvenSpread => Spread with { Default = "even" };

    public static OptionSpec<OverOptions> Spread { get; } = OptionSpec<OverOptions>.Choice("spread",
        "First parents are drawn with replacement (random), or every one is taken equally often but for the remainder (even).", ["random", "even"],
        (o, v) => o with { Even = v == "even" }, "random");

    /// <summary>What made-up rows look like and where they stand.</summary>
    public static IReadOnlyList<OptionSpec<OverOptions>> Tail { get; } =
    [
        OptionSpec<OverOptions>.Choice("round", "Made-up values of whole-number columns are rounded to the nearest whole number, or keep their fractions.", ["nearest", "keep"],
            (o, v) => o with { KeepsFractions = v == "keep" }, "nearest"),
        OptionSpec<OverOptions>.List("other", "What stands in all other columns of a made-up row: the values of its base row, of the nearest parent, or null; COLUMN=VALUE sets one column.",
            (o, v) => o with { Other = v }, "base"),
        OptionSpec<OverOptions>.Text("synthetic-column", "Add a column of this name that is true for made-up rows.", (o, v) => o with { SyntheticColumn = v }),
        OptionSpec<OverOptions>.Flag("parents", "Add the columns _parent and _neighbor with the row numbers, from 0, of both parents.", (o, v) => o with { Parents = v }),
        OptionSpec<OverOptions>.Choice("order", "Made-up rows stand behind all others, behind their base row, anywhere, or classes take turns.", ["appended", "input", "shuffled", "class-interleaved"],
            (o, v) => o with { Order = OrderOf(v) }, "appended"),
    ];

    public static SyntheticOrder OrderOf(string word) => word switch
    {
        "input" => SyntheticOrder.Input,
        "shuffled" => SyntheticOrder.Shuffled,
        "class-interleaved" => SyntheticOrder.ClassInterleaved,
        _ => SyntheticOrder.Appended,
    };

    /// <summary>A number, or the word auto, which is null.</summary>
    public static OptionSpec<OverOptions> Auto(string name, string help, Func<OverOptions, double?, OverOptions> set) =>
        OptionSpec<OverOptions>.Text(name, help, (o, v) => set(o, AutoNumber(name, v)), "auto");

    private static double? AutoNumber(string name, string text)
    {
        if (text == "auto")
        {
            return null;
        }

        if (!NumberText.TryFraction(text, out double value) || value < 0)
        {
            Errors.Fail.Usage($"--{name} takes auto or a number of at least 0, not {Errors.Fail.Show(text)}.");
        }

        return value;
    }
}
