using Curate.Cli.Options;
using Curate.Core.Options;

namespace Curate.Cli.Commands;

/// <summary><c>curate split</c>.</summary>
internal static class SplitCommand
{
    public static CommandSpec Spec { get; } = MethodCommands.Create("split",
        "Assigns rows to training, validation and test sets (or folds), as a column or as files.",
        [
            "curate split data.csv --label species --fractions 0.8,0.1,0.1 -o split.csv",
            "curate split data.csv --method group --group user --folds 5 -o folds.csv",
            "curate split events.csv --method time --time at --gap 7d --split-files -o parts/",
        ],
        OptionSpec<RunOptions>.Flag("split-files", "Write a folder for each split (split=train/part-00000.csv) under -o FOLDER/.", static (o, _) => o));
}
