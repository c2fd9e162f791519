using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Where;

namespace Curate.Core.Check.Rules;

/// <summary>The keys of one rule as values of their kinds. Every fault names the file, the line, the rule and the key.</summary>
/// <param name="kind">The kind of the rule.</param>
/// <param name="file">What messages call the file of rules.</param>
/// <param name="line">Where the rule begins.</param>
/// <param name="values">Its keys.</param>
/// <param name="resolve">Turns a path of the file into one that can be opened.</param>
public sealed class RuleReader(RuleKind kind, string file, int line, IReadOnlyDictionary<string, RuleValue> values, Func<string, string> resolve)
{
    public RuleKind Kind => kind;

    public string File => file;

    public int Line => line;

    public bool Has(string key) => values.ContainsKey(key);

    public string? Text(string key) => values.TryGetValue(key, out RuleValue? value) ? One(key, value).Text : null;

    /// <summary>Demands a key; its text, or nothing for a key that takes several.</summary>
    public string Need(string key)
    {
        if (!Has(key))
        {
            Missing(key);
        }

        return kind.AllKeys.Single(k => k.Name == key).Kind is RuleKeyKind.Columns or RuleKeyKind.Texts ? "" : Text(key)!;
    }

    public IReadOnlyList<string> Texts(string key) => values.TryGetValue(key, out RuleValue? value) ? Several(key, value) : [];

    /// <summary>Items of a column list, as <see cref="ColumnSelector"/> reads them.</summary>
    public IReadOnlyList<string> Columns(string key)
    {
        IReadOnlyList<string> items = Texts(key);
        foreach (string item in items)
        {
            if (!ColumnSelector.TrySplit(item, out _))
            {
                At(key, $"{key} takes column names, globs, ranges or /regex/, not {Fail.Show(item)}.");
            }
        }

        return items;
    }

    public double? Number(string key) => Parsed(key, "a number", static (string text, out double value) => NumberText.TryNumber(text, out value));

    public long? Whole(string key) => Parsed(key, "a whole number such as 10 or 10k", static (string text, out long value) => NumberText.TryWhole(text, out value));

    public double? Share(string key) => Parsed(key, "a share such as 0.05 or 5%", static (string text, out double value) => NumberText.TryFraction(text, out value) && value is >= 0 and <= 1);

    public bool Flag(string key) => Parsed(key, "true or false", static (string text, out bool value) => bool.TryParse(text, out value) && text is "true" or "false") ?? false;

    public long? Span(string key) => Parsed(key, "a time such as 45s, 30m, 12h, 7d or 2w", static (string text, out long value) => RuleParsing.TrySpan(text, out value));

    public string Choice(string key, string @default)
    {
        RuleKey known = kind.AllKeys.Single(k => k.Name == key);
        string text = Text(key) ?? @default;
        if (!known.Choices.Contains(text, StringComparer.Ordinal))
        {
            string? nearest = NameSuggestions.Nearest(text, known.Choices);
            At(key, $"{key} takes one of {string.Join(", ", known.Choices)}, not {Fail.Show(text)}." + (nearest is null ? "" : $" Did you mean {nearest}?"));
        }

        return text;
    }

    /// <summary>A number, or an instant as microseconds.</summary>
    public RuleBound? Bound(string key) => Text(key) is not { } text ? null
        : RuleBound.TryParse(text, out RuleBound bound) ? bound
        : throw Fault(key, $"{key} takes a number, a date or a time, not {Fail.Show(text)}.", null);

    /// <summary>Linear in the text whatever the expression is: it has no look-around and no back references.</summary>
    public Regex? Pattern(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        try
        {
            return new Regex(text, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw Fault(key, $"{Fail.Show(text)} is not a regular expression that can be used: {failure.Message.TrimEnd('.')}.", "Look-around and back references are not available: they can take exponential time.");
        }
    }

    public WhereExpression? Condition(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        try
        {
            return WhereExpression.Parse(text);
        }
        catch (CurateException failure)
        {
            throw Fault(key, failure.Message, failure.Hint);
        }
    }

    /// <summary>A path that can be opened, and as the file has it.</summary>
    public (string Path, string Shown)? Path(string key) => Text(key) is { } text ? (resolve(text), text) : null;

    /// <summary>Ranges by name; an open end is an infinity.</summary>
    public IReadOnlyList<(string Name, double Low, double High)> Ranges(string key)
    {
        if (!values.TryGetValue(key, out RuleValue? value))
        {
            return [];
        }

        if (value is not RulePairs pairs)
        {
            At(key, $"{key} takes names with ranges, written NAME: A..B, NAME: A.. or NAME: ..B.");
            return [];
        }

        return [.. pairs.Pairs.Select(pair => RuleParsing.TryRange(pair.Value, out double low, out double high) ? (pair.Key, low, high)
            : throw Fault(key, $"{key}.{pair.Key} takes A..B, A.., ..B or one number, not {Fail.Show(pair.Value)}.", null))];
    }

    /// <summary>Demands at least one of some keys.</summary>
    public void NeedOne(params IReadOnlyList<string> keys)
    {
        if (!keys.Any(Has))
        {
            throw Fault(null, $"{kind.Name} needs {string.Join(" or ", keys)}.", null);
        }
    }

    [DoesNotReturn]
    public void At(string? key, string message, string? hint = null) => throw Fault(key, message, hint);

    [DoesNotReturn]
    private void Missing(string key) => throw Fault(null, $"{kind.Name} needs {key}: {kind.AllKeys.Single(k => k.Name == key).Help}", null);

    private CurateException Fault(string? key, string message, string? hint) =>
        new(ErrorCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"{file}, line {(key is not null && values.TryGetValue(key, out RuleValue? value) ? value.Line : line)}, rule {kind.Name}{(key is null ? "" : ", key " + key)}: {message}"), hint);

    private RuleText One(string key, RuleValue value) => value as RuleText ?? throw Fault(key, $"{key} takes one value.", null);

    private IReadOnlyList<string> Several(string key, RuleValue value) => value switch
    {
        RuleText one => [one.Text],
        RuleTexts list => list.Items,
        _ => throw Fault(key, $"{key} takes a value or a list of values.", null),
    };

    private delegate bool Parser<T>(string text, out T value);

    private T? Parsed<T>(string key, string expectation, Parser<T> parse)
        where T : struct
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return parse(text, out T value) ? value : throw Fault(key, $"{key} takes {expectation}, not {Fail.Show(text)}.", null);
    }
}
