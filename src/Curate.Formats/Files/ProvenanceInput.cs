namespace Curate.Formats.Files;

/// <summary>One input as provenance records it.</summary>
/// <param name="Name">File name without folders; what depends on the machine stands under <c>run</c>.</param>
/// <param name="Bytes">Stored bytes; null for a pipe.</param>
/// <param name="Sha256">Hash of the stored bytes in lower-case hex; null for a pipe.</param>
public sealed record ProvenanceInput(string Name, long? Bytes, string? Sha256);
