using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Options;
using Curate.Core.Profile;

namespace Curate.Cli.Commands;

/// <summary><c>curate profile</c>: describes a dataset, or compares two.</summary>
internal static class ProfileCommand
{
    /// <summary>How often rows are read, for people.</summary>
    public const string Passes = "1; one more for the columns of JSON Lines, one with --where, and one each with --dependencies and --diversity (two with --scale)";

    /// <summary>What is held, for people.</summary>
    public const string Memory = "a sample of rows, and sketches and frequent values per column: the same for any number of rows; with --dependencies 8 bytes a value besides, distinct values, and 24 bytes a row for each worker; with --diversity 8 d (1,024 + 4 d) bytes for d numbers of a vector, and at most 16 MiB of sample for the whole and each source, whatever the number of rows";

    public static CommandSpec Spec { get; } = new("profile", "Describes a dataset: columns, class balance, alerts; compares two.")
    {
        Examples =
        [
            "curate profile data.csv",
            "curate profile data.csv --label species --group island -o report.html",
            "curate profile scored.csv --label species --prediction answer --probability 'p_*'",
            "curate profile new.csv --against old.csv --fail-on distribution-shift",
            "curate profile data.csv --dependencies",
            "curate profile made-up.parquet --diversity --embedding vector --text answer --score reward --source generation",
            "curate profile data.csv --format json | jq '.columns[] | {name, type, nulls}'",
        ],
        Groups =
        [
            new("Columns with a part", ProfileOptionSpecs.Roles),
            new("Profile", [.. ProfileOptionSpecs.Sizes, ProfileChoices.AgainstOption, ProfileChoices.SaveStateOption]),
            new("Dependencies", ProfileOptionSpecs.Dependencies),
            new("Quality, diversity, complexity", ProfileOptionSpecs.Diversity),
            new("Alerts (raised above the threshold)", [.. ProfileOptionSpecs.Thresholds, ProfileChoices.FailOnOption]),
            new("Input", RunOptionSpecs.Input),
            new("Rows and columns", RunOptionSpecs.Rows),
            new("Output", [ProfileChoices.FormatOption, .. Named(RunOptionSpecs.Output, "output", "force"), .. Named(RunOptionSpecs.Report, "report-detail", "dry-run", "emit-recipe")]),
            new("Run", RunOptionSpecs.Run),
        ],
        Run = ProfileJob.Execute,
    };

    private static IEnumerable<OptionSpec> Named(IEnumerable<OptionSpec> specs, params IReadOnlyList<string> names) => specs.Where(s => names.Contains(s.Name, StringComparer.Ordinal));
}
