using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Options;
using Curate.Core.Profile;

namespace Curate.Cli.Commands;

/// <summary><c>curate card</c>: writes a data card, or describes a dataset as Croissant.</summary>
internal static class CardCommand
{
    public static CommandSpec Spec { get; } = new("card", "Writes a data card: what was measured, where it comes from, and what people have to say.")
    {
        Examples =
        [
            "curate card train.csv --label species -o CARD.md",
            "curate card train.csv --label species --license CC0-1.0 --answers CARD.md -o card.html",
            "curate card texts.jsonl --license-column license --require commercial,provenance -o CARD.md",
            "curate card parts/ --label class --format croissant -o croissant.json",
        ],
        Groups =
        [
            new("Columns with a part", [.. Profile.Where(static o => o.Role), .. CardChoices.Roles]),
            new("Card", CardChoices.Content),
            new("Input", RunOptionSpecs.Input),
            new("Rows and columns", RunOptionSpecs.Rows),
            new("Output", [CardChoices.FormatOption, .. RunOptionSpecs.Output.Where(static o => o.Name is "output" or "force"), .. RunOptionSpecs.Report.Where(static o => o.Name is "report-detail" or "dry-run")]),
            new("Run", [.. RunOptionSpecs.Run.Where(static o => o.Name != "shard")]),
        ],
        Run = CardJob.Execute,
    };

    /// <summary>The options of a profile that a card takes.</summary>
    public static IReadOnlyList<OptionSpec<ProfileOptions>> Profile => [.. ProfileOptionSpecs.Roles.Where(static o => o.Name is "label" or "group")];
}
