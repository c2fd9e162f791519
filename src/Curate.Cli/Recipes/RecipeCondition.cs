using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Cli.Recipes;

/// <summary>
/// The condition of a stage's <c>when</c>: facts of inputs, joined by <c>and</c>. <c>raw.rows &gt;= 10k</c> (also <c>columns</c>, <c>files</c>,
/// <c>bytes</c>), <c>raw has lang</c>, <c>raw lacks lang</c>.
/// </summary>
internal static class RecipeCondition
{
    private static readonly string[] s_facts = ["rows", "columns", "files", "bytes"];

    private static readonly string[] s_comparisons = ["<=", ">=", "!=", "<", ">", "="];

    /// <summary>Checks the form of a condition, and that it speaks of inputs.</summary>
    public static void Check(string text, IReadOnlyList<string> inputs) => Walk(text, inputs, static (_, _, _, _) => true);

    /// <summary>Whether it holds.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="inputs">Names of the inputs.</param>
    /// <param name="fact">A number about an input.</param>
    /// <param name="has">Whether an input has a column.</param>
    public static bool Holds(string text, IReadOnlyList<string> inputs, Func<string, string, long> fact, Func<string, string, bool> has) =>
        Walk(text, inputs, (input, what, comparison, value) => what is "has" or "lacks" ? has(input, value) == (what == "has") : Compare(fact(input, what), comparison, value));

    private static bool Walk(string text, IReadOnlyList<string> inputs, Func<string, string, string, string, bool> holds)
    {
        bool all = true;
        foreach (string term in text.Split(" and ", StringSplitOptions.TrimEntries))
        {
            all &= Term(term, inputs, holds);
        }

        return all;
    }

    private static bool Term(string term, IReadOnlyList<string> inputs, Func<string, string, string, string, bool> holds)
    {
        string[] words = term.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 3 && words[1] is "has" or "lacks")
        {
            return holds(Input(words[0], inputs), words[1], "", words[2]);
        }

        string? comparison = s_comparisons.FirstOrDefault(c => term.Contains(c, StringComparison.Ordinal));
        int at = comparison is null ? -1 : term.IndexOf(comparison, StringComparison.Ordinal);
        string left = at < 0 ? "" : term[..at].Trim();
        int dot = left.LastIndexOf('.');
        if (at < 0 || dot <= 0)
        {
            Fail.Usage($"when takes facts of inputs, not {Fail.Show(term)}.", $"For example {inputs[0]}.rows >= 10k, or {inputs[0]} has lang; several are joined by and.");
        }

        string what = left[(dot + 1)..];
        string value = term[(at + comparison!.Length)..].Trim();
        if (!s_facts.Contains(what))
        {
            string? nearest = NameSuggestions.Nearest(what, s_facts);
            Fail.Usage($"when: {Fail.Show(what)} is no fact of an input.", nearest is null ? "Facts: " + string.Join(", ", s_facts) + "." : $"Did you mean {nearest}?");
        }

        if (!(what == "bytes" ? NumberText.TrySize(value, out _) : NumberText.TryWhole(value, out _)))
        {
            Fail.Usage($"when compares {what} with a whole number, not {Fail.Show(value)}.");
        }

        return holds(Input(left[..dot], inputs), what, comparison, value);
    }

    private static string Input(string name, IReadOnlyList<string> inputs)
    {
        if (!inputs.Contains(name))
        {
            string? nearest = NameSuggestions.Nearest(name, inputs);
            Fail.Usage($"when: {Fail.Show(name)} is no input.", nearest is null ? "Inputs: " + string.Join(", ", inputs) + "." : $"Did you mean {nearest}?");
        }

        return name;
    }

    private static bool Compare(long fact, string comparison, string text)
    {
        if (!NumberText.TryWhole(text, out long value))
        {
            NumberText.TrySize(text, out value);
        }

        return comparison switch
        {
            "<=" => fact <= value,
            ">=" => fact >= value,
            "!=" => fact != value,
            "<" => fact < value,
            ">" => fact > value,
            _ => fact == value,
        };
    }
}
