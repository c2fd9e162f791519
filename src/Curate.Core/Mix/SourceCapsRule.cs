using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>No source gives more than its cap, and no row twice; then given shares, or all that the caps leave.</summary>
internal sealed class SourceCapsRule(MixOptions options) : IMixRule
{
    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        double cap = options.Cap is { } rule ? rule.Of(sizes.Sizes) : double.PositiveInfinity;
        double[] caps = sizes.Of("caps", options.Caps, cap);
        double[] limits = [.. sizes.Sizes.Select((n, i) => Math.Min(n, caps[i]))];
        bool shares = options.Shares.Count > 0;
        var table = new ReportTable("caps", "Caps", ["source", "size", "cap", "after", "cut"]);
        for (int i = 0; i < sizes.Count; i++)
        {
            table.Add(sizes.Names[i], sizes.Sizes[i], double.IsInfinity(caps[i]) ? null : caps[i], limits[i], sizes.Sizes[i] > 0 ? 1 - (limits[i] / sizes.Sizes[i]) : 0.0);
        }

        return MixTarget.Of(shares ? sizes.Of("share", options.Shares, null) : limits) with { Limits = limits, Total = shares ? null : limits.Sum(), Tables = [table] };
    }
}
