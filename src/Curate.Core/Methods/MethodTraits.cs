namespace Curate.Core.Methods;

/// <summary>What holds for every run of a method; the law tests check each claim.</summary>
[Flags]
public enum MethodTraits
{
    None = 0,
    /// <summary>Output rows keep the order of the input.</summary>
    KeepsOrder = 1,
    /// <summary>Every output row is an input row, at most once.</summary>
    Subset = 2,
    /// <summary>Every input row is in the output at least once.</summary>
    KeepsAll = 4,
    /// <summary>Decides in one pass with the rows at hand; needs no second read.</summary>
    OnePass = 8,
    /// <summary>Partial states of shards merge to the same result.</summary>
    Shardable = 16,
    /// <summary>The result depends on the order of the input rows beyond their numbers.</summary>
    OrderSensitive = 32,
    /// <summary>Draws at random; the seed matters.</summary>
    Random = 64,
    /// <summary>Adds columns.</summary>
    AddsColumns = 128,
    /// <summary>Applying it to its own output changes nothing.</summary>
    Idempotent = 256,
    /// <summary>Holds rows to compare them, and refuses a memory budget that its formula does not fit; others go on in scratch.</summary>
    InMemory = 512,
    /// <summary>Makes up rows or changes values: a base row with edits.</summary>
    MakesUp = 1024,
}
