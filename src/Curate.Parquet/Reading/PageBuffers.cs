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

    /// <summary>An array for <paramref name="bytes"/> bytes and a little more: pages of one column differ by some hundredths, and a few bytes more must not cost a new array each time.</summary>
    internal static byte[] Roomy(int bytes) => GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, bytes + (bytes / 16L)));
}
