using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Dedupe.Files;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Cli.Commands;

/// <summary><c>curate dedupe</c>.</summary>
internal static class DedupeCommand
{
    public static CommandSpec Spec { get; } = WithFiles(MethodCommands.Create("dedupe", "Removes or marks repeated rows, and says which row each was a copy of.",
    [
        "curate dedupe raw.csv -o unique.csv",
        "curate dedupe docs.jsonl --key text --normalize lower,space --keep longest -o unique.jsonl",
        "curate dedupe docs.jsonl --method near --text text --keep longest --removed copies.jsonl -o unique.jsonl",
        "curate dedupe docs.parquet --method semantic --embedding vector --inspect",
        "curate dedupe train.csv --across test.csv --only-across --removed leaked.csv -o train-clean.csv",
        "curate dedupe lake/ --method files",
    ]));

    private static CommandSpec WithFiles(CommandSpec rows) => rows with
    {
        OtherMethods = [FilesJob.Method],
        Groups = [new("Files", FilesOptionSpecs.Own), .. rows.Groups],
        Run = static (arguments, host) => Execute(arguments, host),
    };

    private static int Execute(Arguments arguments, CommandHost host)
    {
        if (arguments.Last("method") == FilesJob.Method)
        {
            return FilesJob.Execute(Spec, arguments, host);
        }

        foreach (OptionSpec<FilesOptions> own in FilesOptionSpecs.Own)
        {
            if (arguments.Values.Of(own.Name).Count > 0)
            {
                Fail.Usage($"--{own.Name} belongs to --method {FilesJob.Method}.", "It compares whole files; pass that method, or leave the option out.");
            }
        }

        return RowRun.Execute(Spec, arguments, host);
    }
}
