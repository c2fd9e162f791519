using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>Writes the recipe that does what a command line does (<c>--emit-recipe</c>).</summary>
internal static class RecipeWriter
{
    private static readonly string[] s_ofRun = ["workers", "memory", "scratch", "scratch-limit", "color", "no-progress", "quiet", "verbose", "debug", "force", "emit-recipe", "method", "output", "removed", "report", "report-detail", "seed", "split-files"];

    /// <summary>The recipe of a command line, as YAML.</summary>
    /// <exception cref="CurateException">It does something that no recipe does.</exception>
    public static string Of(CommandSpec command, Arguments arguments)
    {
        MethodEntry? entry = command.Methods.Count == 0 ? null : RowRun.MethodOf(command, arguments);
        foreach (string name in arguments.Values.Names)
        {
            if (entry is not null)
            {
                RowRun.CheckTaken(command, entry, name);
            }

            if (name is "dry-run" or "explain" or "shard" or "preserve-files" or "should-i")
            {
                Fail.Usage($"--{name} has no place in a recipe, so --emit-recipe cannot write one.", "Leave one of the two out.");
            }
        }

        // What the run would refuse is refused here, too.
        ReportStageKind? kind = ReportStages.Of(command.Name);
        RunOptions options = OptionBinder.Bind(new RunOptions(), RunOptionSpecs.All,
            arguments.Only(RunOptionSpecs.All.Where(r => entry?.OptionSpecs.Any(m => m.Name == r.Name) != true && kind?.Own.Any(m => m.Name == r.Name) != true)));
        if (entry?.Bind(arguments.Only(entry.OptionSpecs)).ReportsBy is { } reporting)
        {
            Fail.Usage($"--{reporting} writes a report and no rows, so --emit-recipe cannot write a recipe.", "Leave one of the two out.");
        }

        if (options.Output is null && kind is null)
        {
            Fail.Usage("--emit-recipe needs an output: a recipe writes files.", "Add -o FILE.");
        }

        if (arguments.Inputs.Count == 0 || arguments.Inputs.Contains("-"))
        {
            Fail.Usage("--emit-recipe needs input files: a pipe cannot be named in a recipe.", "Name files, folders or globs.");
        }

        var yaml = new StringBuilder("version: 1\n");
        if (arguments.Last("seed") is { } seed)
        {
            yaml.Append("seed: ").Append(seed).Append('\n');
        }

        List<(string Name, string Source)> inputs = Inputs(yaml, command, arguments);
        if (kind is not null)
        {
            AppendDescribing(yaml, kind, arguments, options);
            return yaml.ToString();
        }

        AppendStage(yaml, command, entry, arguments, inputs);
        AppendOutput(yaml, command, entry, arguments, options);
        return yaml.ToString();
    }

    /// <summary>Writes the inputs; their names in the recipe, and what the command line calls them.</summary>
    private static List<(string Name, string Source)> Inputs(StringBuilder yaml, CommandSpec command, Arguments arguments)
    {
        var groups = new List<(string Name, List<string> Paths)>();
        foreach (string input in arguments.Inputs)
        {
            int equals = command.NamesSources && !File.Exists(input) ? input.IndexOf('=', StringComparison.Ordinal) : -1;
            string name = equals > 0 ? input[..equals] : !command.NamesSources || arguments.Values.Of("source").Count > 0 ? "raw" : Path.GetFileName(Compressions.Strip(input)).Split('.')[0];
            int at = groups.FindIndex(g => g.Name == name);
            if (at < 0)
            {
                at = groups.Count;
                groups.Add((name, []));
            }

            groups[at].Paths.Add(input[(equals + 1)..]);
        }

        yaml.Append("inputs:\n");
        var named = new List<(string Name, string Source)>();
        foreach ((string source, List<string> paths) in groups)
        {
            // Sources have any names, inputs have plain ones.
            bool plain = source.Length <= 60 && source.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && source is not ("inputs" or "seed" or "stage");
            named.Add((plain ? source : "source-" + NumberText.Of(named.Count + 1), source));
            yaml.Append("  ").Append(named[^1].Name).Append(":\n");
            Append(yaml, "    ", "path", paths);
            foreach (OptionSpec spec in RecipeBinder.OfInput.Where(s => arguments.Values.Of(s.Name).Count > 0))
            {
                Append(yaml, "    ", spec.Name, arguments.Values.Of(spec.Name));
            }
        }

        return named;
    }

