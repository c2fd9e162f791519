namespace Curate.Core.Check.Rules.Kinds;

/// <summary>No two rows have the same key; several columns are one compound key.</summary>
internal sealed record UniqueRule : Rule
{
    private readonly bool _nulls;

    private UniqueRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        Items = reader.Columns("columns");
        _nulls = reader.Choice("nulls", "ignore") == "count";
    }

    public static RuleKind Entry { get; } = new("unique", "No two rows have the same key; several columns are one compound key.",
        new("repeated-key", Severity.Error, "A key occurs more than once")
        {
            Why = "A key that repeats multiplies rows in every join, and the same example may stand in training and test.",
            Formula = "rule unique: share of rows whose key an earlier row has > tolerance; rows with a missing value in the key do not count unless nulls: count",
            Advice = "Look at the example rows, then curate dedupe --key; or add the column that tells the rows apart.",
        },
        [
            new("columns", RuleKeyKind.Columns, "The key: one column or several together.") { Required = true },
            new("nulls", RuleKeyKind.Choice, "Whether a missing value is a value of its own.") { Choices = ["ignore", "count"], Default = "ignore" },
        ], static reader => new UniqueRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) =>
        [new KeyRun(this, columns, start, _nulls, (run, inputs, tally, _) => tally.Outcome(run, "rows", $"repeat the key {RuleWords.Columns(columns)} of an earlier row"))];
}
