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
    // A run needs the methods of one command, and of these one; making all others first would cost every start of the program some milliseconds.
    private static readonly (string Name, Func<IReadOnlyList<NamedMethod>> Methods)[] s_families =
    [
        ("dedupe", static () => DedupeMethods.All),
        ("resample", static () => ResampleMethods.All),
        ("mix", static () => MixMethods.All),
        ("select", static () => SelectMethods.All),
        ("cluster", static () => ClusterMethods.All),
        ("shuffle", static () => ShuffleMethods.All),
        ("split", static () => SplitMethods.All),
    ];

    private static readonly Lazy<IReadOnlyList<MethodEntry>> s_all = new(static () => [.. s_families.SelectMany(static f => new MethodFamily(f.Methods()))]);

    public static IReadOnlyList<MethodEntry> All => s_all.Value;

    /// <summary>The methods of a command, in registry order; none where it has none.</summary>
    public static MethodFamily Of(string family)
    {
        foreach ((string name, Func<IReadOnlyList<NamedMethod>> methods) in s_families)
        {
            if (name == family)
            {
                return new MethodFamily(methods());
            }
        }

        return MethodFamily.None;
    }
}
