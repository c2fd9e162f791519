namespace Curate.Formats.Files;

/// <summary>A file that a run wrote, as its record names it.</summary>
/// <param name="Name">Its name; in a folder the path below it, with forward slashes.</param>
/// <param name="Bytes">Bytes of the file as it is stored, after compression.</param>
/// <param name="Sha256">SHA-256 of these bytes in lower-case hex.</param>
public sealed record ProvenanceOutput(string Name, long Bytes, string Sha256);
