namespace Curate.Parquet.Metadata;

/// <summary>What stands before a page. Plain fields of all page types in one structure, so that reading one allocates nothing.</summary>
internal struct PageHeader
{
    public int Type;
    public int UncompressedBytes;
    public int CompressedBytes;
    public bool HasChecksum;
    public uint Checksum;

    /// <summary>Level entries of a data page, or entries of a dictionary.</summary>
    public int ValueCount;
    public int Encoding;

    /// <summary>Version 1 only.</summary>
    public int DefinitionEncoding;
    public int RepetitionEncoding;

    /// <summary>Version 2 only.</summary>
    public int NullCount;
    public int RowCount;
    public int DefinitionBytes;
    public int RepetitionBytes;
    public bool IsCompressed;

    /// <summary>The structure that belongs to the page type was there.</summary>
    public bool IsComplete;

    public readonly PageType Kind => (PageType)Type;
}
