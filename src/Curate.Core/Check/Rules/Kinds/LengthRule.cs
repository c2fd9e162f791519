namespace Curate.Core.Check.Rules.Kinds;

/// <summary>Values have so many characters (Unicode code points).</summary>
internal sealed record LengthRule : Rule
{
    private readonly long? _min;
    private readonly long? _max;

    private LengthRule(RuleReader reader)
        : base(reader)
    {
        reader.Need("columns");
        reader.NeedOne("min", "max");
        Items = reader.Columns("columns");
        _min = reader.Whole("min");
        _max = reader.Whole("max");
        if (_min > _max)
        {
            reader.At("min", "The least length is larger than the largest one.");
        }
    }

    public static RuleKind Entry { get; } = new("length", "Values have so many characters (code points).",
        new("wrong-length", Severity.Error, "Values are too short or too long")
        {
            Why = "Empty and cut texts carry no signal, and endless ones fill a batch.",
            Formula = "rule length: share of values with fewer code points than min or more than max > tolerance; missing values do not count",
            Advice = "Look at the example rows: an export that cuts, or a field that swallowed others.",
        },
        [
            new("columns", RuleKeyKind.Columns, "Columns it holds for, each by itself.") { Required = true },
            new("min", RuleKeyKind.Whole, "Least characters."),
            new("max", RuleKeyKind.Whole, "Most characters."),
        ], static reader => new LengthRule(reader));

    internal override IReadOnlyList<string> Items { get; }

    /// <summary>Code points of UTF-8: bytes that do not continue one.</summary>
    public static long Of(ReadOnlySpan<byte> utf8)
    {
        long length = 0;
        foreach (byte b in utf8)
        {
            length += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return length;
    }

    internal override IEnumerable<RuleRun> Start(RuleStart start, IReadOnlyList<string> columns)
    {
        long min = _min ?? 0;
        long max = _max ?? long.MaxValue;
        string range = RuleWords.Range(_min is { } least ? RuleWords.Count(least) : null, _max is { } most ? RuleWords.Count(most) : null);
        return columns.Select(column => RowRun.OfValues(this, column, start, $"do not have {range} characters", value => Of(value) is var length && length >= min && length <= max));
    }
}
