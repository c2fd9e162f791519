using Curate.Core.Running;
using Curate.Formats.Files;
using Curate.Parquet;
using Curate.Parquet.Compression;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;

namespace Curate.Formats.Parquet;

/// <summary>One output file: encoders of its columns, and row groups written in order.</summary>
internal sealed class ParquetOutput : IDisposable
{
    private readonly IByteOutput _output;
    private readonly ParquetWriteOptions _options;
    private readonly ParquetFileWriter _writer;
    private readonly ColumnEncoder?[] _encoders;

    public ParquetOutput(IByteOutput output, ParquetSchema schema, ParquetWriteOptions options)
    {
        _output = output;
        _options = options;
        _writer = new ParquetFileWriter(output.Stream, schema, new ParquetWriterOptions
        {
            Codec = options.Compression?.Codec ?? ParquetCodec.Snappy,
            CompressionLevel = options.Compression?.Level,
        });
        _encoders = new ColumnEncoder?[schema.Leaves.Count];
    }

    public ParquetSchema Schema => _writer.Schema;

    public long BytesWritten => _writer.ByteCount;

    public string Name => _output.Name;

    /// <summary>The encoder of a leaf column.</summary>
    public ColumnEncoder Encoder(int leaf) => _encoders[leaf] ??= _writer.CreateEncoder(leaf);

    /// <summary>Makes the chunk of every leaf, on the run's threads, and writes the row group.</summary>
    public void WriteRowGroup(Func<int, EncodedColumn> chunk, IReadOnlyList<SortingColumn>? sorting = null)
    {
        var chunks = new EncodedColumn[Schema.Leaves.Count];
        try
        {
            Workers.ForBlocks(_options.Workers, chunks.Length, leaf => chunks[leaf] = chunk(leaf));
            _writer.WriteRowGroup(chunks, sorting);
        }
        catch (ParquetFormatException fault)
        {
            // Faults of inputs are told where they are read; what is left is a value or a row group too large to write, or a chunk that cannot be copied.
            throw ParquetFailures.Of(fault, Name);
        }
    }

    public void Complete(IReadOnlyList<KeyValue> kept)
    {
        IReadOnlyList<KeyValuePair<string, string>> own = _options.Metadata?.Invoke(_writer.RowCount) ?? [];
        _writer.Complete([.. kept.Where(k => own.All(o => o.Key != k.Key)), .. own.Select(static o => new KeyValue(o.Key, o.Value))]);
        _output.Complete();
    }

    public void Dispose() => _output.Dispose();
}
