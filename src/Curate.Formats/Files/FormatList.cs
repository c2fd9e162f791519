using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>The formats of a program, in the order in which messages list them.</summary>
public sealed class FormatList(IReadOnlyList<FormatEntry> entries)
{
    /// <summary>Name of the format that text which starts like a JSON object is taken for.</summary>
    public const string JsonLines = "jsonl";

    /// <summary>Name of the format that any other text is taken for.</summary>
    public const string Csv = "csv";

    /// <summary>Name of the format that files which begin with its magic bytes are taken for.</summary>
    public const string Parquet = "parquet";

    public IReadOnlyList<FormatEntry> Entries { get; } = entries;

    /// <summary>Every extension with dot, without compression.</summary>
    public IReadOnlyCollection<string> Extensions { get; } = [.. entries.SelectMany(entry => entry.Extensions)];

    /// <summary>The format of a name that the user gave.</summary>
    /// <exception cref="CurateException">There is none.</exception>
    public FormatEntry Named(string name) =>
        Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? Entries.FirstOrDefault(entry => entry.Extensions.Contains("." + name, StringComparer.OrdinalIgnoreCase))
        ?? throw new CurateException(ErrorCodes.UnknownFormat, $"There is no format named {Fail.Show(name)}.",
            $"The formats are {string.Join(", ", Entries.Select(entry => entry.Name))}.");

    /// <summary>The format that a path's extension names, under any compression; null where it names none.</summary>
    public FormatEntry? OfPath(string path)
    {
        string bare = Compressions.Strip(path);
        return Entries.FirstOrDefault(entry => entry.Extensions.Any(extension => bare.EndsWith(extension, StringComparison.OrdinalIgnoreCase)));
    }
}
