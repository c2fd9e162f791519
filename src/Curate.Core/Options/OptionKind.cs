namespace Curate.Core.Options;

/// <summary>What an option takes. One kind fixes the grammar, the help text, the completion and the JSON Schema of an option.</summary>
public enum OptionKind
{
    /// <summary>Any text.</summary>
    Text,
    /// <summary>A whole number, with suffixes: <c>10k</c>.</summary>
    Whole,
    /// <summary>A finite number.</summary>
    Number,
    /// <summary>A share: <c>0.05</c> or <c>5%</c>.</summary>
    Fraction,
    /// <summary>A size in bytes: <c>64MiB</c>.</summary>
    Size,
    /// <summary>On or off.</summary>
    Flag,
    /// <summary>The name of one column.</summary>
    Column,
    /// <summary>A list of columns as <see cref="Data.ColumnSelector"/> reads it.</summary>
    Columns,
    /// <summary>A file or folder.</summary>
    Path,
    /// <summary>Several files or folders, one per use of the option.</summary>
    Paths,
    /// <summary>One of a fixed list of words.</summary>
    Choice,
    /// <summary>Texts separated by commas.</summary>
    List,
}
