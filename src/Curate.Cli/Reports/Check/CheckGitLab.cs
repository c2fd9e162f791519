using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Core.Check;

namespace Curate.Cli.Reports.Check;

/// <summary>Checks as a code quality report of GitLab: a list of issues with fingerprints that stay while the finding stays.</summary>
internal static class CheckGitLab
{
    public static byte[] Of(CheckPage page)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            IReadOnlyList<string> prints = CheckPrints.Of(page);
            json.WriteStartArray();
            int at = 0;
            foreach (Finding finding in page.Findings)
            {
                json.WriteStartObject();
                json.WriteString("description", $"{(finding.Rule is { } rule ? rule + ": " : "")}{finding.Message} {finding.Advice}");
                json.WriteString("check_name", finding.Code);
                json.WriteString("fingerprint", prints[at++]);
                json.WriteString("severity", finding.Severity switch { Severity.Error => "major", Severity.Warning => "minor", _ => "info" });
                json.WriteStartObject("location");
                json.WriteString("path", finding.File ?? page.Path ?? page.Name);
                json.WriteStartObject("lines");

                // A place without a line is no place there.
                json.WriteNumber("begin", finding.Line ?? 1);
                json.WriteEndObject();
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
