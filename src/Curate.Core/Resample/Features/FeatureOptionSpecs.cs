using Curate.Core.Methods;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;

namespace Curate.Core.Resample.Features;

/// <summary>The options that all resamplers by features share.</summary>
public static class FeatureOptionSpecs
{
    /// <summary>The help of <c>--to</c> where it gives counts.</summary>
    public const string CountsHelp =
        "Target counts: auto, majority, minority, not-minority, not-majority, all, equal, ratio=R, power=Q, share:CLASS=S,..., count:CLASS=N,...";

    /// <summary>How often rows are read, for people, where one pass only looks for what <see cref="FeatureColumns.Unread"/> can leave to the next.</summary>
    /// <param name="all">Passes with that one.</param>
    /// <param name="except">More options that need it.</param>
    internal static string Passes(int all, string except = "") => $"{all} ({all - 1} over Parquet without --scale{except} and --missing)";

    /// <summary>The specs, label first.</summary>
    /// <param name="to">What <c>--to</c> takes here, as its help.</param>
    /// <param name="duplicates">Whether the method makes a difference between equal rows; else <c>--duplicates</c> is none of its options.</param>
    /// <param name="categorical">Whether the method can compare categories; else <c>--categorical</c> is none of its options.</param>
    public static IReadOnlyList<OptionSpec<T>> Of<T>(string to, bool duplicates = true, bool categorical = true)
        where T : FeatureOptions =>
    [
        OptionSpec<T>.Column("label", "Column that holds the class.", (o, v) => o with { Label = v }) with { Role = true, Required = true },
        OptionSpec<T>.Text("to", to, (o, v) => o with { To = BalanceTarget.Parse(v) }, "auto"),
        OptionSpec<T>.Columns("features", "Columns that rows are compared by; without it every column of numbers or flags, label and id aside.",
            (o, v) => o with { Features = v }) with { Role = true },
        .. categorical
            ? [OptionSpec<T>.Columns("categorical", "Features that are categories, whatever they look like.", (o, v) => o with { Categorical = v }) with { Role = true }]
            : Array.Empty<OptionSpec<T>>(),
        OptionSpec<T>.Column("id", "Column that identifies rows: it is no feature.", (o, v) => o with { Id = v }) with { Role = true },
        OptionSpec<T>.Choice("scale", "How columns of numbers are brought to one scale before distances are taken.", ["none", "standard", "robust", "minmax"],
            (o, v) => o with
            {
                Scale = v switch
                {
                    "standard" => FeatureScaling.Standard,
                    "robust" => FeatureScaling.Robust,
                    "minmax" => FeatureScaling.MinMax,
                    _ => FeatureScaling.None,
                },
            }, "none"),
        OptionSpec<T>.Choice("missing", "What stands for a missing number: nothing (error), the column's mean or median, zero; drop sets the row aside, and it stays as it is.",
            ["error", "drop", "mean", "median", "zero"],
            (o, v) => o with
            {
                Missing = v switch
                {
                    "drop" => MissingValues.Drop,
                    "mean" => MissingValues.Mean,
                    "median" => MissingValues.Median,
                    "zero" => MissingValues.Zero,
                    _ => MissingValues.Error,
                },
            }, "error"),
        .. duplicates
            ? [OptionSpec<T>.Choice("duplicates", "Rows with equal features: each is a neighbour of the others (keep), or they count as one (collapse).", ["keep", "collapse"],
                (o, v) => o with { Duplicates = v == "collapse" ? DuplicatePolicy.Collapse : DuplicatePolicy.Keep }, "keep")]
            : Array.Empty<OptionSpec<T>>(),
    ];

    /// <summary>The options with column lists resolved to names of the dataset.</summary>
    public static T Resolve<T>(T options, StartRequest request)
        where T : FeatureOptions => options with
        {
            Label = request.Column(options.Label),
            Features = request.Columns(options.Features),
            Categorical = request.Columns(options.Categorical),
            Id = options.Id is { } id ? request.Column(id) : null,
        };
}
