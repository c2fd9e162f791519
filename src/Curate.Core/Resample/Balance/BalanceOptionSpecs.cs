using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Balance;

/// <summary>The options of the random resamplers, in the parts that methods put together.</summary>
internal static class BalanceOptionSpecs
{
    private static readonly string[] s_shared = ["auto", "equal", "power", "share"];

    /// <summary>Which classes there are, and the count of each.</summary>
    public static IReadOnlyList<OptionSpec<RandomOptions>> Classes { get; } =
    [
        .. Columns,
        OptionSpec<RandomOptions>.Text("to", FeatureOptionSpecs.CountsHelp, (o, v) => o with { To = BalanceTarget.Parse(v) }, "auto"),
    ];

    /// <summary>The columns that make a class.</summary>
    public static IReadOnlyList<OptionSpec<RandomOptions>> Columns =>
    [
        OptionSpec<RandomOptions>.Column("label", "Column that holds the class.", (o, v) => o with { Label = v }) with { Role = true },
        OptionSpec<RandomOptions>.Columns("by", "Balance the combinations of these columns' values, and of the label where it is given; --to names one as VALUE/VALUE.",
            (o, v) => o with { By = v }) with { Role = true },
    ];

    public static OptionSpec<RandomOptions> Total { get; } = OptionSpec<RandomOptions>.Whole("total",
        "Rows that --to equal, power and share give out; without it as many as there are.", (o, v) => o with { Total = v }, min: 1, unit: "rows");

    /// <summary>Rows or weights.</summary>
    public static IReadOnlyList<OptionSpec<RandomOptions>> Weights { get; } =
    [
        OptionSpec<RandomOptions>.Choice("as", "Write rows, or keep every row and write a weight column.", ["rows", "weights"], (o, v) => o with { AsWeights = v == "weights" }, "rows"),
        OptionSpec<RandomOptions>.Text("weight-column", "Name of the column that --as weights adds.", (o, v) => o with { WeightColumn = v }, "weight"),
    ];

    public static OptionSpec<RandomOptions> Id { get; } =
        OptionSpec<RandomOptions>.Column("id", "Key draws by this column instead of the row number.", (o, v) => o with { Id = v }) with { Role = true };

    /// <summary>How copies are handed out.</summary>
    public static IReadOnlyList<OptionSpec<RandomOptions>> Copies { get; } =
    [
        OptionSpec<RandomOptions>.Choice("spread", "Copies are drawn with replacement (random), or every row comes equally often but for the remainder (even).", ["random", "even"],
            (o, v) => o with { Even = v == "even" }, "random"),
        OptionSpec<RandomOptions>.Whole("max-repeat", "No row comes more often, and no weight is larger; classes that would need it stay below their target. Copies are then even.",
            (o, v) => o with { MaxRepeat = v }, min: 1, max: 1_000_000_000),
        OptionSpec<RandomOptions>.Whole("epochs", "Write the data so many times, one after the other, each time with other draws and even copies.", (o, v) => o with { Epochs = (int)v }, 1, 1, 1000),
        OptionSpec<RandomOptions>.Choice("schedule", "With --epochs: every epoch has the target (constant), or they go from the counts as they are to the target in equal steps (progressive).",
            ["constant", "progressive"], (o, v) => o with { Progressive = v == "progressive" }, "constant"),
        OptionSpec<RandomOptions>.Text("epoch-column", "With --epochs: name of the column that holds the epoch, from 1.", (o, v) => o with { EpochColumn = v }, "_epoch"),
    ];

    /// <summary>Combinations that mean nothing.</summary>
    public static void Check(RandomOptions options)
    {
        if (options.Columns.Count == 0)
        {
            Fail.Usage("--label or --by is required: the column, or columns, that make a class.", "Pass --label COL, --by COL,COL or both.");
        }

        if (options.Total is not null && !s_shared.Contains(options.To.Form, StringComparer.Ordinal))
        {
            Fail.Usage($"--to {options.To.Form} fixes the number of rows, so --total cannot.", "--total goes with --to equal, power=Q and share:CLASS=S.");
        }

        if (options.Even == false && (options.MaxRepeat > 0 || options.Epochs > 1))
        {
            Fail.Usage($"--spread random draws copies with replacement, which {(options.MaxRepeat > 0 ? "--max-repeat cannot bound" : "--epochs does not do")}.", "Leave it out, or pass --spread even.");
        }

        if (options.Replacement && options.CopiesEvenly)
        {
            Fail.Usage("--replacement draws rows, and --spread even, --max-repeat and --epochs count copies.", "Leave --replacement out.");
        }

        if (options.AsWeights && (options.Epochs > 1 || options.Even is not null))
        {
            Fail.Usage($"--as weights writes every row once, so {(options.Epochs > 1 ? "--epochs" : "--spread")} means nothing.", "Leave it out, or write rows.");
        }

        if (options.Mode == BalanceMode.Over && options.Id is not null && !options.CopiesEvenly)
        {
            Fail.Usage("--id keys draws of rows, and copies that are drawn with replacement have none.", "Pass --spread even, or leave --id out.");
        }

        if (options.Epochs == 1 && (options.Progressive || options.EpochColumn != "_epoch"))
        {
            Fail.Usage($"{(options.Progressive ? "--schedule progressive" : "--epoch-column")} belongs to --epochs.", "Pass --epochs N, with N of 2 or more.");
        }
    }

    /// <summary>Options as they take effect.</summary>
    public static IReadOnlyDictionary<string, string?> Resolved(RandomOptions options)
    {
        var resolved = new Dictionary<string, string?>();
        if (options.AsWeights)
        {
            resolved["spread"] = null;
        }
        else if (options.CopiesEvenly)
        {
            resolved["spread"] = "even";
        }

        if (options.Epochs == 1)
        {
            resolved["schedule"] = null;
            resolved["epoch-column"] = null;
        }

        return resolved;
    }

    /// <summary>The options with columns as names of the dataset.</summary>
    /// <exception cref="CurateException">An unknown column, or one that is named twice.</exception>
    public static RandomOptions Resolve(RandomOptions options, StartRequest request)
    {
        RandomOptions resolved = options with
        {
            Label = options.Label.Length > 0 ? request.Column(options.Label) : "",
            By = request.Columns(options.By),
            Id = options.Id is { } id ? request.Column(id) : null,
        };
        if (resolved.Label.Length > 0 && resolved.By.Contains(resolved.Label, StringComparer.Ordinal))
        {
            Fail.Usage($"The label {Fail.Show(resolved.Label)} is named by --by, too.", "It is part of every class already; leave it out of --by.");
        }

        return resolved;
    }
}
