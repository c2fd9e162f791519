namespace Curate.Core.Data;

/// <summary>What a sink will be given.</summary>
/// <param name="Schema">All output columns in order, kinds resolved where the format needs them.</param>
/// <param name="Layout">The payload layout that batches carry; null when batches carry every column of <paramref name="Schema"/> but the added ones, in order.</param>
/// <param name="Added">The trailing columns of <paramref name="Schema"/>, which batches carry in <see cref="RecordBatch.Added"/>.</param>
public sealed record SinkShape(TableSchema Schema, PayloadLayout? Layout, IReadOnlyList<Field> Added)
{
    /// <summary>Where the columns of the sink begin in a batch, when it is given columns.</summary>
    public int FirstColumn { get; init; }

    /// <summary>Where the format's <see cref="IRecordSinkFormat.ExtraColumns"/> begin in a batch.</summary>
    public int FirstExtra { get; init; }

    /// <summary>Columns of <see cref="Schema"/> in front of the added ones.</summary>
    public int OwnColumns => Schema.Count - Added.Count;

    /// <summary>A column of <see cref="Schema"/> in a batch that carries columns, or an added one in any.</summary>
    public Column ColumnOf(RecordBatch batch, int column) => column < OwnColumns ? batch[FirstColumn + column] : batch.Added[column - OwnColumns];
}
