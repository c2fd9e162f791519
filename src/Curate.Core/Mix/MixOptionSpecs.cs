using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running.Views;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Mix;

/// <summary>Options that methods of <c>mix</c> share.</summary>
internal static class MixOptionSpecs
{
    public static OptionSpec<MixOptions> Share { get; } = OptionSpec<MixOptions>.List("share",
        "Weights of the sources: NAME=W, separated by commas; every source is named.", (o, v) => o with { Shares = NamedNumber.Parse("share", v) }, "the sizes of the sources");

    public static IReadOnlyList<OptionSpec<MixOptions>> Shared { get; } =
    [
        OptionSpec<MixOptions>.Column("source", "Column whose values are the sources, instead of NAME=PATH inputs.", (o, v) => o with { Source = v }) with { Role = true },
        OptionSpec<MixOptions>.Whole("rows", "Rows of the mixture.", (o, v) => With(o, MixUnit.Rows, v), min: 0),
        OptionSpec<MixOptions>.Size("bytes", "Bytes of records of the mixture, at most; shares are those of bytes.", (o, v) => With(o, MixUnit.Bytes, v)),
        OptionSpec<MixOptions>.Whole("tokens", "Tokens of the mixture, at most; shares are those of tokens.", (o, v) => With(o, MixUnit.Tokens, v), min: 0),
        OptionSpec<MixOptions>.Number("cost", "Sum of --cost-column of the mixture, at most; shares are those of cost.", (o, v) => With(o, MixUnit.Cost, v), min: 0),
        OptionSpec<MixOptions>.Number("epochs", "The mixture is so many times as large as all sources together.", Epochs, min: 0, aboveMin: true),
        OptionSpec<MixOptions>.Choice("stop", "Without a budget: stop when the first source is used up, or when the last one is and the others repeat.",
            ["first-exhausted", "all-exhausted"], (o, v) => Stop(o, v == "first-exhausted" ? MixStop.FirstExhausted : MixStop.AllExhausted), "as the method says"),
        OptionSpec<MixOptions>.Choice("unit", "What shares and sizes count, where no budget says so.", ["rows", "bytes", "tokens", "cost"],
            (o, v) => Unit(o, v switch { "bytes" => MixUnit.Bytes, "tokens" => MixUnit.Tokens, "cost" => MixUnit.Cost, _ => MixUnit.Rows }), "rows"),
        OptionSpec<MixOptions>.Column("text", "Text column whose tokens are counted: what white space separates, or those of --tokenizer.", (o, v) => o with { Text = v }) with { Role = true },
        .. TokenizerSpecs.For<MixOptions>(static o => o.Tokenizer, static (o, v) => o with { Tokenizer = v }),
        OptionSpec<MixOptions>.Column("length-column", "Column that holds the tokens of each row.", (o, v) => o with { LengthColumn = v }),
        OptionSpec<MixOptions>.Column("cost-column", "Column that holds the cost of each row.", (o, v) => o with { CostColumn = v }),
        OptionSpec<MixOptions>.Number("max-repeat", "No source gives more than this many times its size.", (o, v) => o with { MaxRepeat = v }, min: 0, aboveMin: true),
        OptionSpec<MixOptions>.Choice("when-dry", "What a source cannot give: goes to the others, shrinks the mixture, or is left out.", ["share", "shrink", "leave"],
            (o, v) => o with { WhenDry = v switch { "shrink" => WhenDry.Shrink, "leave" => WhenDry.Leave, _ => WhenDry.Share } }, "share"),
        OptionSpec<MixOptions>.Choice("order", "Rows within a source: as in the input, or shuffled, in each epoch anew.", ["input", "shuffled"], (o, v) => o with { Shuffled = v == "shuffled" }, "input"),
        OptionSpec<MixOptions>.Choice("take", "Rows of a source that is not used whole: random ones, or the first.", ["random", "first"], (o, v) => o with { TakesFirst = v == "first" }, "random"),
        OptionSpec<MixOptions>.Flag("origin", "Add the columns source, row and epoch.", (o, v) => o with { AddsOrigin = v }),
        OptionSpec<MixOptions>.Flag("manifest", "Write the columns source, row and epoch alone, for loaders that read rows from the sources.", (o, v) => o with { IsManifest = v }),
    ];

