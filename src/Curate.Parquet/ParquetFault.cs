namespace Curate.Parquet;

/// <summary>What kind of fault a <see cref="ParquetFormatException"/> tells of.</summary>
public enum ParquetFault
{
    /// <summary>Damaged or cut short.</summary>
    Corrupt,
    /// <summary>Valid, as far as one can tell, but with a codec, encoding or type that is not read here.</summary>
    Unsupported,
    /// <summary>Larger than a limit of this reader.</summary>
    Limit,
    /// <summary>Encrypted.</summary>
    Encrypted,
}
