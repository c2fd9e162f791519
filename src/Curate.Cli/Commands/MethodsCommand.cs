using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Check;
using Curate.Core.Check;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Formats.Files;

namespace Curate.Cli.Commands;

/// <summary><c>curate methods</c>: the registry as text, Markdown or JSON.</summary>
internal static class MethodsCommand
{
    private const int Schema = 1;

    private static readonly IReadOnlyList<OptionSpec> s_options =
    [
        OptionSpec<RunOptions>.Choice("format", "How the list is written.", ["text", "json", "md"], static (o, _) => o, "text"),
        OptionSpec<RunOptions>.Path("output", "File to write; - for standard output.", static (o, _) => o) with { Default = "-" },
        OptionSpec<RunOptions>.Flag("force", "Replace an output that exists.", static (o, _) => o),
    ];

    public static CommandSpec Spec { get; } = new("methods", "Lists every method and check with its traits, memory and options.")
    {
        ArgumentName = "NAME",
        Examples = ["curate methods", "curate methods dedupe", "curate methods --format json -o methods.json"],
        Groups = [new("Options", s_options)],
        Run = Run,
    };

    private static int Run(Arguments arguments, CommandHost host)
    {
        string? unknown = arguments.Inputs.FirstOrDefault(static name => !MethodRegistry.All.Any(m => IsNamed(m, name)) && !CheckRegistry.All.Any(c => IsNamed(c, name)));
        if (unknown is not null)
        {
            string? nearest = NameSuggestions.Nearest(unknown, MethodRegistry.All.SelectMany(static m => (string[])[m.Family, m.Id, m.Name]).Concat(CheckRegistry.All.SelectMany(static c => (string[])[CheckEntry.Family, c.Id, c.Name])).Distinct());
            Fail.Usage($"{Fail.Show(unknown)} is neither a command with methods nor a method.",
                nearest is not null ? $"Did you mean {nearest}?" : "Commands with methods: " + string.Join(", ", MethodRegistry.All.Select(static m => m.Family).Distinct()) + ", " + CheckEntry.Family + ".");
        }

        IReadOnlyList<MethodEntry> methods = arguments.Inputs.Count == 0 ? MethodRegistry.All
            : [.. MethodRegistry.All.Where(m => arguments.Inputs.Any(name => IsNamed(m, name)))];
        IReadOnlyList<CheckEntry> checks = arguments.Inputs.Count == 0 ? CheckRegistry.All : [.. CheckRegistry.All.Where(c => arguments.Inputs.Any(name => IsNamed(c, name)))];

        string format = arguments.Last("format") ?? "text";
        string text = format switch
        {
            "json" => Json(methods, checks),
            "md" => Markdown(methods, checks),
            "text" => Text(methods, checks),
            _ => "",
        };
        if (text.Length == 0)
        {
            Fail.Usage($"--format takes text, json or md, not {Fail.Show(format)}.");
        }

        if (arguments.Last("output") is { } path and not "-")
        {
            using var file = new AtomicFile(path, arguments.Values.Of("force").Count > 0);
            file.Stream.Write(Encoding.UTF8.GetBytes(text));
            file.Complete();
        }
        else
        {
            host.WriteOut(text);
        }

        return (int)ExitCode.Done;
    }

    private static bool IsNamed(MethodEntry method, string name) => name == method.Family || name == method.Id || name == method.Name;

    private static bool IsNamed(CheckEntry check, string name) => name == CheckEntry.Family || name == check.Id || name == check.Name;

    private static string Text(IReadOnlyList<MethodEntry> methods, IReadOnlyList<CheckEntry> checks)
    {
        var text = new StringBuilder();
        (string Id, string Summary)[] all = [.. methods.Select(static m => (m.Id, m.Summary)), .. checks.Select(static c => (c.Id, c.Summary))];
        int width = all.Max(static m => m.Id.Length);
        foreach ((string id, string summary) in all)
        {
            text.Append(id.PadRight(width + 2)).Append(summary).Append('\n');
        }

        return text.ToString();
    }

    private static string Markdown(IReadOnlyList<MethodEntry> methods, IReadOnlyList<CheckEntry> checks)
    {
        var text = new StringBuilder("| method | what it does | traits | memory |\n|---|---|---|---|\n");
        foreach (MethodEntry method in methods)
        {
            text.Append("| ").Append(method.Id).Append(" | ").Append(method.Summary).Append(" | ").Append(method.Traits).Append(" | ").Append(method.Memory).Append(" |\n");
        }

        foreach (CheckEntry check in checks)
        {
            text.Append("| ").Append(check.Id).Append(" | ").Append(check.Summary).Append(" | | ").Append(check.Memory).Append(" |\n");
        }

        return text.ToString();
    }

    private static string Json(IReadOnlyList<MethodEntry> methods, IReadOnlyList<CheckEntry> checks)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("version", CommandHost.Version);
            json.WriteStartArray("methods");
            foreach (MethodEntry method in methods)
            {
                Write(json, method);
            }

            json.WriteEndArray();
            json.List("checks", checks, Write);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, MethodEntry method)
    {
        json.WriteStartObject();
        json.WriteString("id", method.Id);
        json.WriteString("command", method.Family);
        json.WriteString("method", method.Name);
        json.WriteString("summary", method.Summary);
        json.Strings("traits", method.Traits.ToString().Split(", "));
        json.WriteString("memory", method.Memory);
        json.WriteString("passes", method.Passes);
        json.WriteString("source", method.Source);
        json.Strings("drop_reasons", method.DropReasons);
        Write(json, method.OptionSpecs);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CheckEntry check)
    {
        json.WriteString("id", check.Id);
        json.WriteString("command", CheckEntry.Family);
        json.WriteString("check", check.Name);
        json.WriteString("summary", check.Summary);
        json.WriteString("needs", check.Needs);
        json.WriteString("memory", check.Memory);
        json.WriteString("passes", check.Passes);
        json.WriteString("source", check.Source);
        json.List("findings", check.Codes, static (to, code) =>
        {
            to.WriteString("code", code.Code);
            to.WriteString("severity", CheckWords.Of(code.Severity));
            to.WriteString("title", code.Title);
        });
        Write(json, check.OptionSpecs);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<OptionSpec> options)
    {
        json.WriteStartArray("options");
        foreach (OptionSpec option in options)
        {
            json.WriteStartObject();
            json.WriteString("name", option.Name);
            json.WriteString("kind", option.Kind.ToString().ToLowerInvariant());
            json.WriteString("help", option.Help);
            json.WriteString("default", option.Default);
            json.WriteString("unit", option.Unit);
            json.WriteString("range", option.Range);
            json.WriteBoolean("required", option.Required);
            json.WriteBoolean("role", option.Role);
            json.Strings("choices", option.Choices);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
