using System.Globalization;
using System.Text;
using Curate.Core.Check;
using Curate.Core.Hashing;

namespace Curate.Cli.Reports.Check;

/// <summary>Fingerprints by which services know a finding again: of its check, code, rule, column, value and file, not of its counts or rows.</summary>
internal static class CheckPrints
{
    /// <summary>One for each finding, in order; equal ones are numbered.</summary>
    public static IReadOnlyList<string> Of(CheckPage page)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var prints = new List<string>();
        foreach (CheckResult result in page.Results)
        {
            foreach (Finding finding in result.Findings)
            {
                // The first example of a rule changes with every row that comes in; groups and classes do not.
                string? value = finding.Row is null ? finding.Value : null;
                string text = string.Join('\n', result.Name, finding.Code, finding.Rule, finding.Column, value, finding.File ?? page.Path);
                int number = seen[text] = seen.GetValueOrDefault(text) + 1;
                prints.Add(Convert.ToHexStringLower(Sha256.Of(Encoding.UTF8.GetBytes(number == 1 ? text : text + "\n" + number.ToString(CultureInfo.InvariantCulture))).AsSpan(0, 16)));
            }
        }

        return prints;
    }
}