    /// <summary>Checks combinations.</summary>
    public static void Check(MixOptions options)
    {
        TokenizerSpecs.Check(options.Tokenizer, options.Text);
        switch (options)
        {
            case { Unit: MixUnit.Tokens, Text: null, LengthColumn: null }:
                Fail.Usage("Tokens need a column to count them in.", "Pass --text COL or --length-column COL.");
                break;
            case { Unit: MixUnit.Cost, CostColumn: null }:
                Fail.Usage("Costs need a column.", "Pass --cost-column COL.");
                break;
            case { Text: not null, LengthColumn: not null }:
                Fail.Usage("--text and --length-column both say how many tokens a row has.", "Pass one of them.");
                break;
            case { Shuffled: true, TakesFirst: true }:
                Fail.Usage("--take first takes the first rows of the input, and --order shuffled has another order.", "Leave one of them out.");
                break;
        }
    }

    /// <summary>Checks the phases of a schedule of temperatures.</summary>
    public static void CheckPhases(MixOptions options)
    {
        int phases = Math.Max(1, options.Temperatures.Count);
        if (options.PhaseFractions.Count > 0 && options.PhaseFractions.Count != phases)
        {
            Fail.Usage($"--phases gives {NumberText.Of(options.PhaseFractions.Count)} shares for {NumberText.Of(phases)} temperatures.");
        }

        double sum = options.PhaseFractions.Sum();
        if (options.PhaseFractions.Count > 0 && Math.Abs(sum - 1) > 1e-9)
        {
            Fail.Usage($"--phases must sum to 1; these sum to {NumberText.Of(sum)}.");
        }
    }

    /// <summary>Options with columns checked against the input.</summary>
    public static MixOptions Bound(MixOptions options, StartRequest request)
    {
        bool isNamed = SourcesView.NamesOf(request.Inputs.Main) is not null;
        if (options.Source is null && !isNamed)
        {
            Fail.Usage("The sources are not named.", "Name them with the input, as in web=web.csv code=code.csv, or pass --source COL.");
        }

        return CollectingSpecs.Bound(options, request) with
        {
            Source = options.Source is { } source ? request.Column(source) : null,
            Text = options.Text is { } text ? request.Column(text) : null,
            LengthColumn = options.LengthColumn is { } length ? request.Column(length) : null,
            Quality = request.Columns(options.Quality),
            CostColumn = options.CostColumn is { } cost ? request.Column(cost) : null,
        };
    }

    public static double Tau(string text)
    {
        double tau = double.PositiveInfinity;
        if (text is not ("inf" or "infinity") && (!NumberText.TryNumber(text, out tau) || !(tau > 0)))
        {
            Fail.Usage($"--tau takes numbers above 0, or inf, not {Fail.Show(text)}.");
        }

        return tau;
    }

    public static double PhaseFraction(string text)
    {
        if (!NumberText.TryFraction(text, out double value) || value is not (> 0 and <= 1))
        {
            Fail.Usage($"--phases takes shares such as 0.8 or 80%, not {Fail.Show(text)}.");
        }

        return value;
    }

    private static MixOptions With(MixOptions options, MixUnit unit, double amount) => Stop(Unit(options, unit), MixStop.Budget) with { Amount = amount };

    private static MixOptions Epochs(MixOptions options, double epochs) => Stop(options, MixStop.Epochs) with { Amount = epochs };

    private static MixOptions Stop(MixOptions options, MixStop stop)
    {
        if (options.Stop is not null)
        {
            Fail.Usage("More than one option says how large the mixture is.", "Pass one of --rows, --bytes, --tokens, --cost, --epochs, --stop.");
        }

        return options with { Stop = stop };
    }

    private static MixOptions Unit(MixOptions options, MixUnit unit)
    {
        if (options.HasUnit && options.Unit != unit)
        {
            Fail.Usage("The budget and --unit count different things.", "Leave --unit out: the budget says what counts.");
        }

        return options with { Unit = unit, HasUnit = true };
    }
}
