using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>How text formats are read; what is null is found out from the file.</summary>
public sealed record TextReadOptions
{
    /// <summary>Field separator of CSV; null = sniffed among comma, tab, semicolon and pipe (tab for .tsv).</summary>
    public char? Delimiter { get; init; }

    /// <summary>Quote character of CSV; null = double quote; '\0' = quoting is off.</summary>
    public char? Quote { get; init; }

    /// <summary>The first record is data; columns are named <c>column_1</c>, <c>column_2</c> ...</summary>
    public bool NoHeader { get; init; }

    /// <summary>With <see cref="NoHeader"/>: the names of the columns, where they are known from elsewhere; null, or of another number = they are numbered.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Number repeated header names (<c>a</c>, <c>a_2</c>) and name empty ones (<c>column_3</c>) instead of failing.</summary>
    public bool RenameDuplicates { get; init; }

    /// <summary>Texts that stand for a missing value, besides the unquoted empty field.</summary>
    public IReadOnlyList<string> NullTexts { get; init; } = [];

    /// <summary>Kinds that the user declared (<c>--types</c>); they are checked in every pass, whatever the pass reads.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Types { get; init; } = new Dictionary<string, ColumnKind>();

    /// <summary>Largest record in bytes.</summary>
    public long MaxRecordBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Threads that a reader may use for its own work, such as decompressing several pages. Results never depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Where bad records are reported.</summary>
    public BadRowLog BadRows { get; init; } = new(BadRowPolicy.Fail);
}
