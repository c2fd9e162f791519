namespace Curate.Core.Mix;

/// <summary>What becomes of the budget that a source cannot use because its repeats are used up.</summary>
public enum WhenDry
{
    /// <summary>The other sources get it, in proportion to their shares.</summary>
    Share,
    /// <summary>The whole mixture shrinks until the shares hold.</summary>
    Shrink,
    /// <summary>Nobody gets it; the mixture falls short.</summary>
    Leave,
}
