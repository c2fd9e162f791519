using System.Buffers;
using System.Text.Json;
using Curate.Cli.Commands;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Cli.Recipes;

/// <summary>The JSON Schema of recipes (draft 2020-12), made from the registry: editors complete and check stages by it.</summary>
internal static class RecipeSchema
{
    private static readonly JsonWriterOptions s_style = new() { Indented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Json()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var to = new Utf8JsonWriter(buffer, s_style))
        {
            to.WriteStartObject();
            to.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            to.WriteString("title", "curate recipe");
            Object(to, ["version", "inputs"], () =>
            {
                Property(to, "version", "The version of the recipe's form.", () => Enum(to, [Recipe.CurrentVersion, 1]));
                Property(to, "variables", "Texts that stand for ${NAME}.", () => MapOf(to, () => Ref(to, "scalar")));
                Property(to, "seed", "Seed of stages that have none of their own.", () => Ref(to, "scalar"));
                Property(to, "inputs", "Datasets by name: a path, a list of paths, or path with options.", () => MapOf(to, () => Ref(to, "input")));
                Property(to, "stages", "What happens, in order.", () => ListOf(to, () => Ref(to, "stage")));
                Property(to, "outputs", "Files and folders with the stage whose rows they get.", () => MapOf(to, () => Ref(to, "output")));
            });
            Definitions(to);
            to.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void Definitions(Utf8JsonWriter to)
    {
        to.WriteStartObject("$defs");
        Define(to, "scalar", () => Types(to, "string", "number", "boolean"));
        Define(to, "values", () => OneOf(to, () => Ref(to, "scalar"), () => ListOf(to, () => Ref(to, "scalar")), () => MapOf(to, () => Ref(to, "scalar"))));
        Define(to, "names", () => OneOf(to, () => Types(to, "string"), () => ListOf(to, () => Types(to, "string")), () => MapOf(to, () => Types(to, "string"))));
        Define(to, "input", () => OneOf(to, () => Types(to, "string"), () => ListOf(to, () => Types(to, "string")), () => Object(to, ["path"], () =>
        {
            Property(to, "path", "Files, folders or globs.", () => Ref(to, "values"));
            Options(to, RecipeBinder.OfInput);
        })));
        Define(to, "output", () => OneOf(to, () => Types(to, "string", "null"), () => Object(to, [], () =>
        {
            Property(to, "from", "An input or a stage; the last stage when left out.", () => Types(to, "string"));
            Property(to, "allow-empty", "No rows are no error.", () => Types(to, "boolean"));
            Options(to, RecipeBinder.OfOutput);
        })));
        Define(to, "stage", () =>
        {
            to.WriteStartArray("oneOf");
            foreach (CommandSpec command in RecipeBinder.Commands)
            {
                foreach (MethodEntry? entry in Entries(command))
                {
                    to.WriteStartObject();
                    Ref(to, entry is null ? command.Name : entry.Id);
                    to.WriteEndObject();
                }
            }

            to.WriteEndArray();
        });
        foreach (CommandSpec command in RecipeBinder.Commands)
        {
            foreach (MethodEntry? entry in Entries(command))
            {
                Define(to, entry is null ? command.Name : entry.Id, () => Stage(to, command, entry));
            }
        }

        to.WriteEndObject();
    }

    private static IEnumerable<MethodEntry?> Entries(CommandSpec command) => command.Methods.Count == 0 ? Enumerable.Repeat<MethodEntry?>(null, 1) : command.Methods;

    private static void Stage(Utf8JsonWriter to, CommandSpec command, MethodEntry? entry)
    {
        to.WriteString("description", entry?.Summary ?? command.Summary);

        // The first method of a command is the one that runs without a name.
        bool isDefault = entry is null || entry == command.Methods[0];
        string[] required = ["command", .. isDefault ? (string[])[] : ["method"], .. entry?.OptionSpecs.Where(static o => o.Required).Select(static o => o.Name) ?? []];
        Object(to, required, () =>
        {
            Property(to, "command", "The command.", () => Enum(to, [command.Name]));
            if (entry is not null)
            {
                Property(to, "method", "The method; several, separated by commas, where they can run together.", () => Pattern(to, entry.Join is null ? $"^{entry.Name}$" : $"^{entry.Name}(,[a-z-]+)*$"));
            }

            Property(to, "name", "How later stages and outputs call its rows.", () => Types(to, "string"));
            Property(to, "from", "Inputs or earlier stages; the stage before when left out.", () => Ref(to, "names"));
            Property(to, "when", "Facts of inputs under which it runs: raw.rows >= 10k, raw has lang; several are joined by and.", () => Types(to, "string"));
            Property(to, "allow-empty", "No rows are no error.", () => Types(to, "boolean"));
            Options(to, [.. RecipeBinder.OwnOf(command, entry), .. RecipeBinder.OfStage(command, entry)]);
        });
    }

    private static void Options(Utf8JsonWriter to, IEnumerable<OptionSpec> specs)
    {
        foreach (OptionSpec spec in specs)
        {
            string help = spec.Help + (spec.Range is null ? "" : $" ({spec.Range})") + (spec.Default is null ? "" : $" Default: {spec.Default}.");
            Property(to, spec.Name, help, () =>
            {
                switch (spec.Kind)
                {
                    case OptionKind.Choice:
                        Enum(to, [.. spec.Choices]);
                        break;
                    case OptionKind.Flag:
                        Types(to, "boolean");
                        break;
                    case OptionKind.Text or OptionKind.Column or OptionKind.Path:
                        Ref(to, "scalar");
                        break;
                    case OptionKind.Columns or OptionKind.List or OptionKind.Paths:
                        Ref(to, "values");
                        break;
                    default:
                        // Numbers may have suffixes: 10k, 5%, 2GiB.
                        Types(to, "number", "string");
                        break;
                }
            });
        }
    }

    private static void Define(Utf8JsonWriter to, string name, Action body)
    {
        to.WriteStartObject(name);
        body();
        to.WriteEndObject();
    }

    private static void Property(Utf8JsonWriter to, string name, string help, Action body)
    {
        to.WriteStartObject(name);
        to.WriteString("description", help);
        body();
        to.WriteEndObject();
    }

    private static void Object(Utf8JsonWriter to, string[] required, Action properties)
    {
        to.WriteString("type", "object");
        to.WriteBoolean("additionalProperties", false);
        if (required.Length > 0)
        {
            to.WriteStartArray("required");
            foreach (string name in required)
            {
                to.WriteStringValue(name);
            }

            to.WriteEndArray();
        }

        to.WriteStartObject("properties");
        properties();
        to.WriteEndObject();
    }

    private static void MapOf(Utf8JsonWriter to, Action value)
    {
        to.WriteString("type", "object");
        to.WriteStartObject("additionalProperties");
        value();
        to.WriteEndObject();
    }

    private static void ListOf(Utf8JsonWriter to, Action item)
    {
        to.WriteString("type", "array");
        to.WriteStartObject("items");
        item();
        to.WriteEndObject();
    }

    private static void OneOf(Utf8JsonWriter to, params Action[] forms)
    {
        to.WriteStartArray("oneOf");
        foreach (Action form in forms)
        {
            to.WriteStartObject();
            form();
            to.WriteEndObject();
        }

        to.WriteEndArray();
    }

    private static void Types(Utf8JsonWriter to, params string[] types)
    {
        if (types.Length == 1)
        {
            to.WriteString("type", types[0]);
            return;
        }

        to.WriteStartArray("type");
        foreach (string type in types)
        {
            to.WriteStringValue(type);
        }

        to.WriteEndArray();
    }

    private static void Enum(Utf8JsonWriter to, object[] values)
    {
        to.WriteStartArray("enum");
        foreach (object value in values)
        {
            if (value is int number)
            {
                to.WriteNumberValue(number);
            }
            else
            {
                to.WriteStringValue((string)value);
            }
        }

        to.WriteEndArray();
    }

    private static void Pattern(Utf8JsonWriter to, string pattern)
    {
        to.WriteString("type", "string");
        to.WriteString("pattern", pattern);
    }

    // A method's id has a slash, which a JSON pointer writes as ~1.
    private static void Ref(Utf8JsonWriter to, string name) => to.WriteString("$ref", "#/$defs/" + name.Replace("/", "~1", StringComparison.Ordinal));
}
