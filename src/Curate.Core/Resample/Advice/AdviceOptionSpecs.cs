using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Advice;

/// <summary>The options of <c>--should-i</c>.</summary>
public static class AdviceOptionSpecs
{
    /// <summary>Options that only <c>--should-i</c> has.</summary>
    public static IReadOnlyList<OptionSpec<AdviceOptions>> Own { get; } =
    [
        OptionSpec<AdviceOptions>.Whole("rows", "With --should-i: rows to look at; of more, a sample with the same shares of classes is taken.", (o, v) => o with { Rows = (int)v }, 10_000, 20, 10_000_000, "rows"),
        OptionSpec<AdviceOptions>.Whole("folds", "With --should-i: folds of a cross-validation; with --time steps forward.", (o, v) => o with { Folds = (int)v }, 5, 2, 100),
        OptionSpec<AdviceOptions>.Whole("repeats", "With --should-i: cross-validations, each with other folds; with --time always one.", (o, v) => o with { Repeats = (int)v }, 2, 1, 100),
        OptionSpec<AdviceOptions>.Column("group", "With --should-i: rows of one value of this column stay together in one fold.", (o, v) => o with { Group = v }) with { Role = true },
        OptionSpec<AdviceOptions>.Column("time", "With --should-i: learn from earlier rows by this column and test on later ones.", (o, v) => o with { Time = v }) with { Role = true },
    ];

    /// <summary>These, and those by which features are chosen.</summary>
    public static IReadOnlyList<OptionSpec<AdviceOptions>> All { get; } = [.. FeatureOptionSpecs.Of<AdviceOptions>(FeatureOptionSpecs.CountsHelp), .. Own];

    /// <summary>The options with columns resolved to names of the dataset.</summary>
    /// <exception cref="Errors.CurateException">An unknown column.</exception>
    public static AdviceOptions Resolve(AdviceOptions options, StartRequest request)
    {
        AdviceOptions resolved = FeatureOptionSpecs.Resolve(options, request);
        return resolved with
        {
            Group = options.Group is { } group ? request.Column(group) : null,
            Time = options.Time is { } time ? request.Column(time) : null,
        };
    }
}
