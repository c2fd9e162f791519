namespace Curate.Core.Profile.Report;

/// <summary>How one column is stored.</summary>
public sealed record StoredColumn
{
    public required string Path { get; init; }

    public required string Type { get; init; }

    public required IReadOnlyList<string> Encodings { get; init; }

    public required string Codec { get; init; }

    public required long CompressedBytes { get; init; }

    public required long UncompressedBytes { get; init; }

    public long? NullPages { get; init; }
}
