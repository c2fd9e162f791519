using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>The options that all methods that weigh rows share.</summary>
internal static class WeightOptionSpecs
{
    /// <summary>Why rows leave with <c>--as rows</c>.</summary>
    public const string Reason = ClassCopies.Reason;

    /// <summary>What holds with <c>--as weights</c>, the default.</summary>
    public const MethodTraits Traits = MethodTraits.KeepsOrder | MethodTraits.AddsColumns;

    public static IReadOnlyList<OptionSpec<T>> Of<T>()
        where T : WeightOptions =>
    [
        OptionSpec<T>.Choice("as", "Keep every row and write a weight column, or repeat and remove rows so that they follow the weights.", ["weights", "rows"], (o, v) => o with { AsRows = v == "rows" }, "weights"),
        OptionSpec<T>.Text("weight-column", "Name of the column that --as weights adds.", (o, v) => o with { WeightColumn = v }, "weight"),
        OptionSpec<T>.Column("weight", "Column of weights to begin with; without it all rows weigh the same.", (o, v) => o with { Weight = v }) with { Role = true },
        OptionSpec<T>.Text("to", "What the weights sum to, or the rows that --as rows writes.", (o, v) => o with { To = Total(v) }, "the rows of the input"),
        OptionSpec<T>.Text("clip", "Bounds of a weight as multiples of its weight without the method: HIGH, or LOW,HIGH.", Clip, "0 and none"),
        OptionSpec<T>.Whole("max-repeat", "With --as rows: most copies of one row; what it would have had beyond goes to the others.", (o, v) => o with { MaxRepeat = v }, min: 1, unit: "rows"),
    ];

    /// <summary>Options with the weight column checked against the input.</summary>
    public static T Resolve<T>(T options, StartRequest request)
        where T : WeightOptions => options with { Weight = options.Weight is { } weight ? request.Column(weight) : null };

    /// <summary>Checks combinations.</summary>
    public static void Check(WeightOptions options)
    {
        if (!options.AsRows && options.MaxRepeat != long.MaxValue)
        {
            Fail.Usage("--max-repeat limits copies of rows, and --as weights makes none.", "Pass --as rows, or limit weights with --clip.");
        }
    }

    private static long Total(string text)
    {
        if (!NumberText.TryWhole(text, out long total) || total < 1)
        {
            Fail.Usage($"--to takes a whole number of 1 or more, not {Fail.Show(text)}.", "Leave it out for the rows of the input.");
        }

        return total;
    }

    private static T Clip<T>(T options, string text)
        where T : WeightOptions
    {
        string[] parts = text.Split(',');
        double low = 0;
        double high = 0;
        bool good = parts.Length <= 2 && NumberText.TryNumber(parts[^1].Trim(), out high) && (parts.Length == 1 || NumberText.TryNumber(parts[0].Trim(), out low));
        if (!good || !(low >= 0 && low <= 1) || !(high >= 1) || low == high)
        {
            Fail.Usage($"--clip takes HIGH or LOW,HIGH with LOW from 0 to 1 and HIGH from 1 on, such as 5 or 0.2,5; not {Fail.Show(text)}.",
                "Leave it out for weights without bounds.");
        }

        return options with { ClipLow = low, ClipHigh = high };
    }
}
