using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Core.Check;

namespace Curate.Cli.Reports.Check;

/// <summary>Checks as SARIF 2.1.0: the codes are rules, the findings are results. Paths are relative as given, or absolute URIs.</summary>
internal static class CheckSarif
{
    public static byte[] Of(CheckPage page)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            CheckCode[] codes = [.. CheckRegistry.Codes.Where(c => page.Findings.Any(f => f.Code == c.Code))];
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            json.WriteStartObject("tool");
            json.WriteStartObject("driver");
            json.WriteString("name", "curate");
            json.WriteString("version", page.Version);
            json.List("rules", codes, Rule);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("columnKind", "unicodeCodePoints");
            IReadOnlyList<string> prints = CheckPrints.Of(page);
            json.List("results", [.. page.Findings.Select((f, i) => (Finding: f, Print: prints[i]))], (to, f) => Result(to, page, f.Finding, f.Print, Array.FindIndex(codes, c => c.Code == f.Finding.Code)));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Rule(Utf8JsonWriter json, CheckCode code)
    {
        json.WriteString("id", code.Code);
        Message(json, "shortDescription", code.Title + ".");
        Message(json, "fullDescription", code.Why);
        Message(json, "help", $"Raised: {code.Formula}. {code.Advice}");
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", CheckWords.Of(code.Severity));
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, CheckPage page, Finding finding, string print, int rule)
    {
        json.WriteString("ruleId", finding.Code);
        if (rule >= 0)
        {
            json.WriteNumber("ruleIndex", rule);
        }

        json.WriteString("level", CheckWords.Of(finding.Severity));
        Message(json, "message", $"{(finding.Rule is { } name ? name + ": " : "")}{finding.Message} {finding.Advice}");
        if ((finding.File ?? page.Path) is { } file)
        {
            json.WriteStartArray("locations");
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", Uri(file));
            json.WriteEndObject();
            if (finding.Line is { } line)
            {
                json.WriteStartObject("region");
                json.WriteNumber("startLine", line);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("partialFingerprints");
        json.WriteString("curate/v1", print);
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string key, string text)
    {
        json.WriteStartObject(key);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Uri(string path) => Path.IsPathRooted(path) ? new Uri(path).AbsoluteUri
        : string.Join('/', path.Split('/', '\\').Select(System.Uri.EscapeDataString));
}
