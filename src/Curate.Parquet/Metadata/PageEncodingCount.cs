namespace Curate.Parquet.Metadata;

/// <summary>How many pages of one type have one encoding.</summary>
internal readonly record struct PageEncodingCount(int PageType, int Encoding, int Count);
