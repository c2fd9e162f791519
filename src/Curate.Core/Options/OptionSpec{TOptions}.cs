using Curate.Core.Data;

namespace Curate.Core.Options;

/// <summary>
/// An option of <typeparamref name="TOptions"/> together with how its text is read and where its value goes. Built by the factory of its
/// kind; further data follows with <c>with { Required = true, Role = true }</c>. Setters receive a value that is parsed and in range.
/// </summary>
public sealed record OptionSpec<TOptions> : OptionSpec
{
    private OptionSpec(string name, OptionKind kind, string help, Func<TOptions, OptionValue, TOptions> set)
        : base(name, kind, help) => Set = set;

    /// <summary>Puts a value into the options.</summary>
    public Func<TOptions, OptionValue, TOptions> Set { get; }

    private double Least { get; init; } = double.NegativeInfinity;

    private double Most { get; init; } = double.PositiveInfinity;

    private bool ExcludesLeast { get; init; }

    private bool ExcludesMost { get; init; }

    private long LeastWhole { get; init; } = long.MinValue;

    private long MostWhole { get; init; } = long.MaxValue;

    public static OptionSpec<TOptions> Whole(string name, string help, Func<TOptions, long, TOptions> set, long? @default = null,
        long min = long.MinValue, long max = long.MaxValue, string? unit = null) =>
        new(name, OptionKind.Whole, help, (o, v) => set(o, v.Whole))
        {
            Default = @default is { } d ? NumberText.Of(d) : null,
            LeastWhole = min,
            MostWhole = max,
            Range = Words(min == long.MinValue ? null : NumberText.Of(min), max == long.MaxValue ? null : NumberText.Of(max), false, false),
            Unit = unit,
        };

    /// <summary>A number from <paramref name="min"/> to <paramref name="max"/>; <paramref name="aboveMin"/> and <paramref name="belowMax"/> exclude
    /// the ends.</summary>
    public static OptionSpec<TOptions> Number(string name, string help, Func<TOptions, double, TOptions> set, double? @default = null,
        double min = double.NegativeInfinity, double max = double.PositiveInfinity, string? unit = null, bool aboveMin = false, bool belowMax = false) =>
        OfReal(name, OptionKind.Number, help, set, @default, min, max, unit, aboveMin, belowMax);

    /// <summary>A share, from 0 to 1 unless said otherwise.</summary>
    public static OptionSpec<TOptions> Fraction(string name, string help, Func<TOptions, double, TOptions> set, double? @default = null,
        double min = 0, double max = 1, bool aboveMin = false, bool belowMax = false) =>
        OfReal(name, OptionKind.Fraction, help, set, @default, min, max, null, aboveMin, belowMax);

    /// <summary>A size in bytes.</summary>
    public static OptionSpec<TOptions> Size(string name, string help, Func<TOptions, long, TOptions> set, long? @default = null,
        long min = 0, long max = long.MaxValue) =>
        new(name, OptionKind.Size, help, (o, v) => set(o, v.Whole))
        {
            Default = @default is { } d ? SizeText(d) : null,
            LeastWhole = min,
            MostWhole = max,
            Range = Words(min == 0 ? null : SizeText(min), max == long.MaxValue ? null : SizeText(max), false, false),
            Unit = "bytes",
        };

    public static OptionSpec<TOptions> Flag(string name, string help, Func<TOptions, bool, TOptions> set, bool @default = false) =>
        new(name, OptionKind.Flag, help, (o, v) => set(o, v.Flag)) { Default = @default ? "true" : "false" };

    public static OptionSpec<TOptions> Choice(string name, string help, IReadOnlyList<string> choices, Func<TOptions, string, TOptions> set,
        string? @default = null) =>
        new(name, OptionKind.Choice, help, (o, v) => set(o, v.Text)) { Default = @default, Choices = choices };

    public static OptionSpec<TOptions> Text(string name, string help, Func<TOptions, string, TOptions> set, string? @default = null) =>
        new(name, OptionKind.Text, help, (o, v) => set(o, v.Text)) { Default = @default };

    public static OptionSpec<TOptions> Column(string name, string help, Func<TOptions, string, TOptions> set) =>
        new(name, OptionKind.Column, help, (o, v) => set(o, v.Text));

    /// <summary>A list of columns. The setter receives the items as written, for <see cref="ColumnSelector.Parse(IReadOnlyList{string})"/>.</summary>
    public static OptionSpec<TOptions> Columns(string name, string help, Func<TOptions, string[], TOptions> set, string? @default = null) =>
        new(name, OptionKind.Columns, help, (o, v) => set(o, v.Items)) { Default = @default, Multiple = true };

    public static OptionSpec<TOptions> Path(string name, string help, Func<TOptions, string, TOptions> set) =>
        new(name, OptionKind.Path, help, (o, v) => set(o, v.Text));

    public static OptionSpec<TOptions> Paths(string name, string help, Func<TOptions, string[], TOptions> set) =>
        new(name, OptionKind.Paths, help, (o, v) => set(o, v.Items)) { Multiple = true };

