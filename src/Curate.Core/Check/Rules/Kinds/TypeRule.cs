using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Every value that is there reads as a type, by the grammar of all types here.</summary>
internal sealed record TypeRule : Rule
{
    private readonly string _type;

    private TypeRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.Need("type");
        Items = reader.Columns("columns");
        _type = reader.Choice("type", "text");
    }

    public static RuleKind Entry { get; } = new("type", "Every value reads as a type: whole, number, flag, date, time, vector or text.",
        new("wrong-type", Severity.Error, "Values do not read as the declared type")
        {
            Why = "One stray text turns a numeric column into text for whoever reads it next.",
            Formula = "rule type: share of values that do not read as the type > tolerance; missing values do not count",
            Advice = "Look at the example rows; name texts that stand for a missing value with --null, and mend the others at the source.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("type", RuleKeyKind.Choice, "The type. Whole numbers are numbers, and days are times.") { Required = true, Choices = ["text", "whole", "number", "flag", "date", "time", "vector"] },
        ], static reader => new TypeRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns)
    {
        RowRun.Keeps keeps = _type switch
        {
            "whole" => static value => ValueText.TryWhole(value, out _),
            "number" => static value => RuleParsing.TryNumber(value, out _),
            "flag" => static value => LexicalScan.OfText(value, out _) == LexicalClass.Flag,
            "date" => static value => MomentText.TryDate(value, out _),
            "time" => static value => RuleParsing.TryInstant(value, out _),
            "vector" => static value => LexicalScan.OfText(value, out _) == LexicalClass.Vector,
            _ => static _ => true,
        };
        return columns.Select(column => RowRun.OfValues(this, column, start, $"do not read as {_type}", keeps));
    }
}
