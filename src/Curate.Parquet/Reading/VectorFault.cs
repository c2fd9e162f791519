namespace Curate.Parquet.Reading;

/// <summary>Why a list column could not be read as vectors of one length.</summary>
public enum VectorFault
{
    None,
    /// <summary>A list has fewer or more elements than the dimension.</summary>
    Length,
    /// <summary>A list is empty or null, or an element is null.</summary>
    Null,
}