    /// <summary>Texts separated by commas; items are trimmed and must not be empty.</summary>
    public static OptionSpec<TOptions> List(string name, string help, Func<TOptions, string[], TOptions> set, string? @default = null) =>
        new(name, OptionKind.List, help, (o, v) => set(o, v.Items)) { Default = @default, Multiple = true };

    /// <summary>The same option of a record that holds this one as a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="with">The record with another part.</param>
    public OptionSpec<TWhole> In<TWhole>(Func<TWhole, TOptions> part, Func<TWhole, TOptions, TWhole> with) =>
        new(Name, Kind, Help, (o, v) => with(o, Set(part(o), v)))
        {
            Unit = Unit,
            Placeholder = Placeholder,
            Default = Default,
            Range = Range,
            Choices = Choices,
            Required = Required,
            Multiple = Multiple,
            Role = Role,
            Least = Least,
            Most = Most,
            ExcludesLeast = ExcludesLeast,
            ExcludesMost = ExcludesMost,
            LeastWhole = LeastWhole,
            MostWhole = MostWhole,
        };

    /// <summary>Reads every text given for this option; false where one is not of the kind or out of range, with the text at fault.</summary>
    public bool TryParse(IReadOnlyList<string> given, out OptionValue value, out string fault)
    {
        value = default;
        fault = given[0];
        if (Kind is OptionKind.Columns or OptionKind.List or OptionKind.Paths)
        {
            var items = new List<string>();
            foreach (string text in given)
            {
                fault = text;
                string[]? parts = Kind switch
                {
                    OptionKind.Paths => text.Length == 0 ? null : [text],
                    OptionKind.Columns => ColumnSelector.TrySplit(text, out string[] split) ? split : null,
                    _ => SplitList(text),
                };
                if (parts is null)
                {
                    return false;
                }

                items.AddRange(parts);
            }

            value = new OptionValue(Kind) { Items = [.. items] };
            return true;
        }

        // A repeated option that does not add up keeps its last value; the binder refuses repeats unless Multiple is set.
        fault = given[^1];
        return TryParseOne(fault, out value);
    }

    private bool TryParseOne(string text, out OptionValue value)
    {
        value = new OptionValue(Kind);
        switch (Kind)
        {
            case OptionKind.Whole when NumberText.TryWhole(text, out long whole):
            case OptionKind.Size when NumberText.TrySize(text, out whole):
                value = value with { Whole = whole };
                return whole >= LeastWhole && whole <= MostWhole;
            case OptionKind.Number when NumberText.TryNumber(text, out double number):
            case OptionKind.Fraction when NumberText.TryFraction(text, out number):
                value = value with { Number = number };
                return (ExcludesLeast ? number > Least : number >= Least) && (ExcludesMost ? number < Most : number <= Most);
            case OptionKind.Flag when text is "true" or "false":
                value = value with { Flag = text == "true" };
                return true;
            case OptionKind.Choice:
                value = value with { Text = text };
                return Choices.Contains(text, StringComparer.Ordinal);
            case OptionKind.Text or OptionKind.Column or OptionKind.Path:
                value = value with { Text = text };
                return Kind == OptionKind.Text || text.Length > 0;
            default:
                return false;
        }
    }

    private static OptionSpec<TOptions> OfReal(string name, OptionKind kind, string help, Func<TOptions, double, TOptions> set, double? @default,
        double min, double max, string? unit, bool aboveMin, bool belowMax) =>
        new(name, kind, help, (o, v) => set(o, v.Number))
        {
            Default = @default is { } d ? NumberText.Of(d) : null,
            Least = min,
            Most = max,
            ExcludesLeast = aboveMin,
            ExcludesMost = belowMax,
            Range = Words(double.IsInfinity(min) ? null : NumberText.Of(min), double.IsInfinity(max) ? null : NumberText.Of(max), aboveMin, belowMax),
            Unit = unit,
        };

    private static string? Words(string? least, string? most, bool above, bool below) => (least, most) switch
    {
        (null, null) => null,
        (not null, null) => (above ? "above " : "at least ") + least,
        (null, not null) => (below ? "below " : "at most ") + most,
        _ when !above && !below => $"{least} to {most}",
        _ => $"{(above ? "above" : "at least")} {least}, {(below ? "below" : "at most")} {most}",
    };

    private static string SizeText(long bytes)
    {
        // Whole units, as most defaults are, need no look at what a reader would make of them.
        for (int shift = 40; shift >= 10; shift -= 10)
        {
            if (bytes >> shift > 0)
            {
                if (bytes >> shift << shift == bytes)
                {
                    return NumberText.Of(bytes >> shift) + (shift switch { 40 => "TiB", 30 => "GiB", 20 => "MiB", _ => "KiB" });
                }

                break;
            }
        }

        string shown = NumberText.Size(bytes).Replace(" ", "", StringComparison.Ordinal);
        return NumberText.TrySize(shown, out long back) && back == bytes ? shown : NumberText.Of(bytes);
    }

    private static string[]? SplitList(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Contains("", StringComparer.Ordinal) ? null : parts;
    }
}
