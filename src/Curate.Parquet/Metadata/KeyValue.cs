namespace Curate.Parquet.Metadata;

/// <summary>One entry of a file's own metadata.</summary>
public readonly record struct KeyValue(string Key, string? Value);
