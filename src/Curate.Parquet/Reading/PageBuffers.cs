namespace Curate.Parquet.Reading;

/// <summary>
/// Memory of the pages of one column, which its readers hand on from row group to row group: fresh arrays of a megabyte for every chunk cost more than the pages
/// that they hold. One reader at a time.
/// </summary>
public sealed class PageBuffers
{
    /// <summary>Stored bytes.</summary>
    internal byte[] Stored = [];

    /// <summary>Decompressed bytes.</summary>
    internal byte[] Plain = [];
}
