using Curate.Core.Options;

namespace Curate.Core.Check.TwoSample;

/// <summary>What checks that compare samples of rows are told.</summary>
public record TwoSampleOptions
{
    internal const int DefaultSample = 5000;

    /// <summary>Rows of each dataset that are compared at most: the smallest draws keyed by (seed, row).</summary>
    public int Sample { get; init; } = DefaultSample;

    /// <summary>The option <c>--sample</c>.</summary>
    internal static OptionSpec<T> SampleSpec<T>()
        where T : TwoSampleOptions =>
        OptionSpec<T>.Whole("sample", "Rows of each dataset that are compared; of more, a uniform sample is taken.", static (o, v) => o with { Sample = (int)v }, DefaultSample, 10, 1_000_000, unit: "rows");
}
