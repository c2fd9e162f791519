namespace Curate.Core.Select.Target;

/// <summary>How likeness to several target rows becomes one score.</summary>
internal enum Likeness
{
    /// <summary>That to the most alike target row.</summary>
    Most,

    /// <summary>The mean over all target rows.</summary>
    Mean,

    /// <summary>The best place in any target row's list of the most alike rows.</summary>
    Rank,
}
