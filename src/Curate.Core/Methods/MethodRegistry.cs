using Curate.Core.Cluster;
using Curate.Core.Dedupe;
using Curate.Core.Mix;
using Curate.Core.Resample;
using Curate.Core.Select;
using Curate.Core.Shuffle;
using Curate.Core.Split;

namespace Curate.Core.Methods;

/// <summary>Every method of every command: the list behind help, completion, <c>curate methods</c>, recipes, docs and law tests.</summary>
public static class MethodRegistry
{
    public static IReadOnlyList<MethodEntry> All { get; } =
        [.. DedupeMethods.All, .. ResampleMethods.All, .. MixMethods.All, .. SelectMethods.All, .. ClusterMethods.All, .. ShuffleMethods.All, .. SplitMethods.All];

    /// <summary>The methods of a command, in registry order.</summary>
    public static IReadOnlyList<MethodEntry> Of(string family) => [.. All.Where(m => m.Family == family)];
}
