using System.Buffers;
using System.Text.Json;
using Curate.Cli.Reports;
using Curate.Core.Check.Rules;

namespace Curate.Cli.Rules;

/// <summary>The JSON Schema of files of rules (draft 2020-12), made from <see cref="RuleKinds"/>: editors complete and check rules by it.</summary>
internal static class RuleSchema
{
    private static readonly JsonWriterOptions s_style = new() { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var to = new Utf8JsonWriter(buffer, s_style))
        {
            to.WriteStartObject();
            to.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            to.WriteString("title", "curate rules");
            to.WriteString("type", "object");
            to.Strings("required", ["version", "rules"]);
            to.WriteBoolean("additionalProperties", false);
            to.WriteStartObject("properties");
            to.WriteStartObject("version");
            to.WriteStartArray("enum");
            to.WriteNumberValue(1);
            to.WriteStringValue(RuleFileReader.CurrentVersion);
            to.WriteEndArray();
            to.WriteEndObject();
            to.WriteStartObject("rules");
            to.WriteString("type", "array");
            to.WriteNumber("minItems", 1);
            to.WriteStartObject("items");
            to.WriteStartArray("oneOf");
            foreach (RuleKind kind in RuleKinds.All)
            {
                to.WriteStartObject();
                to.WriteString("$ref", "#/$defs/" + kind.Name);
                to.WriteEndObject();
            }

            to.WriteEndArray();
            to.WriteEndObject();
            to.WriteEndObject();
            to.WriteEndObject();
            to.WriteStartObject("$defs");
            foreach (RuleKind kind in RuleKinds.All)
            {
                Kind(to, kind);
            }

            to.WriteEndObject();
            to.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void Kind(Utf8JsonWriter to, RuleKind kind)
    {
        to.WriteStartObject(kind.Name);
        to.WriteString("description", kind.Summary);
        to.WriteString("type", "object");
        to.Strings("required", [.. kind.AllKeys.Where(static k => k.Required).Select(static k => k.Name)]);
        to.WriteBoolean("additionalProperties", false);
        to.WriteStartObject("properties");
        foreach (RuleKey key in kind.AllKeys)
        {
            to.WriteStartObject(key.Name);
            to.WriteString("description", key.Help + (key.Default is { } value ? $" Default: {value}." : ""));
            if (key.Name == "rule")
            {
                to.WriteString("const", kind.Name);
            }
            else
            {
                Value(to, key);
            }

            to.WriteEndObject();
        }

        to.WriteEndObject();
        to.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter to, RuleKey key)
    {
        switch (key.Kind)
        {
            case RuleKeyKind.Choice:
                to.Strings("enum", key.Choices);
                break;
            case RuleKeyKind.Flag:
                to.WriteString("type", "boolean");
                break;
            case RuleKeyKind.Number or RuleKeyKind.Whole or RuleKeyKind.Share or RuleKeyKind.Bound:
                to.Strings("type", ["number", "string"]);
                break;
            case RuleKeyKind.Texts or RuleKeyKind.Columns:
                to.Strings("type", ["string", "number", "boolean", "array"]);
                to.WriteStartObject("items");
                to.Strings("type", ["string", "number", "boolean"]);
                to.WriteEndObject();
                break;
            case RuleKeyKind.Ranges:
                to.WriteString("type", "object");
                to.WriteStartObject("additionalProperties");
                to.Strings("type", ["string", "number"]);
                to.WriteEndObject();
                break;
            default:
                to.WriteString("type", "string");
                break;
        }
    }
}
