using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Resample.Over;

namespace Curate.Core.Resample;

/// <summary>The part of random-over that gives copies noise: <c>--shrinkage</c> and what goes with it.</summary>
internal static class NoisyCopies
{
    public static IReadOnlyList<OptionSpec<RandomOptions>> Options { get; } =
    [
        OptionSpec<RandomOptions>.Number("shrinkage", "Copies get normal noise in every feature, in units of a kernel bandwidth (smoothed bootstrap); 0 copies rows as they are.",
            (o, v) => o with { Shrinkage = v }, 0, 0),
        OptionSpec<RandomOptions>.Columns("features", "With --shrinkage: columns of numbers that get noise; without it every one, the label aside.",
            (o, v) => o with { Noise = o.Noise with { Features = v } }) with { Role = true },
        OptionSpec<RandomOptions>.Choice("round", "With --shrinkage: values of whole-number columns are rounded to the nearest whole number, or keep their fractions.", ["nearest", "keep"],
            (o, v) => o with { Noise = o.Noise with { KeepsFractions = v == "keep" } }, "nearest"),
        OptionSpec<RandomOptions>.Text("synthetic-column", "With --shrinkage: add a column of this name that is true for copies.",
            (o, v) => o with { Noise = o.Noise with { SyntheticColumn = v } }),
        OptionSpec<RandomOptions>.Choice("order", "With --shrinkage: copies stand behind all others, behind their row, anywhere, or classes take turns.",
            ["appended", "input", "shuffled", "class-interleaved"], (o, v) => o with { Noise = o.Noise with { Order = OverOptionSpecs.OrderOf(v) } }, "appended"),
    ];

    /// <summary>Options of copies with noise mean nothing without it.</summary>
    public static void Check(RandomOptions options)
    {
        if (options.Shrinkage > 0 && (options.By.Count > 0 || options.Label.Length == 0 || options.CopiesEvenly || options.Id is not null))
        {
            Fail.Usage("--shrinkage makes copies of its own: it goes by --label alone, without --by, --id, --spread, --max-repeat and --epochs.", "Leave one of them out.");
        }

        if (options.Shrinkage > 0 && options.AsWeights)
        {
            Fail.Usage("--as weights writes no copies that --shrinkage could change.");
        }

        if (options.Shrinkage == 0 && options.Noise != new OverOptions())
        {
            Fail.Usage("--features, --round, --synthetic-column and --order belong to --shrinkage.", "Plain copies stand beside their row; curate shuffle changes that.");
        }
    }

    public static MethodStart Start(RandomOptions options, StartRequest request)
    {
        // A missing number stays missing in a copy, so what stands for it in vectors does not matter.
        OverOptions over = options.Noise with { Label = options.Label, To = options.To, Shrinkage = options.Shrinkage, Missing = MissingValues.Mean };
        return MethodStart.With(new OverPlanner(new RandomNoise(), FeatureOptionSpecs.Resolve(over, request), request.Context));
    }
}
