using System.Globalization;
using System.Text;
using System.Xml;
using Curate.Core.Check;

namespace Curate.Cli.Reports.Check;

/// <summary>
/// Checks as JUnit XML: a suite per check, a case per rule (or check). Findings of severity error are failures; warnings and notes stand in the output of their case;
/// what is not measurable is skipped. Times are 0 and the time stamp is that of the epoch, so that equal runs give equal bytes.
/// </summary>
internal static class CheckJUnit
{
    public static byte[] Of(CheckPage page)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            int id = 0;
            foreach (CheckResult result in page.Results)
            {
                Suite(xml, result, id++);
            }

            xml.WriteEndElement();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Suite(XmlWriter xml, CheckResult result, int id)
    {
        IReadOnlyList<CheckCase> cases = CheckCase.Of(result);
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", "curate check " + result.Name);
        Attribute(xml, "package", "curate.check");
        Attribute(xml, "id", Text(id));
        Attribute(xml, "timestamp", "1970-01-01T00:00:00");
        Attribute(xml, "hostname", "localhost");
        Attribute(xml, "tests", Text(cases.Count));
        Attribute(xml, "failures", Text(cases.Count(IsFailure)));
        Attribute(xml, "errors", "0");
        Attribute(xml, "skipped", Text(cases.Count(static c => c.Skipped is not null)));
        Attribute(xml, "time", "0");
        xml.WriteStartElement("properties");
        xml.WriteEndElement();
        foreach (CheckCase one in cases)
        {
            Case(xml, one);
        }

        xml.WriteElementString("system-out", Clean(string.Concat(cases.Where(static c => !IsFailure(c)).SelectMany(static c => c.Findings.Select(f => $"{CheckWords.Of(f.Severity)} {c.Name}: {f.Message}\n")))));
        xml.WriteElementString("system-err", "");
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, CheckCase one)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "name", one.Name);
        Attribute(xml, "classname", "curate.check." + one.Suite);
        Attribute(xml, "time", "0");
        Finding[] errors = [.. one.Findings.Where(static f => f.Severity == Severity.Error)];
        if (one.Skipped is { } reason)
        {
            xml.WriteStartElement("skipped");
            Attribute(xml, "message", reason);
            xml.WriteEndElement();
        }
        else if (errors.Length > 0)
        {
            // A case has one failure; further findings of a check stand in its text.
            xml.WriteStartElement("failure");
            Attribute(xml, "type", errors[0].Code);
            Attribute(xml, "message", errors.Length == 1 ? errors[0].Message : $"{errors[0].Message} And {Figures.Of(errors.Length - 1, "more error")}.");
            xml.WriteString(Clean(string.Join("\n", one.Findings.Select(Line))));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Line(Finding finding)
    {
        string place = finding.File is null ? "" : finding.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{line}: ") : finding.File + ": ";
        return $"{place}{CheckWords.Of(finding.Severity)} {finding.Code}: {finding.Message} {finding.Advice}";
    }

    private static bool IsFailure(CheckCase one) => one.Findings.Any(static f => f.Severity == Severity.Error);

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Clean(value));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>XML has no form for most control characters.</summary>
    private static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value < 0x10000 && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        }

        return clean.ToString();
    }
}
