using System.Text;
using Curate.Core.Check.Rules;

namespace Curate.Cli.Rules;

/// <summary>Writes rules as YAML that <see cref="RuleFileReader"/> reads back to the same texts.</summary>
internal static class RuleFileWriter
{
    private const int MostLine = 100;

    /// <summary>A file of rules.</summary>
    /// <param name="rules">Kind and keys of each rule; a comment goes above it.</param>
    /// <param name="head">Lines of comment at the top.</param>
    public static string Write(IReadOnlyList<DraftRule> rules, IReadOnlyList<string> head)
    {
        var text = new StringBuilder();
        foreach (string line in head)
        {
            text.Append("# ").Append(line.ReplaceLineEndings(" ")).Append('\n');
        }

        text.Append("version: ").Append(RuleFileReader.CurrentVersion).Append("\nrules:\n");
        foreach (DraftRule rule in rules)
        {
            text.Append("  - rule: ").Append(rule.Kind).Append('\n');
            foreach ((string key, IReadOnlyList<string> values, bool list) in rule.Keys)
            {
                text.Append("    ").Append(key).Append(':');
                if (!list)
                {
                    text.Append(' ').Append(Scalar(values[0])).Append('\n');
                    continue;
                }

                string flow = string.Join(", ", values.Select(Scalar));
                if (flow.Length <= MostLine)
                {
                    text.Append(" [").Append(flow).Append("]\n");
                    continue;
                }

                text.Append('\n');
                foreach (string value in values)
                {
                    text.Append("      - ").Append(Scalar(value)).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    /// <summary>A text as YAML: bare where nothing in it could mean something else, in double quotes elsewhere.</summary>
    private static string Scalar(string text)
    {
        bool bare = text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_' || IsNumber(text)) && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/')
            && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n" or "True" or "False" or "Null" or "Yes" or "No" or "On" or "Off" or "TRUE" or "FALSE" or "NULL" or "YES" or "NO" or "ON" or "OFF");
        if (bare)
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"' or '\\':
                    quoted.Append('\\').Append((char)rune.Value);
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                case '\t':
                    quoted.Append("\\t");
                    break;
                case '\r':
                    quoted.Append("\\r");
                    break;
                case < 0x20 or (>= 0x7F and <= 0xA0) or 0x2028 or 0x2029 or 0xFEFF:
                    quoted.Append("\\u").Append(rune.Value.ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case > 0xFFFF:
                    quoted.Append("\\U").Append(rune.Value.ToString("x8", System.Globalization.CultureInfo.InvariantCulture));
                    break;
                default:
                    quoted.Append((char)rune.Value);
                    break;
            }
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsNumber(string text) => Core.Options.NumberText.TryNumber(text, out _);
}
