using Curate.Parquet.Encodings;
using Curate.Parquet.Schema;

namespace Curate.Parquet.Reading;

/// <summary>The distinct values that the codes of a column chunk stand for. It lives as long as the reader of the chunk.</summary>
public sealed class ColumnDictionary
{
    internal ColumnDictionary(ValueBuffer values) => Values = values;

    public int Count => Values.Count;

    /// <summary>The values as in a batch: of a fixed width one after the other, or the bytes of all byte arrays.</summary>
    public ReadOnlySpan<byte> Bytes => Values.Bytes;

    /// <summary>Byte arrays: where each value begins and, at the end, where the last one ends.</summary>
    public ReadOnlySpan<int> Offsets => Values.Offsets;

    internal ValueBuffer Values { get; }

    /// <summary>The values as the rows of a batch of their column, none of them null. Nothing is copied.</summary>
    public ColumnBatch AsBatch(LeafColumn column) => new(column, Values);

    /// <summary>One byte array.</summary>
    public ReadOnlySpan<byte> Value(int code) => Values.Value(code);
}
