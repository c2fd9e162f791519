namespace Curate.Formats.Files;

/// <summary>One file of a dataset.</summary>
/// <param name="Source">The file; owned by the dataset.</param>
/// <param name="Keys">Columns that its folder names spell out, the same for every row of it.</param>
public sealed record DatasetPart(IFileSource Source, IReadOnlyList<KeyValuePair<string, string?>> Keys)
{
    /// <summary>Its path below what was given as input.</summary>
    public string Relative { get; init; } = Source.Name;

    public DatasetPart(IFileSource source)
        : this(source, [])
    {
    }
}
