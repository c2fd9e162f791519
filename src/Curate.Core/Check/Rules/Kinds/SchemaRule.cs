using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Which columns there are, and in which order. Nothing is read.</summary>
internal sealed record SchemaRule : Rule
{
    private readonly IReadOnlyList<string> _names;
    private readonly bool _order;
    private readonly bool _exact;

    private SchemaRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        _names = reader.Texts("columns");
        _order = reader.Flag("order");
        _exact = reader.Choice("extra", "allow") == "forbid";
    }

    public static RuleKind Entry { get; } = new("schema", "These columns are there, with extra: forbid no others, with order in this order.",
        new("schema-mismatch", Severity.Error, "The columns are not those that were declared")
        {
            Why = "What is trained or computed on named columns breaks, or silently uses something else, when columns vanish, move or come in.",
            Formula = "rule schema: a declared column is not there, one that is not declared is (extra: forbid), or the order differs (order: true)",
            Advice = "Give the columns their names back at the source, or declare what is now right.",
        },
        [
            new("columns", RuleKeyKind.Texts, "Names of the columns.") { Required = true },
            new("order", RuleKeyKind.Flag, "They stand in this order.") { Default = "false" },
            new("extra", RuleKeyKind.Choice, "Whether others may be there.") { Choices = ["allow", "forbid"], Default = "allow" },
        ], static reader => new SchemaRule(reader))
    { JudgesRows = false, TakesWhere = false };

    internal override IReadOnlyList<string> Items => [];

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => [new Run(this)];

    private sealed class Run(SchemaRule rule) : RuleRun(rule, [])
    {
        public override void Map(RecordBatch batch, RulePart part)
        {
        }

        public override void Fold(RecordBatch batch, RulePart part)
        {
        }

        public override RuleOutcome Finish(CheckInputs inputs)
        {
            string[] there = [.. inputs.Main.Schema.Fields.Select(static f => f.Name)];
            string[] missing = [.. rule._names.Except(there, StringComparer.Ordinal)];
            string[] extra = rule._exact ? [.. there.Except(rule._names, StringComparer.Ordinal)] : [];
            string[] wanted = [.. rule._names.Intersect(there, StringComparer.Ordinal)];
            bool moved = rule._order && !there.Intersect(wanted, StringComparer.Ordinal).SequenceEqual(wanted, StringComparer.Ordinal);
            string[] faults =
            [
                .. missing.Length > 0 ? (string[])[$"{(missing.Length == 1 ? "column" : "columns")} {RuleWords.List(missing)} {(missing.Length == 1 ? "is" : "are")} missing"] : [],
                .. extra.Length > 0 ? (string[])[$"{(extra.Length == 1 ? "column" : "columns")} {RuleWords.List(extra)} {(extra.Length == 1 ? "is" : "are")} not declared"] : [],
                .. moved ? (string[])[$"the order is {RuleWords.List([.. there.Intersect(wanted, StringComparer.Ordinal)])}, declared {RuleWords.List(wanted)}"] : [],
            ];
            string text = string.Join("; ", faults);
            return new RuleOutcome(faults.Length == 0, text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + ".")
            {
                FigureName = "columns at fault",
                Figure = missing.Length + extra.Length,
                Threshold = 0,
            };
        }
    }
}
