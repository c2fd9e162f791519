using System.Globalization;
using Curate.Cli.Reports;
using Curate.Core.Errors;
using Curate.Core.Profile.Alerts;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Running;

/// <summary>What <c>--fail-on</c> of a profile means: severities (that one and those above it) and codes of alerts.</summary>
internal static class AlertGate
{
    /// <summary>Refuses words that are neither, so that no gate stands open for a misspelling.</summary>
    /// <exception cref="CurateException">A word is unknown; the nearest one is named.</exception>
    public static void Check(IReadOnlyList<string> words)
    {
        foreach (string word in words)
        {
            if (SeverityOf(word) is null && AlertCodes.All.All(c => c.Code != word))
            {
                string? nearest = NameSuggestions.Nearest(word, ["note", "warning", "error", .. AlertCodes.All.Select(static c => c.Code)]);
                Fail.Usage($"--fail-on takes note, warning, error or codes of alerts, not {Fail.Show(word)}.", nearest is null ? "docs/methods/profile/alerts.md lists the codes." : $"Did you mean {nearest}?");
            }
        }
    }

    /// <summary>What matches, with counts and codes; null where nothing does.</summary>
    /// <param name="alerts">What was found.</param>
    /// <param name="failOn">What to fail on.</param>
    /// <param name="option">What the user calls the option: <c>--fail-on</c> on the command line, <c>fail-on</c> in a recipe.</param>
    public static string? Closed(IReadOnlyList<Alert> alerts, IReadOnlyList<string> failOn, string option)
    {
        Alert[] found = [.. alerts.Where(a => failOn.Any(f => f == a.Code || (SeverityOf(f) is { } least && a.Severity >= least)))];
        if (found.Length == 0)
        {
            return null;
        }

        string codes = string.Join(", ", found.GroupBy(static a => a.Code).Select(static g => g.Count() == 1 ? g.Key : $"{g.Count().ToString(CultureInfo.InvariantCulture)} {g.Key}"));
        return $"{Figures.Of(found.Length, "alert")} {(found.Length == 1 ? "matches" : "match")} {option} {string.Join(',', failOn)}: {codes}";
    }

    private static AlertSeverity? SeverityOf(string word) => word switch
    {
        "note" => AlertSeverity.Note,
        "warning" => AlertSeverity.Warning,
        "error" => AlertSeverity.Error,
        _ => null,
    };
}
