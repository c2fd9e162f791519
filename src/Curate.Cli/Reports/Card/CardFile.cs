namespace Curate.Cli.Reports.Card;

/// <summary>A file of the dataset.</summary>
/// <param name="Name">Its path below what was named, with forward slashes.</param>
/// <param name="Path">The path that opens it, from the folder of the card.</param>
/// <param name="Format">Its format.</param>
/// <param name="IsCompressed">It is compressed as a whole.</param>
/// <param name="Bytes">Its size; null for a pipe.</param>
/// <param name="Sha256">Hash of its bytes; null for a pipe.</param>
internal sealed record CardFile(string Name, string Path, string Format, bool IsCompressed, long? Bytes, string? Sha256);
