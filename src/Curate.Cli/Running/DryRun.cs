using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Formats.Csv;

namespace Curate.Cli.Running;

/// <summary>What a run would do, without doing it.</summary>
internal static class DryRun
{
    public static string Describe(CommandSpec command, MethodEntry? entry, RunOptions options, Arguments arguments, IRecordSource source, Session session,
        IReadOnlyList<OptionSpec>? own = null, string? passes = null, string? memory = null)
    {
        var text = new StringBuilder();
        text.Append("Method   ").Append(entry?.Id ?? command.Name).Append(": ").Append(entry?.Summary ?? command.Summary).Append('\n');
        text.Append("Inputs   ").Append(NumberText.Of(session.Files.Count)).Append(session.Files.Count == 1 ? " file, " : " files, ").Append(session.SourceFormat);
        if (source.SizeBytes is { } bytes)
        {
            text.Append(", ").Append(NumberText.Size(bytes));
        }

        text.Append('\n');
        foreach ((Curate.Formats.Files.InputPath path, Curate.Formats.Files.FileInput? file) in session.Files.Take(20))
        {
            text.Append("           ").Append(path.Path).Append(file?.SizeBytes is { } size ? " (" + NumberText.Size(size) + ")" : "").Append('\n');
        }

        if (session.Files.Count > 20)
        {
            text.Append("           ...\n");
        }

        if (source.Layout is CsvLayout csv)
        {
            string line = csv.Dialect.NewLine switch { "\r\n" => "CRLF", "\r" => "CR", _ => "LF" };
            text.Append("Dialect  delimiter ").Append(csv.Dialect.Delimiter == '\t' ? "tab" : csv.Dialect.Delimiter.ToString())
                .Append(", quote ").Append(csv.Dialect.Quote == '\0' ? "none" : csv.Dialect.Quote.ToString()).Append(", lines end in ").Append(line)
                .Append(csv.Dialect.HasHeader ? "" : ", no header").Append('\n');
            text.Append("Columns  ").AppendJoin(", ", csv.Names.Take(40)).Append(csv.Names.Count > 40 ? ", ..." : "").Append('\n');
        }

        text.Append("Options\n");
        foreach ((string name, string? value) in Sidecar.Resolved(entry, arguments, session.SourceFormat, own))
        {
            text.Append("           ").Append(name).Append(" = ").Append(value).Append('\n');
        }

        text.Append("Seed     ").Append(options.Seed).Append('\n');
        text.Append("Passes   ").Append(entry?.Passes ?? passes ?? "1, and one more where --where or the output format needs kinds").Append('\n');
        if (session.RowGroups is { } groups)
        {
            text.Append("Groups   ").Append(NumberText.Of(groups.LeftOut)).Append(" of ").Append(NumberText.Of(groups.Groups))
                .Append(" row groups are not read: their statistics rule out --where\n");
        }

        text.Append("Memory   ").Append(entry?.Memory ?? memory ?? "a few batches of rows").Append("; budget ").Append(NumberText.Size(options.MemoryBytes)).Append('\n');
        text.Append("Output   ").Append(options.Output ?? "standard output").Append('\n');
        return text.ToString();
    }
}
