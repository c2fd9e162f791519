using Curate.Core.Running;
using Curate.Formats.Files;
using Curate.Parquet;
using Curate.Parquet.Compression;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;
using Curate.Parquet.Writing;

namespace Curate.Formats.Parquet;

/// <summary>
/// One output file. Row groups are filled one at a time; while one is filled, the pages of the one before are made and compressed, and
/// then written. Which thread does what changes no byte. Memory: two row groups.
/// </summary>
internal sealed class ParquetOutput : IDisposable
{
    private readonly IByteOutput _output;
    private readonly ParquetWriteOptions _options;
    private readonly ParquetFileWriter _writer;
    private readonly ColumnEncoder?[][] _encoders;
    private readonly int[] _order;
    private readonly long[] _sizes;
    private int _set;
    private EncodedColumn?[]? _pending;
    private IReadOnlyList<SortingColumn>? _pendingSorting;
    private Task? _finishing;

    public ParquetOutput(IByteOutput output, ParquetSchema schema, ParquetWriteOptions options)
    {
        _output = output;
        _options = options;
        _writer = new ParquetFileWriter(output.Stream, schema, new ParquetWriterOptions
        {
            Codec = options.Compression?.Codec ?? ParquetCodec.Snappy,
            CompressionLevel = options.Compression?.Level,
        });
        int leaves = schema.Leaves.Count;
        _encoders = [new ColumnEncoder?[leaves], new ColumnEncoder?[leaves]];
        _order = [.. Enumerable.Range(0, leaves)];
        _sizes = new long[leaves];
    }

    public ParquetSchema Schema => _writer.Schema;

    /// <summary>Bytes written so far; a row group in the making is not among them.</summary>
    public long BytesWritten => _writer.ByteCount;

    public string Name => _output.Name;

    /// <summary>The encoder of a leaf column for the row group that is being filled.</summary>
    public ColumnEncoder Encoder(int leaf) => _encoders[_set][leaf] ??= _writer.CreateEncoder(leaf);

    /// <summary>Ends a row group.</summary>
    /// <param name="fill">Given a leaf, fills its <see cref="Encoder"/> and gives null, or gives a chunk that is ready. Called on the run's threads.</param>
    /// <param name="sorting">How the rows are sorted.</param>
    public void WriteRowGroup(Func<int, EncodedColumn?> fill, IReadOnlyList<SortingColumn>? sorting = null)
    {
        var chunks = new EncodedColumn?[Schema.Leaves.Count];
        try
        {
            // The longest columns first, by the row group before, so that no thread is left with one at the end.
            Workers.ForBlocks(_options.Workers, chunks.Length, block =>
            {
                int leaf = _order[block];
                Encoder(leaf);
                chunks[leaf] = fill(leaf);
            });
            WritePending();
        }
        catch (ParquetFormatException fault)
        {
            // Faults of inputs are told where they are read; what is left is a value or a row group too large to write, or a chunk that cannot be copied.
            throw ParquetFailures.Of(fault, Name);
        }

        _pending = chunks;
        _pendingSorting = sorting;
        ColumnEncoder?[] encoders = _encoders[_set];
        int[] order = [.. _order];
        void Finish() => Workers.ForBlocks(_options.Workers, chunks.Length, block =>
        {
            int leaf = order[block];
            chunks[leaf] ??= encoders[leaf]!.Finish();
        });
        _set ^= 1;
        _finishing = _options.Workers == 1 ? null : Task.Run(Finish);
        if (_finishing is null)
        {
            try
            {
                Finish();
            }
            catch (ParquetFormatException fault)
            {
                throw ParquetFailures.Of(fault, Name);
            }
        }
    }

    public void Complete(IReadOnlyList<KeyValue> kept)
    {
        try
        {
            WritePending();
        }
        catch (ParquetFormatException fault)
        {
            throw ParquetFailures.Of(fault, Name);
        }

        IReadOnlyList<KeyValuePair<string, string>> own = _options.Metadata?.Invoke(_writer.RowCount) ?? [];
        _writer.Complete([.. kept.Where(k => own.All(o => o.Key != k.Key)), .. own.Select(static o => new KeyValue(o.Key, o.Value))]);
        _output.Complete();
    }

    public void Dispose()
    {
        // Nobody asks how the work of a file that is given up ends; but it reads from inputs that are about to be closed.
        _finishing?.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _output.Dispose();
    }

    private void WritePending()
    {
        if (_pending is null)
        {
            return;
        }

        _finishing?.GetAwaiter().GetResult();
        EncodedColumn[] chunks = [.. _pending.Select(static chunk => chunk!)];
        for (int leaf = 0; leaf < chunks.Length; leaf++)
        {
            _sizes[leaf] = chunks[leaf].ByteCount;
        }

        _order.AsSpan().Sort((a, b) => _sizes[a] != _sizes[b] ? _sizes[b].CompareTo(_sizes[a]) : a.CompareTo(b));
        _writer.WriteRowGroup(chunks, _pendingSorting);
        _pending = null;
        _finishing = null;
    }
}
