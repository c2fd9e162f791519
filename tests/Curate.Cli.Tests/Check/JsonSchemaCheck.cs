using System.Text.Json;
using System.Text.RegularExpressions;

namespace Curate.Cli.Tests.Check;

/// <summary>
/// The part of JSON Schema that the schemas of these tests use: type, properties, required, additionalProperties, items, minItems, uniqueItems, enum, const, pattern, minimum, maximum,
/// oneOf, anyOf, allOf, not and references within the document.
/// </summary>
internal static class JsonSchemaCheck
{
    public static List<string> Faults(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, schema, value, "$", faults);
        return faults;
    }

    private static void Check(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> faults)
    {
        if (schema.ValueKind is JsonValueKind.True)
        {
            return;
        }

        if (schema.ValueKind is JsonValueKind.False)
        {
            faults.Add(path + " may not be there");
            return;
        }

        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            JsonElement target = root;
            foreach (string step in reference.GetString()!.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                target = target.GetProperty(step);
            }

            Check(root, target, value, path, faults);
        }

        if (schema.TryGetProperty("type", out JsonElement type) && !(type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(t => Is(t.GetString()!, value)) : Is(type.GetString()!, value)))
        {
            faults.Add($"{path} is {value.ValueKind}, not {type}");
            return;
        }

        if (schema.TryGetProperty("enum", out JsonElement words) && !words.EnumerateArray().Any(w => JsonElement.DeepEquals(w, value)))
        {
            faults.Add($"{path} is {value}, not one of {words}");
        }

        if (schema.TryGetProperty("const", out JsonElement only) && !JsonElement.DeepEquals(only, value))
        {
            faults.Add($"{path} is {value}, not {only}");
        }

        if (value.ValueKind == JsonValueKind.String && schema.TryGetProperty("pattern", out JsonElement pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
        {
            faults.Add($"{path} does not match {pattern}");
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            if (schema.TryGetProperty("minimum", out JsonElement least) && value.GetDouble() < least.GetDouble())
            {
                faults.Add($"{path} is below {least}");
            }

            if (schema.TryGetProperty("maximum", out JsonElement most) && value.GetDouble() > most.GetDouble())
            {
                faults.Add($"{path} is above {most}");
            }
        }

        Array(root, schema, value, path, faults);
        Object(root, schema, value, path, faults);
        Several(root, schema, value, path, faults);
    }

    private static void Array(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        if (schema.TryGetProperty("minItems", out JsonElement least) && value.GetArrayLength() < least.GetInt32())
        {
            faults.Add($"{path} has fewer than {least} items");
        }

        if (schema.TryGetProperty("uniqueItems", out JsonElement unique) && unique.GetBoolean() && value.EnumerateArray().Select(static v => v.GetRawText()).Distinct().Count() < value.GetArrayLength())
        {
            faults.Add(path + " has equal items");
        }

        if (schema.TryGetProperty("items", out JsonElement items))
        {
            int at = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                Check(root, items, item, $"{path}[{at++}]", faults);
            }
        }
    }

    private static void Object(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("required", out JsonElement required))
        {
            faults.AddRange(required.EnumerateArray().Where(r => !value.TryGetProperty(r.GetString()!, out _)).Select(r => $"{path} lacks {r}"));
        }

        bool has = schema.TryGetProperty("properties", out JsonElement properties);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (has && properties.TryGetProperty(member.Name, out JsonElement one))
            {
                Check(root, one, member.Value, path + "." + member.Name, faults);
            }
            else if (schema.TryGetProperty("additionalProperties", out JsonElement others))
            {
                Check(root, others, member.Value, path + "." + member.Name, faults);
            }
        }
    }

    private static void Several(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> faults)
    {
        int Holds(JsonElement schemas) => schemas.EnumerateArray().Count(s =>
        {
            var inner = new List<string>();
            Check(root, s, value, path, inner);
            return inner.Count == 0;
        });
        if (schema.TryGetProperty("oneOf", out JsonElement one) && Holds(one) != 1)
        {
            faults.Add($"{path} is not exactly one of the forms");
        }

        if (schema.TryGetProperty("anyOf", out JsonElement any) && Holds(any) == 0)
        {
            faults.Add($"{path} is none of the forms");
        }

        if (schema.TryGetProperty("allOf", out JsonElement all))
        {
            foreach (JsonElement each in all.EnumerateArray())
            {
                Check(root, each, value, path, faults);
            }
        }

        if (schema.TryGetProperty("not", out JsonElement not))
        {
            var inner = new List<string>();
            Check(root, not, value, path, inner);
            if (inner.Count == 0)
            {
                faults.Add($"{path} has a form that is excluded");
            }
        }
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };
}
