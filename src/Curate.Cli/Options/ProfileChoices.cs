using Curate.Core.Options;

namespace Curate.Cli.Options;

/// <summary>What <c>profile</c> is told besides what to look at: with what to compare, where the state goes, in which format to report.</summary>
internal sealed record ProfileChoices
{
    /// <summary>Files of a reference dataset, or one saved state.</summary>
    public IReadOnlyList<string> Against { get; init; } = [];

    public string? SaveState { get; init; }

    public string? Format { get; init; }

    public static OptionSpec<ProfileChoices> AgainstOption { get; } =
        OptionSpec<ProfileChoices>.Paths("against", "Compare with this dataset, or with a state that --save-state wrote.", static (o, v) => o with { Against = v });

    public static OptionSpec<ProfileChoices> SaveStateOption { get; } =
        OptionSpec<ProfileChoices>.Path("save-state", "Write what was found as a state, for --against and merge.", static (o, v) => o with { SaveState = v });

    public static OptionSpec<ProfileChoices> FormatOption { get; } =
        OptionSpec<ProfileChoices>.Choice("format", "How the report is written.", ["text", "json", "md", "html"], static (o, v) => o with { Format = v }) with { Default = "by the name of -o, else text" };

    public static IReadOnlyList<OptionSpec<ProfileChoices>> All { get; } = [AgainstOption, SaveStateOption, FormatOption];

    /// <summary><c>--fail-on</c> of a report: it comes too late to keep rows back, so the report is written all the same.</summary>
    public static OptionSpec<RunOptions> FailOnOption { get; } =
        OptionSpec<RunOptions>.List("fail-on", "Exit with code 1 after the report when there are alerts of this severity or above (note, warning, error) or with these codes.", static (o, v) => o with { FailOn = v });
}
