using System.Globalization;
using System.Text;
using Curate.Core.Check;

namespace Curate.Cli.Reports.Check;

/// <summary>Checks as workflow commands of GitHub Actions, one annotation for each finding: <c>::error file=,line=,title=::message</c>.</summary>
internal static class CheckGitHub
{
    public static string Of(CheckPage page)
    {
        var text = new StringBuilder();
        foreach (CheckResult result in page.Results)
        {
            foreach (Finding finding in result.Findings)
            {
                var properties = new List<string>();
                if ((finding.File ?? page.Path) is { } file)
                {
                    properties.Add("file=" + Property(file));
                    if (finding.Line is { } line)
                    {
                        properties.Add("line=" + line.ToString(CultureInfo.InvariantCulture));
                    }
                }

                properties.Add("title=" + Property(finding.Rule is { } rule ? $"{finding.Code} ({rule})" : $"{finding.Code} ({result.Name})"));
                string level = finding.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "notice" };
                text.Append("::").Append(level).Append(' ').AppendJoin(',', properties).Append("::").Append(Data($"{finding.Message} {finding.Advice}")).Append('\n');
            }

            if (result.Reason is { } reason)
            {
                text.Append("::notice title=").Append(Property($"not measurable ({result.Name})")).Append("::").Append(Data(reason)).Append('\n');
            }
        }

        // The last line is for people who read the log.
        return text.Append("curate check ").Append(page.Name.ReplaceLineEndings(" ")).Append(": ").Append(CheckOutline.Sentence(page)).Append('\n').ToString();
    }

    /// <summary>What the message of a command may hold.</summary>
    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>What a property of a command may hold.</summary>
    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
