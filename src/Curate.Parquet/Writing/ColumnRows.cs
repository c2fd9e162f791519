using Curate.Parquet.Encodings;

namespace Curate.Parquet.Writing;

/// <summary>The rows of one column of one row group: levels, and values or a dictionary with codes.</summary>
internal sealed record ColumnRows(
    long RowCount,
    int SlotCount,
    ReadOnlyMemory<byte> Definition,
    ReadOnlyMemory<byte> Repetition,
    ValueBuffer Values,
    ReadOnlyMemory<int>? Codes,
    long DictionaryBytes)
{
    public int ValueCount => Codes?.Length ?? Values.Count;
}
