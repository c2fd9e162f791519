namespace Curate.Cli.Commands;

/// <summary><c>curate mix</c>.</summary>
internal static class MixCommand
{
    public static CommandSpec Spec { get; } = MethodCommands.Create("mix", "Blends sources into one training set: exact shares in every prefix, budgets, repeats, phases.",
        [
            "curate mix web=web/ code=code.jsonl --share web=3,code=1 -o mixed.jsonl",
            "curate mix data.csv --source domain --method temperature --tau 3 --max-repeat 4 -o mixed.csv",
            "curate mix web=web.csv books=books.csv --share web=0.7,books=0.3 --tokens 10M --text body --dry-run",
        ],
        namesSources: true);
}
