namespace Curate.Core.Dedupe.Lines;

/// <summary>What a text is made of where parts of it are compared.</summary>
public enum TextUnit
{
    /// <summary>What ends with a line feed, a carriage return before it or not. Blank lines are no units.</summary>
    Line,

    /// <summary>Lines up to a blank one.</summary>
    Paragraph,

    /// <summary>Up to a line end, or to <c>. ! ? …</c> and closing marks before white space, or to their East Asian forms.</summary>
    Sentence,

    /// <summary>A word between white space, or a symbol or character of a script without spaces, with the marks that combine with it.</summary>
    Token,
}
