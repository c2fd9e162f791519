using System.Globalization;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Check;
using Curate.Core.Check;
using Curate.Core.Errors;

namespace Curate.Cli.Running;

/// <summary>What <c>--fail-on</c> of a check means: severities (that one and those above it), codes of findings, and checks that could not be measured.</summary>
internal static class CheckGate
{
    private const string NotMeasurable = "not-measurable";

    /// <summary>Refuses words that mean nothing, so that no gate stands open for a misspelling.</summary>
    /// <exception cref="CurateException">A word is unknown; the nearest one is named.</exception>
    public static void Check(IReadOnlyList<string> words)
    {
        foreach (string word in words)
        {
            if (word != NotMeasurable && CheckWords.SeverityOf(word) is null && CheckRegistry.Codes.All(c => c.Code != word))
            {
                string? nearest = NameSuggestions.Nearest(word, ["note", "warning", "error", NotMeasurable, .. CheckRegistry.Codes.Select(static c => c.Code)]);
                Fail.Usage($"--fail-on takes note, warning, error, {NotMeasurable} or codes of findings, not {Fail.Show(word)}.", nearest is null ? "The pages of docs/methods/check list the codes." : $"Did you mean {nearest}?");
            }
        }
    }

    /// <summary>What matches, with counts and codes; null where nothing does.</summary>
    /// <param name="page">What was found.</param>
    /// <param name="failOn">What to fail on.</param>
    /// <param name="option">What the user calls the option: <c>--fail-on</c> on the command line, <c>fail-on</c> in a recipe.</param>
    public static string? Closed(CheckPage page, IReadOnlyList<string> failOn, string option)
    {
        Finding[] found = [.. page.Findings.Where(f => failOn.Any(w => w == f.Code || (CheckWords.SeverityOf(w) is { } least && f.Severity >= least)))];
        string[] open = [.. page.Results.Where(r => r.Verdict == CheckVerdict.NotMeasurable && failOn.Contains(NotMeasurable, StringComparer.Ordinal)).Select(static r => r.Name)];
        int count = found.Length + open.Length;
        if (count == 0)
        {
            return null;
        }

        string codes = string.Join(", ", found.GroupBy(static f => f.Code, StringComparer.Ordinal).Select(static g => g.Count() == 1 ? g.Key : $"{g.Count().ToString(CultureInfo.InvariantCulture)} {g.Key}").Concat(open.Select(static o => o + " not measurable")));
        return $"{Figures.Of(count, "finding")} {(count == 1 ? "matches" : "match")} {option} {string.Join(',', failOn)}: {codes}";
    }
}
