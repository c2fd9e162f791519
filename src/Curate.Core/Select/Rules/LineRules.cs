namespace Curate.Core.Select.Rules;

/// <summary>Which lines are cut out of texts (Raffel et al. 2020, section 2.2).</summary>
/// <param name="Terminal">Lines that do not end as sentences do, or end with an ellipsis.</param>
/// <param name="MinWords">Lines with fewer words; 0 = none.</param>
/// <param name="MaxWord">Lines with a longer word, in characters; 0 = none.</param>
/// <param name="Without">Lines with one of these phrases, lower-case ASCII.</param>
internal sealed record LineRules(bool Terminal, long MinWords, long MaxWord, IReadOnlyList<byte[]> Without)
{
    public const string TerminalName = "line-terminal";
    public const string WordsName = "line-min-words";
    public const string LongWordName = "line-max-word";
    public const string PhraseName = "line-without";

    /// <summary>Names in the order in which a line is judged; <c>--off</c> takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = [LongWordName, TerminalName, WordsName, PhraseName];

    public bool Any => Terminal || MinWords > 0 || MaxWord > 0 || Without.Count > 0;
}
