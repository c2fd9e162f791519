namespace Curate.Cli.Commands;

/// <summary><c>curate dedupe</c>.</summary>
internal static class DedupeCommand
{
    public static CommandSpec Spec { get; } = MethodCommands.Create("dedupe", "Removes or marks repeated rows, and says which row each was a copy of.",
    [
        "curate dedupe raw.csv -o unique.csv",
        "curate dedupe docs.jsonl --key text --normalize lower,space --keep longest -o unique.jsonl",
        "curate dedupe docs.jsonl --method near --text text --keep longest --removed copies.jsonl -o unique.jsonl",
        "curate dedupe docs.parquet --method semantic --embedding vector --inspect",
        "curate dedupe train.csv --across test.csv --only-across --removed leaked.csv -o train-clean.csv",
    ]);
}
