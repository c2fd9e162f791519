namespace Curate.Core.Text.Languages;

/// <summary>Scripts that letters are told apart by; everything else is <see cref="Other"/>.</summary>
public enum TextScript
{
    /// <summary>No letter at all.</summary>
    None,
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Syriac,
    Thaana,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Tibetan,
    Myanmar,
    Georgian,
    Hangul,
    Ethiopic,
    Cherokee,
    Khmer,
    Mongolian,
    Han,

    /// <summary>Hiragana and Katakana.</summary>
    Kana,
    Bopomofo,
    Other,
}
