namespace Curate.Core.Running.Plans;

/// <summary>Where made-up rows stand.</summary>
public enum SyntheticOrder : byte
{
    /// <summary>Behind all rows of the input, group by group.</summary>
    Appended,

    /// <summary>Directly behind the row that they were made from.</summary>
    Input,

    /// <summary>Anywhere: all rows come in random order.</summary>
    Shuffled,

    /// <summary>Classes take turns, each spread evenly over the whole output.</summary>
    ClassInterleaved,
}
