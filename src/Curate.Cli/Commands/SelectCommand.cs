namespace Curate.Cli.Commands;

/// <summary><c>curate select</c>.</summary>
internal static class SelectCommand
{
    public static CommandSpec Spec { get; } = MethodCommands.Create("select", "Takes a subset of the rows: of exact size, or what keeps rules.",
    [
        "curate select train.csv --rows 10k -o sample.csv",
        "curate select train.csv --method stratified --by species --fraction 10% -o sample.csv",
        "curate select docs.jsonl --method rules --text text --preset fineweb --removed bad.jsonl -o good.jsonl",
        "curate select docs.jsonl --tokens 1M --text text --seed 7 -o sample.jsonl",
    ]);
}
