namespace Curate.Formats.Files;

/// <summary>One input file as the command line led to it.</summary>
/// <param name="Path">The path to open, in the form the user gave it; <c>-</c> is standard input.</param>
public sealed record InputPath(string Path)
{
    /// <summary>The source it belongs to (<c>NAME=PATH</c>), or null.</summary>
    public string? Source { get; init; }

    /// <summary>Columns that folder names below the given folder or glob spell out (<c>year=2024</c>); a null value is a null.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Keys { get; init; } = [];

    /// <summary>Its path below the folder or glob that was given, with forward slashes; a file that was named itself has its name alone.</summary>
    public string Relative { get; init; } = System.IO.Path.GetFileName(Path);

    public bool IsStandardInput => Path == "-";
}
