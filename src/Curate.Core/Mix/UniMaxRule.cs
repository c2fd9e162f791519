namespace Curate.Core.Mix;

/// <summary>
/// As even as the repeats allow: equal shares, and what a source cannot give within its repeats goes to the others in equal parts. Source:
/// UniMax, Chung et al., ICLR 2023, algorithm 1 (sources in ascending order take the lesser of an equal part of what is left and N epochs).
/// </summary>
internal sealed class UniMaxRule : IMixRule
{
    public const double DefaultRepeats = 4;

    public MixTarget Decide(SourceSizes sizes, int[] groups) =>
        MixTarget.Of([.. sizes.Sizes.Select(static n => n > 0 ? 1.0 : 0)]) with { Total = sizes.Total };
}
