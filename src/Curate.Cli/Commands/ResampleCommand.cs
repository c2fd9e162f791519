namespace Curate.Cli.Commands;

/// <summary><c>curate resample</c>.</summary>
internal static class ResampleCommand
{
    public static CommandSpec Spec { get; } = MethodCommands.Create("resample", "Balances classes: repeats or removes rows, or writes weights; cleans classes of rows that do not fit.",
    [
        "curate resample train.csv --label species -o balanced.csv",
        "curate resample train.csv --method random-under --label species --to ratio=0.5 -o smaller.csv",
        "curate resample train.csv --method tomek-links,edited-nn --label species --scale standard -o cleaned.csv",
        "curate resample train.csv --label species --as weights -o weighted.csv",
    ]);
}
