namespace Curate.Parquet.Metadata;

/// <summary>How often a field occurs in its parent.</summary>
public enum Repetition
{
    Required = 0,
    Optional = 1,
    Repeated = 2,
}
