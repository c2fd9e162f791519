namespace Curate.Parquet.Metadata;

/// <summary>That the rows of a row group are sorted by a leaf column.</summary>
public readonly record struct SortingColumn(int Column, bool Descending, bool NullsFirst);
