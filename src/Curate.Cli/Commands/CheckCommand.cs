using Curate.Cli.Options;
using Curate.Cli.Running;
using Curate.Core.Check;
using Curate.Core.Options;

namespace Curate.Cli.Commands;

/// <summary><c>curate check</c>: gates with an exit code.</summary>
internal static class CheckCommand
{
    public static CommandSpec Spec { get; } = new("check", "Checks a dataset: rules, drift, leaks, fairness; exits with 1 when something failed.")
    {
        Examples =
        [
            "curate check data.csv --rules rules.yaml",
            "curate check data.csv --infer -o rules.yaml",
            "curate check new.csv --against old.csv --fail-on warning",
            "curate check data.csv --rules rules.yaml --failures broken.csv",
            "curate check data.csv --rules rules.yaml --format github --report junit=checks.xml",
        ],
        Checks = CheckRegistry.All,
        Groups =
        [
            new("Checks to run", CheckChoices.Which),
            new("Rules", CheckChoices.OfRules),
            new("Columns with a part", CheckOptionSpecs.Roles),
            new("Tests", CheckOptionSpecs.Tests),
            new("Verdict", CheckChoices.Verdict),
            new("Input", RunOptionSpecs.Input),
            new("Rows and columns", Without(RunOptionSpecs.Rows, "columns")),
            new("Output", [.. CheckChoices.Report, .. Named(RunOptionSpecs.Output, "force"), .. Named(RunOptionSpecs.Report, "report-detail", "dry-run", "emit-recipe")]),
            new("Run", Without(RunOptionSpecs.Run, "shard")),
        ],
        Run = CheckJob.Execute,
    };

    private static IReadOnlyList<OptionSpec> Named(IEnumerable<OptionSpec> specs, params IReadOnlyList<string> names) => [.. specs.Where(s => names.Contains(s.Name, StringComparer.Ordinal))];

    private static IReadOnlyList<OptionSpec> Without(IEnumerable<OptionSpec> specs, params IReadOnlyList<string> names) => [.. specs.Where(s => !names.Contains(s.Name, StringComparer.Ordinal))];
}