    private static void AppendStage(StringBuilder yaml, CommandSpec command, MethodEntry? entry, Arguments arguments, List<(string Name, string Source)> inputs)
    {
        yaml.Append("stages:\n  - name: stage\n    command: ").Append(command.Name).Append('\n');
        if (entry is not null)
        {
            Append(yaml, "    ", "method", [arguments.Last("method") ?? entry.Name]);
        }

        if (inputs.Count > 1)
        {
            yaml.Append("    from: {").AppendJoin(", ", inputs.Select(static i => Quoted(i.Source) + ": " + i.Name)).Append("}\n");
        }

        yaml.Append("    allow-empty: true\n");
        IReadOnlyList<OptionSpec<RunOptions>> shared = RecipeBinder.OfStage(command, entry);
        foreach (string name in arguments.Values.Names)
        {
            bool own = entry?.OptionSpecs.Any(o => o.Name == name) == true || name == ConvertCommand.RenameOption.Name;
            if (own || (shared.Any(o => o.Name == name) && name != "seed"))
            {
                Append(yaml, "    ", name, arguments.Values.Of(name));
            }
            else if (!s_ofRun.Contains(name) && RecipeBinder.OfInput.All(o => o.Name != name) && RecipeBinder.OfOutput.All(o => o.Name != name))
            {
                Fail.Usage($"--{name} has no place in a recipe, so --emit-recipe cannot write one.", "Leave one of the two out.");
            }
        }
    }

    /// <summary>A stage that describes rows: what goes to <c>-o</c> on the command line is its report.</summary>
    private static void AppendDescribing(StringBuilder yaml, ReportStageKind kind, Arguments arguments, RunOptions options)
    {
        yaml.Append("stages:\n  - name: stage\n    command: ").Append(kind.Command.Name).Append("\n    allow-empty: true\n");
        foreach ((string name, string why) in kind.Refused.Where(r => r.Key != "format" && arguments.Values.Of(r.Key).Count > 0))
        {
            Fail.Usage($"--{name} has no place in a recipe, so --emit-recipe cannot write one.", why);
        }

        (string report, IReadOnlyList<string> files) = kind.Reports(arguments);
        IReportStage stage = kind.Bind(arguments.Values.Where(n => n != report && kind.Own.Any(o => o.Name == n)), options with { Report = files.Count == 0 ? null : files[0] }, static path => path);
        if (files.Count == 0 && stage.Files.Count == 0 && !stage.IsGate)
        {
            Fail.Usage("--emit-recipe needs something that the stage writes or can fail on.", "Add -o FILE.");
        }

        if (files.Count > 0)
        {
            Append(yaml, "    ", report, files);
        }

        foreach (string name in arguments.Values.Names.Where(n => n != report && n != "seed"))
        {
            if (kind.Own.Any(o => o.Name == name) || kind.Shared.Any(o => o.Name == name))
            {
                Append(yaml, "    ", name, arguments.Values.Of(name));
            }
        }
    }

    private static void AppendOutput(StringBuilder yaml, CommandSpec command, MethodEntry? entry, Arguments arguments, RunOptions options)
    {
        yaml.Append("outputs:\n  ").Append(Quoted(options.Output!)).Append(":\n    allow-empty: true\n");
        if (arguments.Values.Of("split-files").Count > 0)
        {
            Append(yaml, "    ", "partition-by", [arguments.Last("column") ?? entry!.OptionSpecs.First(static o => o.Name == "column").Default ?? command.Name]);
        }

        // The stage has chosen rows and columns.
        foreach (OptionSpec spec in RecipeBinder.OfOutput.Where(s => s.Name is not ("where" or "columns" or "limit") && arguments.Values.Of(s.Name).Count > 0))
        {
            Append(yaml, "    ", spec.Name, arguments.Values.Of(spec.Name));
        }
    }

    private static void Append(StringBuilder yaml, string indent, string name, IReadOnlyList<string> values)
    {
        yaml.Append(indent).Append(name).Append(": ");
        if (values.Count == 1)
        {
            yaml.Append(Quoted(values[0])).Append('\n');
        }
        else
        {
            yaml.Append('[').AppendJoin(", ", values.Select(Quoted)).Append("]\n");
        }
    }

    /// <summary>A text as YAML reads it back: bare where nothing in it has a meaning.</summary>
    private static string Quoted(string text)
    {
        string escaped = text.Replace("${", "$${", StringComparison.Ordinal);
        bool bare = escaped.Length > 0 && char.IsAsciiLetterOrDigit(escaped[0]) && escaped.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or '=');
        return bare ? escaped : escaped.Any(char.IsControl) ? DoubleQuoted(escaped) : "'" + escaped.Replace("'", "''", StringComparison.Ordinal) + "'";
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c is '"' or '\\' ? "\\" + c : char.IsControl(c) ? "\\x" + ((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture) : c.ToString());
        }

        return quoted.Append('"').ToString();
    }
}
