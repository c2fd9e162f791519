namespace Curate.Core.Text;

/// <summary>What is taken out of texts before they are compared. Runs of white space always count as one space.</summary>
[Flags]
public enum TextFolding
{
    None = 0,

    /// <summary>Upper and lower case are the same (simple case folding, without a culture).</summary>
    Lower = 1,

    /// <summary>Every run of decimal digits is <c>0</c>.</summary>
    Numbers = 2,

    /// <summary>Punctuation and control characters are spaces; invisible format characters are nothing.</summary>
    Punctuation = 4,

    /// <summary>Letters are without their accents and points; composed and decomposed forms are the same.</summary>
    Accents = 8,

    All = Lower | Numbers | Punctuation | Accents,
}
