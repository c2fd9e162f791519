namespace Curate.TestKit;

/// <summary>How a planted copy differs from its original.</summary>
public enum PlantedKind
{
    /// <summary>A few words are replaced, left out or added.</summary>
    Edited,

    /// <summary>Sentences stand in another order.</summary>
    Reordered,

    /// <summary>The same notice stands around the text.</summary>
    Boilerplate,

    /// <summary>One text with other names filled in.</summary>
    Template,

    /// <summary>The end is missing.</summary>
    Truncated,

    /// <summary>Letters in another case, more spaces, other punctuation.</summary>
    Cased,

    /// <summary>Letters that a scanner takes for others.</summary>
    Scanned,

    /// <summary>Chinese text with characters replaced.</summary>
    Unspaced,
}
