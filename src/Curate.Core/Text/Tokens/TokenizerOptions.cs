namespace Curate.Core.Text.Tokens;

/// <summary>How tokens of a text column are counted.</summary>
public sealed record TokenizerOptions
{
    /// <summary>The name of a vocabulary file; null = white space separates tokens.</summary>
    public string? File { get; init; }

    /// <summary>How text is cut, for files that do not say; null = by the file's name.</summary>
    public string? Pattern { get; init; }

    /// <summary>The tokens that the file puts around every text count, too.</summary>
    public bool CountsAround { get; init; }
}
