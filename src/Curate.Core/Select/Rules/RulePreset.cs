namespace Curate.Core.Select.Rules;

/// <summary>Published limits under one name. <c>docs/methods/select/rules.md</c> says where they come from and where ours differ.</summary>
/// <param name="Name">What <c>--preset</c> takes.</param>
/// <param name="Limits">Limits by the reason of their rules.</param>
internal sealed record RulePreset(string Name, IReadOnlyList<(string Reason, double Limit)> Limits)
{
    private static readonly (string, double)[] s_gopherQuality =
    [
        ("too-few-words", 50), ("too-many-words", 100_000), ("words-too-short", 3), ("words-too-long", 10), ("hash-symbols", 0.1), ("ellipses", 0.1),
        ("bullet-lines", 0.9), ("ellipsis-lines", 0.3), ("few-alphabetic-words", 0.8), ("few-stop-words", 2),
    ];

    private static readonly (string, double)[] s_gopherRepetition =
    [
        ("duplicate-lines", 0.3), ("duplicate-paragraphs", 0.3), ("duplicate-line-characters", 0.2), ("duplicate-paragraph-characters", 0.2),
        ("top-2-gram", 0.2), ("top-3-gram", 0.18), ("top-4-gram", 0.16), ("duplicate-5-grams", 0.15), ("duplicate-6-grams", 0.14), ("duplicate-7-grams", 0.13),
        ("duplicate-8-grams", 0.12), ("duplicate-9-grams", 0.11), ("duplicate-10-grams", 0.10),
    ];

    private static readonly (string, double)[] s_fineWebQuality =
        [("unterminated-lines", 0.12), ("short-lines", 0.67), ("duplicate-line-characters", 0.01), ("line-breaks", 0.3)];

    private static readonly (string, double)[] s_c4 = [("too-few-sentences", 5)];

    /// <summary>Phrases of texts that C4 leaves out.</summary>
    private static readonly string[] s_c4Phrases = ["lorem ipsum", "{"];

    /// <summary>Phrases of lines that C4 leaves out.</summary>
    private static readonly string[] s_c4LinePhrases = ["javascript", "terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies"];

    public static IReadOnlyList<RulePreset> All { get; } =
    [
        new("c4", s_c4) { Without = s_c4Phrases, LineTerminal = true, LineMinWords = 3, LineMaxWord = 1000, LineWithout = s_c4LinePhrases },
        new("gopher", [.. s_gopherRepetition, .. s_gopherQuality]),
        new("gopher-quality", s_gopherQuality),
        new("gopher-repetition", s_gopherRepetition),
        new("fineweb", [.. s_gopherRepetition, .. s_gopherQuality, .. s_c4, .. s_fineWebQuality])
        {
            Without = s_c4Phrases,
            LineMinWords = 3,
            LineMaxWord = 1000,
            LineWithout = s_c4LinePhrases,
            Languages = ["en"],
        },
        new("fineweb-quality", s_fineWebQuality),
    ];

    public IReadOnlyList<string> Without { get; init; } = [];

    public bool LineTerminal { get; init; }

    public long LineMinWords { get; init; }

    public long LineMaxWord { get; init; }

    public IReadOnlyList<string> LineWithout { get; init; } = [];

    public IReadOnlyList<string> Languages { get; init; } = [];
}
