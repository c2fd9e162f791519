namespace Curate.Formats.Parquet;

/// <summary>Consecutive rows of one row group, and perhaps of the owned rows of a payload.</summary>
internal struct RowRun
{
    public ParquetFile File;

    /// <summary>First row in the file.</summary>
    public long Row;

    /// <summary>First row behind the row group.</summary>
    public long GroupEnd;

    /// <summary>Place of the first row in the payload.</summary>
    public int Start;

    /// <summary>First owned row, or -1 where the values stand in the file.</summary>
    public int Owned;

    /// <summary>Row group.</summary>
    public int Group;

    /// <summary>Bytes that stand for each row's size.</summary>
    public int Weight;
}
