namespace Curate.Formats.Files;

/// <summary>Whether a file that a record names is still the one that was read.</summary>
public enum ProvenanceCheck
{
    /// <summary>Its content hash is the recorded one.</summary>
    Verified,
    /// <summary>A file of that name is there, with other content.</summary>
    Changed,
    /// <summary>No file of that name is there.</summary>
    Missing,
    /// <summary>The record has no hash: the input was a pipe.</summary>
    Unrecorded,
}
