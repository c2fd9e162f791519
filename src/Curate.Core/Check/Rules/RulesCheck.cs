namespace Curate.Core.Check.Rules;

/// <summary>Declared rules on a dataset, each with a severity and a tolerance; they come from files that <c>--rules</c> names.</summary>
public static class RulesCheck
{
    public const string Name = "rules";

    public static CheckEntry<RuleOptions> Entry { get; } = new(Name, "Declared rules on rows, columns and the whole table, with severities and tolerances.")
    {
        Memory = "stated by rule",
        Passes = "1",
        Needs = "a file of rules (--rules FILE)",
        Usage = "curate check penguins.csv --rules rules.yaml",
        Codes = [],
        Defaults = new RuleOptions(),
        Options = [],
        Run = static (_, _) => CheckResult.NotMeasurable(Name, "No rules are given: pass --rules FILE, or write some with --infer."),
        Example = static _ => new RuleOptions(),
    };
}
