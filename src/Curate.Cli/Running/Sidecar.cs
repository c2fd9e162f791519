using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>Fills and writes <c>OUTPUT.curate.json</c>.</summary>
internal static class Sidecar
{
    public static void Write(Session session, CommandSpec command, MethodEntry? entry, Arguments arguments, RunReport report, CopyResult result, InputHashes hashes)
    {
        string?[] sha256 = hashes.Result();
        var document = new ProvenanceDocument
        {
            Version = CommandHost.Version,
            Command = command.Name,
            Method = entry?.Name,
            Options = Resolved(entry, arguments, session.SourceFormat),
            Seed = session.Options.Seed,
            Inputs = InputsOf(session, sha256),
            RowsIn = report.RowsIn,
            RowsKept = report.RowsOut,
            Dropped = report.Dropped,
            BadRows = report.BadRows,
            MadeUp = report.MadeUp,
            OutputRows = report.RowsOut,
            OutputFiles = session.OutputFiles,
            OutputIsFolder = session.OutputIsFolder,
            Run = new ProvenanceRun
            {
                Inputs = report.Inputs,
                Output = report.Output,
                Host = Environment.MachineName,
                Workers = report.Workers,
                Started = session.Context.Time.GetUtcNow().AddSeconds(-report.Seconds),
                Seconds = Math.Round(report.Seconds, 3),
            },
        };
        HeldFile file = session.Create(ProvenanceWriter.PathFor(session.Options.Output!), overwrite: true);
        ProvenanceWriter.Write(document, file.Stream);
        file.Complete();
    }

    /// <summary>Lets outputs that carry provenance inside themselves say where they come from.</summary>
    public static void Embed(Session session, CommandSpec command, MethodEntry? entry, Arguments arguments, InputHashes hashes)
    {
        if (!session.EmbedsProvenance)
        {
            return;
        }

        session.EmbeddedText = rows => ProvenanceWriter.Embedded(new ProvenanceDocument
        {
            Version = CommandHost.Version,
            Command = command.Name,
            Method = entry?.Name,
            Options = Resolved(entry, arguments, session.SourceFormat, withPaths: false),
            Seed = session.Options.Seed,
            Inputs = InputsOf(session, hashes.Result()),
            OutputRows = rows,
        });
    }

    private static IReadOnlyList<ProvenanceInput> InputsOf(Session session, string?[] sha256) =>
        [.. session.Files.Select((f, i) => new ProvenanceInput(f.Path.IsStandardInput ? "-" : Path.GetFileName(f.Path.Path), f.File?.SizeBytes, sha256[i]))];

    /// <summary>Every option that counts, as given or by default, in the order in which it is declared.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string?>> Resolved(MethodEntry? entry, Arguments arguments, string sourceFormat,
        IReadOnlyList<OptionSpec>? own = null, bool withPaths = true)
    {
        IReadOnlyDictionary<string, string?> effective = entry?.Bind(arguments.Only(entry.OptionSpecs)).Resolved ?? new Dictionary<string, string?>();
        bool isCsv = sourceFormat is "csv" or "tsv";
        var options = new List<KeyValuePair<string, string?>>();
        IEnumerable<OptionSpec> counting = RunOptionSpecs.All.Where(static o => RunOptionSpecs.ThatCount.Contains(o.Name));
        foreach (OptionSpec spec in (own ?? entry?.OptionSpecs ?? []).Concat(counting))
        {
            IReadOnlyList<string> given = arguments.Values.Of(spec.Name);
            if (options.Exists(o => o.Key == spec.Name))
            {
                continue;
            }

            // Paths say where, not what: the content of a further dataset is hashed as an input.
            bool isPath = spec.Kind is OptionKind.Path or OptionKind.Paths;
            string? value = given.Count == 0 ? spec.Default : isPath ? Path.GetFileName(given[^1]) : string.Join(',', given);
            if (effective.TryGetValue(spec.Name, out string? inEffect))
            {
                value = inEffect;
            }

            // Defaults that cannot matter would only puzzle.
            bool matters = given.Count > 0 || spec.Name switch
            {
                "delimiter" or "quote" or "output-delimiter" => isCsv,
                "parquet-compression" or "row-group-rows" => false,
                _ => true,
            };
            if (matters && value is not null && (withPaths || !isPath))
            {
                options.Add(new(spec.Name, value));
            }
        }

        return options;
    }
}
