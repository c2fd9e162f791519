using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens;

/// <summary>The options of methods that count tokens.</summary>
internal static class TokenizerSpecs
{
    /// <summary>The option that names the vocabulary file.</summary>
    public const string File = "tokenizer";

    public static IReadOnlyList<string> Names { get; } = [File, "tokenizer-pattern", "count-special"];

    public static IReadOnlyList<OptionSpec<T>> For<T>(Func<T, TokenizerOptions> get, Func<T, TokenizerOptions, T> set) =>
    [
        OptionSpec<T>.Path(File, "Vocabulary file that counts the tokens of --text: tokenizer.json of Hugging Face, a .tiktoken file, or vocab.txt of BERT.",
            (o, v) => set(o, get(o) with { File = v })) with { Default = "white space separates tokens" },
        OptionSpec<T>.Choice("tokenizer-pattern", "How a .tiktoken file cuts text, which it does not say itself.", [.. KnownPattern.All.Select(static p => p.Name)],
            (o, v) => set(o, get(o) with { Pattern = v }), "by the name of the file"),
        OptionSpec<T>.Flag("count-special", "Count the tokens that --tokenizer puts around every text, too, such as its beginning and end.",
            (o, v) => set(o, get(o) with { CountsAround = v })),
    ];

    /// <summary>Checks combinations.</summary>
    public static void Check(TokenizerOptions options, string? text)
    {
        switch (options)
        {
            case { File: null, Pattern: not null }:
                Fail.Usage("--tokenizer-pattern says how a vocabulary file cuts text, and none is given.", "Pass --tokenizer FILE.");
                break;
            case { File: null, CountsAround: true }:
                Fail.Usage("--count-special counts tokens of a vocabulary file, and none is given.", "Pass --tokenizer FILE.");
                break;
            case { File: not null } when text is null:
                Fail.Usage("--tokenizer counts the tokens of a text column, and none is named.", "Pass --text COL.");
                break;
        }
    }
}
