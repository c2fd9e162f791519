namespace Curate.Core.Select.Rules;

/// <summary>What is measured of a text; <see cref="RuleBook"/> says how each is called and judged.</summary>
internal enum TextStatistic
{
    Words,
    Characters,
    Lines,
    Paragraphs,
    Sentences,
    MeanWord,
    Hashes,
    Ellipses,
    BulletLines,
    EllipsisLines,
    AlphabeticWords,
    Digits,
    Symbols,
    Upper,
    StopWords,
    StopWordShare,
    Phrases,
    LongLines,
    TerminalLines,
    ShortLines,
    LineBreaks,
    DuplicateLines,
    DuplicateParagraphs,
    DuplicateLineCharacters,
    DuplicateParagraphCharacters,
    TopBigram,
    TopTrigram,
    TopFourGram,
    DuplicateFiveGrams,
    DuplicateSixGrams,
    DuplicateSevenGrams,
    DuplicateEightGrams,
    DuplicateNineGrams,
    DuplicateTenGrams,

    /// <summary>The script, as a number of <see cref="Text.Languages.TextScript"/>.</summary>
    Script,
    ScriptShare,

    /// <summary>The language, as an index of <see cref="Text.Languages.LanguageReader.Codes"/>.</summary>
    Language,
    LanguageScore,
    LinesCut,

    /// <summary>1 where the language is one that is wanted, else 0.</summary>
    LanguageWanted,

    /// <summary>1 where line rules left anything of the text, else 0.</summary>
    AnythingLeft,

    Count,
}
