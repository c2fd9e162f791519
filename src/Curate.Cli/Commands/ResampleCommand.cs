namespace Curate.Cli.Commands;

/// <summary><c>curate resample</c>.</summary>
internal static class ResampleCommand
{
    public static CommandSpec Spec { get; } = MethodCommands.Create("resample", "Balances classes: repeats or removes rows, or writes weights, to exact counts.",
    [
        "curate resample train.csv --label species -o balanced.csv",
        "curate resample train.csv --method random-under --label species --to ratio=0.5 -o smaller.csv",
        "curate resample train.csv --label species --as weights -o weighted.csv",
    ]);
}
