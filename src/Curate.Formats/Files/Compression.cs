namespace Curate.Formats.Files;

/// <summary>How the bytes of a file are compressed as a whole.</summary>
public enum Compression
{
    None,
    /// <summary>RFC 1952, one or several members.</summary>
    Gzip,
    /// <summary>RFC 8878, one or several frames.</summary>
    Zstandard,
}
