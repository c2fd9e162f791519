using System.Text;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Values are among some, or are none of some.</summary>
internal sealed record ValuesRule : Rule
{
    private readonly IReadOnlyList<string> _in;
    private readonly IReadOnlyList<string> _notIn;

    private ValuesRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.NeedOne("in", "not-in");
        Items = reader.Columns("columns");
        _in = reader.Texts("in");
        _notIn = reader.Texts("not-in");
    }

    public static RuleKind Entry { get; } = new("values", "Values are among those listed, or none of those listed.",
        new("unexpected-value", Severity.Error, "Values are not among those that may occur")
        {
            Why = "A new spelling of a class is a new class, and a new category has no weight in a model.",
            Formula = "rule values: share of values that are not listed in `in`, or are listed in `not-in`, by their bytes > tolerance; missing values do not count",
            Advice = "Map new spellings to the old ones, or list the new value where it is right.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("in", RuleKeyKind.Texts, "Values that may occur."),
            new("not-in", RuleKeyKind.Texts, "Values that may not occur."),
        ], static reader => new ValuesRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns)
    {
        Hashing.TextIndex? allowed = Index(_in);
        Hashing.TextIndex? refused = Index(_notIn);
        string wrong = allowed is not null ? $"are not among {RuleWords.List(_in)}" : $"are among {RuleWords.List(_notIn)}";
        return columns.Select(column => RowRun.OfValues(this, column, start, wrong, value => (allowed is null || allowed.Find(value) >= 0) && (refused is null || refused.Find(value) < 0)));
    }

    private static Hashing.TextIndex? Index(IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return null;
        }

        var index = new Hashing.TextIndex();
        foreach (string text in texts)
        {
            index.Add(Encoding.UTF8.GetBytes(text));
        }

        return index;
    }
}
