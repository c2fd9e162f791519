namespace Curate.Core.Check.Rules;

/// <summary>What a key of a rule takes; fixes the reading, the JSON Schema and the docs.</summary>
public enum RuleKeyKind
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>A text or a list of texts.</summary>
    Texts,
    /// <summary>One column.</summary>
    Column,
    /// <summary>A column, or a list of names, globs, ranges and <c>/regex/</c>.</summary>
    Columns,
    Number,
    Whole,
    /// <summary>A share: 0.05 or 5%.</summary>
    Share,
    Flag,
    /// <summary>One of some words.</summary>
    Choice,
    /// <summary>A number, a date or a time.</summary>
    Bound,
    /// <summary>A length of time: 45s, 30m, 12h, 7d, 2w.</summary>
    Span,
    /// <summary>A regular expression without look-around and back references.</summary>
    Pattern,
    /// <summary>A condition in the language of <c>--where</c>.</summary>
    Condition,
    /// <summary>A file, relative to the file of rules.</summary>
    Path,
    /// <summary>Ranges <c>A..B</c>, <c>A..</c> or <c>..B</c> by name.</summary>
    Ranges,
}
