using Curate.Core.Options;

namespace Curate.Core.Dedupe.Files;

/// <summary>The options that <c>dedupe --method files</c> has of its own.</summary>
public static class FilesOptionSpecs
{
    public static IReadOnlyList<OptionSpec<FilesOptions>> Own { get; } =
    [
        OptionSpec<FilesOptions>.Whole("sample", "With --method files: rows of a table that are looked for in another one before all are.", (o, v) => o with { Sample = (int)v }, 200, 1, 1_000_000, "rows"),
        OptionSpec<FilesOptions>.Choice("drop", "With --method files: which tables may go: rebuildable ones (a rule gives their rows in their order), or all that are contained.",
            ["rebuildable", "contained"], (o, v) => o with { DropContained = v == "contained" }, "rebuildable"),
        OptionSpec<FilesOptions>.Size("max-source", "With --method files: the largest file that a dropped one may have to be rebuilt from.", (o, v) => o with { MostSourceBytes = v }, min: 1) with { Default = "any" },
    ];
}
