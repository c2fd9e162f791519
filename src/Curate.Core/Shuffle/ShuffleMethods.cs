using Curate.Core.Methods;

namespace Curate.Core.Shuffle;

/// <summary>The method of <c>curate shuffle</c>.</summary>
public static class ShuffleMethods
{
    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("random", static _ => Random),
    ];

    private static MethodEntry Random => new MethodEntry<ShuffleOptions>("shuffle", "random",
        "Puts all rows in a random order that the seed fixes.", MethodTraits.KeepsAll | MethodTraits.Subset | MethodTraits.Random)
    {
        Memory = "a third of --memory at most; what does not fit goes through scratch",
        Passes = "2, and one over scratch when the rows do not fit",
        Usage = "curate shuffle penguins.csv --seed 7 -o shuffled.csv",
        Defaults = new ShuffleOptions(),
        Options = [],
        Start = static (_, request) => MethodStart.With(new ShufflePlanner(request.Context)),
        Example = static _ => new ShuffleOptions(),
    };
}
