namespace Curate.Core.Select.Rules;

/// <summary>Every rule in the order in which a text is judged: the first rule that it breaks is the reason for which it leaves.</summary>
internal static class RuleBook
{
    /// <summary>Rules that another option switches on: its values are the limit.</summary>
    public const string PhraseReason = "phrase";
    public const string ScriptReason = "other-script";
    public const string LanguageReason = "other-language";
    public const string NothingLeftReason = "nothing-left";

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(NothingLeftReason, "", TextStatistic.AnythingLeft, true, false, true, ""),
        Whole("too-few-characters", "min-characters", TextStatistic.Characters, true, "Characters that a text must have."),
        Whole("too-many-characters", "max-characters", TextStatistic.Characters, false, "Characters that a text may have."),
        Whole("too-few-words", "min-words", TextStatistic.Words, true, "Words that a text must have."),
        Whole("too-many-words", "max-words", TextStatistic.Words, false, "Words that a text may have."),
        Whole("too-few-lines", "min-lines", TextStatistic.Lines, true, "Lines that a text must have, blank ones aside."),
        Whole("too-few-sentences", "min-sentences", TextStatistic.Sentences, true, "Sentences that a text must have."),
        new(ScriptReason, "min-script-share", TextStatistic.ScriptShare, true, true, false, "Share of letters that are of the scripts of --script, at least; 0.9 with --script."),
        new(LanguageReason, "", TextStatistic.LanguageWanted, true, false, true, ""),
        new("unsure-language", "min-language-score", TextStatistic.LanguageScore, true, true, false, "Probability of the language, at least; 0.65 with --language."),
        Number("words-too-short", "min-mean-word", TextStatistic.MeanWord, true, "Mean length of words in characters, at least."),
        Number("words-too-long", "max-mean-word", TextStatistic.MeanWord, false, "Mean length of words in characters, at most."),
        new(PhraseReason, "", TextStatistic.Phrases, false, false, true, ""),
        Number("hash-symbols", "max-hashes", TextStatistic.Hashes, false, "Signs # for each word, at most."),
        Number("ellipses", "max-ellipses", TextStatistic.Ellipses, false, "Ellipses for each word, at most."),
        Share("bullet-lines", "max-bullet-lines", TextStatistic.BulletLines, false, "Share of lines that begin with a bullet, at most."),
        Share("ellipsis-lines", "max-ellipsis-lines", TextStatistic.EllipsisLines, false, "Share of lines that end with an ellipsis, at most."),
        Share("few-alphabetic-words", "min-alphabetic-words", TextStatistic.AlphabeticWords, true, "Share of tokens with a letter, at least."),
        Share("digits", "max-digits", TextStatistic.Digits, false, "Share of digits among characters but white space, at most."),
        Share("symbols", "max-symbols", TextStatistic.Symbols, false, "Share of punctuation and symbols among characters but white space, at most."),
        Share("upper-case", "max-upper", TextStatistic.Upper, false, "Share of capitals among letters, at most."),
        Whole("few-stop-words", "min-stop-words", TextStatistic.StopWords, true, "Different stop words that a text must have."),
        Share("low-stop-word-share", "min-stop-word-share", TextStatistic.StopWordShare, true, "Share of words that are stop words, at least."),
        Whole("few-long-lines", "min-long-lines", TextStatistic.LongLines, true, "Lines of --long-line characters that a text must have."),
        Share("unterminated-lines", "min-terminal-lines", TextStatistic.TerminalLines, true, "Share of lines that end as sentences do, at least."),
        Share("short-lines", "max-short-lines", TextStatistic.ShortLines, false, "Share of lines of at most --short-line characters, at most."),
        Number("line-breaks", "max-line-breaks", TextStatistic.LineBreaks, false, "Line feeds for each word, at most."),
        Share("duplicate-lines", "max-duplicate-lines", TextStatistic.DuplicateLines, false, "Share of lines that the text had before, at most."),
        Share("duplicate-paragraphs", "max-duplicate-paragraphs", TextStatistic.DuplicateParagraphs, false, "Share of paragraphs that the text had before, at most."),
        Share("duplicate-line-characters", "max-duplicate-line-characters", TextStatistic.DuplicateLineCharacters, false, "Share of characters in lines that the text had before, at most."),
        Share("duplicate-paragraph-characters", "max-duplicate-paragraph-characters", TextStatistic.DuplicateParagraphCharacters, false, "Share of characters in paragraphs that the text had before, at most."),
        Share("top-2-gram", "max-top-2-gram", TextStatistic.TopBigram, false, "Share of characters in the most frequent 2 tokens in a row, at most."),
        Share("top-3-gram", "max-top-3-gram", TextStatistic.TopTrigram, false, "Share of characters in the most frequent 3 tokens in a row, at most."),
        Share("top-4-gram", "max-top-4-gram", TextStatistic.TopFourGram, false, "Share of characters in the most frequent 4 tokens in a row, at most."),
        Share("duplicate-5-grams", "max-duplicate-5-grams", TextStatistic.DuplicateFiveGrams, false, "Share of characters in 5 tokens in a row that the text had before, at most."),
        Share("duplicate-6-grams", "max-duplicate-6-grams", TextStatistic.DuplicateSixGrams, false, "The same for 6 tokens in a row."),
        Share("duplicate-7-grams", "max-duplicate-7-grams", TextStatistic.DuplicateSevenGrams, false, "The same for 7 tokens in a row."),
        Share("duplicate-8-grams", "max-duplicate-8-grams", TextStatistic.DuplicateEightGrams, false, "The same for 8 tokens in a row."),
        Share("duplicate-9-grams", "max-duplicate-9-grams", TextStatistic.DuplicateNineGrams, false, "The same for 9 tokens in a row."),
        Share("duplicate-10-grams", "max-duplicate-10-grams", TextStatistic.DuplicateTenGrams, false, "The same for 10 tokens in a row."),
    ];

    /// <summary>Columns of <c>--statistics</c> by the names that the option takes.</summary>
    public static IReadOnlyList<(string Name, TextStatistic Statistic)> Columns { get; } =
    [
        ("words", TextStatistic.Words), ("characters", TextStatistic.Characters), ("lines", TextStatistic.Lines), ("paragraphs", TextStatistic.Paragraphs),
        ("sentences", TextStatistic.Sentences), ("mean-word", TextStatistic.MeanWord), ("hashes", TextStatistic.Hashes), ("ellipses", TextStatistic.Ellipses),
        ("bullet-lines", TextStatistic.BulletLines), ("ellipsis-lines", TextStatistic.EllipsisLines), ("alphabetic-words", TextStatistic.AlphabeticWords),
        ("digits", TextStatistic.Digits), ("symbols", TextStatistic.Symbols), ("upper", TextStatistic.Upper), ("stop-words", TextStatistic.StopWords),
        ("stop-word-share", TextStatistic.StopWordShare), ("phrases", TextStatistic.Phrases), ("long-lines", TextStatistic.LongLines),
        ("terminal-lines", TextStatistic.TerminalLines), ("short-lines", TextStatistic.ShortLines), ("line-breaks", TextStatistic.LineBreaks),
        ("duplicate-lines", TextStatistic.DuplicateLines), ("duplicate-paragraphs", TextStatistic.DuplicateParagraphs),
        ("duplicate-line-characters", TextStatistic.DuplicateLineCharacters), ("duplicate-paragraph-characters", TextStatistic.DuplicateParagraphCharacters),
        ("top-2-gram", TextStatistic.TopBigram), ("top-3-gram", TextStatistic.TopTrigram), ("top-4-gram", TextStatistic.TopFourGram),
        ("duplicate-5-grams", TextStatistic.DuplicateFiveGrams), ("duplicate-6-grams", TextStatistic.DuplicateSixGrams),
        ("duplicate-7-grams", TextStatistic.DuplicateSevenGrams), ("duplicate-8-grams", TextStatistic.DuplicateEightGrams),
        ("duplicate-9-grams", TextStatistic.DuplicateNineGrams), ("duplicate-10-grams", TextStatistic.DuplicateTenGrams),
        ("script", TextStatistic.Script), ("script-share", TextStatistic.ScriptShare), ("language", TextStatistic.Language),
        ("language-score", TextStatistic.LanguageScore), ("lines-cut", TextStatistic.LinesCut),
    ];

    /// <summary>Place of a rule in <see cref="All"/>.</summary>
    public static int IndexOf(string reason)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (All[i].Reason == reason)
            {
                return i;
            }
        }

        throw new ArgumentException(reason, nameof(reason));
    }

    /// <summary>What a statistic is called.</summary>
    public static string NameOf(TextStatistic statistic)
    {
        foreach ((string name, TextStatistic one) in Columns)
        {
            if (one == statistic)
            {
                return name;
            }
        }

        return statistic == TextStatistic.LanguageWanted ? "language" : "lines-left";
    }

    private static Rule Whole(string reason, string option, TextStatistic statistic, bool atLeast, string help) => new(reason, option, statistic, atLeast, false, true, help);

    private static Rule Number(string reason, string option, TextStatistic statistic, bool atLeast, string help) => new(reason, option, statistic, atLeast, false, false, help);

    private static Rule Share(string reason, string option, TextStatistic statistic, bool atLeast, string help) => new(reason, option, statistic, atLeast, true, false, help);
}
