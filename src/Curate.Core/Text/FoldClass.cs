namespace Curate.Core.Text;

/// <summary>What a character does to the words of a folded text.</summary>
internal enum FoldClass
{
    /// <summary>Nothing: it is left out.</summary>
    Dropped,

    /// <summary>It ends a word.</summary>
    Space,

    /// <summary>It is part of a word.</summary>
    Word,

    /// <summary>Part of a word; a run of these is one character.</summary>
    Digit,

    /// <summary>A word of its own.</summary>
    Single,
}
