namespace Curate.Cli.Commands;

/// <summary><c>curate shuffle</c>.</summary>
internal static class ShuffleCommand
{
    public static CommandSpec Spec { get; } = MethodCommands.Create("shuffle", "Puts all rows in a random order that the seed fixes.",
    [
        "curate shuffle train.csv -o shuffled.csv",
        "curate shuffle big.jsonl --memory 500MB --scratch /mnt/scratch -o shuffled.jsonl",
    ]);
}
