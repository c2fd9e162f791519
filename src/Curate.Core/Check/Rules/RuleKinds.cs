using Curate.Core.Check.Rules.Kinds;

namespace Curate.Core.Check.Rules;

/// <summary>Every kind of rule: the list behind reading, the JSON Schema, docs, codes and tests.</summary>
public static class RuleKinds
{
    /// <summary>A column that a rule names is not there. It is a finding, so that all other rules are still told.</summary>
    public static CheckCode ColumnMissing { get; } = new("column-missing", Severity.Error, "A rule names a column that is not there")
    {
        Why = "A rule without its column has nothing to look at, and must not pass for that.",
        Formula = "a column, or a pattern of column names, of a rule matches no column of the data",
        Advice = "Give the column its name back, or take the rule out.",
    };

    /// <summary>A condition does not go with the kinds that its columns have in this data.</summary>
    public static CheckCode Unreadable { get; } = new("condition-unreadable", Severity.Error, "A condition of a rule does not go with the kinds of its columns")
    {
        Why = "A number column that holds one text is a text column, and comparing it with a number would judge nothing.",
        Formula = "a condition (holds, where) compares a column with a value of another kind; kinds are found over all rows",
        Advice = "Find the values that are not of the kind with rule type, name texts for missing values with --null, or give the column its kind with --types.",
    };

    public static IReadOnlyList<RuleKind> All { get; } =
    [
        SchemaRule.Entry, TypeRule.Entry, NotNullRule.Entry, RangeRule.Entry, ValuesRule.Entry, PatternRule.Entry, LengthRule.Entry, UniqueRule.Entry, ReferenceRule.Entry,
        ConditionRule.Entry, MonotoneRule.Entry, RegularTimesRule.Entry, FreshnessRule.Entry, ClassesRule.Entry, ImbalanceRule.Entry, GroupCoverageRule.Entry, DuplicatesRule.Entry, FunctionalDependencyRule.Entry,
        RowCountRule.Entry, CompletenessRule.Entry, DistinctRule.Entry, MeanRule.Entry, QuantileRule.Entry, DistributionRule.Entry,
    ];

    public static RuleKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);
}
