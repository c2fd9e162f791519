using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Values match a regular expression. The engine does not backtrack, so no expression takes more than time linear in the value.</summary>
internal sealed record PatternRule : Rule
{
    private readonly Regex? _matches;
    private readonly Regex? _notMatches;
    private readonly string _shown;

    private PatternRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.NeedOne("matches", "not-matches");
        Items = reader.Columns("columns");
        _matches = reader.Pattern("matches");
        _notMatches = reader.Pattern("not-matches");
        _shown = (reader.Text("matches") ?? reader.Text("not-matches"))!;
    }

    public static RuleKind Entry { get; } = new("pattern", "Values match a regular expression, or do not.",
        new("pattern-mismatch", Severity.Error, "Values do not have the declared form")
        {
            Why = "Codes, paths and identifiers of another form join to nothing.",
            Formula = "rule pattern: share of values in which `matches` finds nothing, or `not-matches` finds something > tolerance; anchor with ^ and $ for the whole value; missing values do not count",
            Advice = "Look at the example rows; most often it is white space, case or a prefix.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("matches", RuleKeyKind.Pattern, "It is found in every value."),
            new("not-matches", RuleKeyKind.Pattern, "It is found in no value."),
        ], static reader => new PatternRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns) => columns.Select(column =>
        RowRun.OfValues(this, column, start, (_matches is not null ? "do not match " : "match ") + Errors.Fail.Show(_shown), Keeps));

    private bool Keeps(ReadOnlySpan<byte> value)
    {
        char[] rented = ArrayPool<char>.Shared.Rent(value.Length + 1);
        ReadOnlySpan<char> text = rented.AsSpan(0, Encoding.UTF8.GetChars(value, rented));
        bool keeps = (_matches is null || _matches.IsMatch(text)) && (_notMatches is null || !_notMatches.IsMatch(text));
        ArrayPool<char>.Shared.Return(rented);
        return keeps;
    }
}
