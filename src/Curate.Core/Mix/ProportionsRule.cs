namespace Curate.Core.Mix;

/// <summary>Given shares, or in proportion to the sizes where none are given: every row once.</summary>
internal sealed class ProportionsRule(MixOptions options) : IMixRule
{
    public MixTarget Decide(SourceSizes sizes, int[] groups) => MixTarget.Of(Base(options, sizes));

    /// <summary>The weights of <c>--share</c>, or the sizes.</summary>
    public static double[] Base(MixOptions options, SourceSizes sizes) => options.Shares.Count > 0 ? sizes.Of("share", options.Shares, null) : sizes.Sizes;
}
