using Curate.Core.Options;

namespace Curate.Core.Dedupe;

/// <summary>The options behind <see cref="CopyOptions"/>, for the options record of any method.</summary>
internal static class CopyOptionSpecs
{
    /// <param name="get">Reads the shared part of a method's options.</param>
    /// <param name="set">Puts it back.</param>
    public static IReadOnlyList<OptionSpec<TOptions>> Of<TOptions>(Func<TOptions, CopyOptions> get, Func<TOptions, CopyOptions, TOptions> set) =>
    [
        OptionSpec<TOptions>.Text("keep", "Which copy stays: first, last, longest, shortest, max:COL, min:COL or prefer:COL=a,b; in semantic hard, easy and random, too.", (o, v) => set(o, get(o) with { Keep = KeepRule.Parse(v) }), "first"),
        OptionSpec<TOptions>.Columns("within", "Compare only rows that agree in these columns.", (o, v) => set(o, get(o) with { Within = v })),
        OptionSpec<TOptions>.Path("across", "Remove rows that occur in this second dataset, too.", (o, v) => set(o, get(o) with { Across = true })),
        OptionSpec<TOptions>.Flag("only-across", "Remove nothing but rows that occur in the --across dataset.", (o, v) => set(o, get(o) with { OnlyAcross = v })),
        OptionSpec<TOptions>.Flag("mark", "Keep all rows and add _cluster_id, _cluster_size, _representative and _similarity.", (o, v) => set(o, get(o) with { Mark = v })),
        OptionSpec<TOptions>.Flag("cluster-size", "Add _cluster_size to the kept rows.", (o, v) => set(o, get(o) with { ClusterSize = v })),
    ];
}
