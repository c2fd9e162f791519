using System.Runtime.CompilerServices;
using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>
/// Rows with keys, handed back in the order (key, arrival). Held in memory while they fit, else spread over partitions of scratch by
/// key range, one partition in memory at a time.
/// </summary>
internal sealed class RowScatter : IDisposable
{
    private const int MaxPartitions = 256;
    private readonly RunContext _context;
    private readonly long _expectedRows;
    private readonly Func<int, RecordBatch> _shaped;
    private readonly RowAssembler _assembler;
    private readonly long _share;
    private RowBuffer _buffer;
    private ulong _maxKey;
    private Partition[]? _partitions;
    private int _nextPartition;
    private int _at;

    /// <param name="context">Budget and scratch.</param>
    /// <param name="expectedRows">Rows to come, to choose the number of partitions.</param>
    /// <param name="shaped">Makes an empty batch of the view's shape.</param>
    /// <param name="assembler">Copies rows between batches of that shape.</param>
    public RowScatter(RunContext context, long expectedRows, Func<int, RecordBatch> shaped, RowAssembler assembler)
    {
        _context = context;
        _expectedRows = expectedRows;
        _shaped = shaped;
        _assembler = assembler;
        // Arrays double as they grow and the sort holds an index beside the rows, hence a third; 1 GiB keeps offsets in 32 bits.
        _share = Math.Clamp(context.Memory.Free / 3, 1 << 20, 1L << 30);
        _buffer = new RowBuffer(shaped(RecordBatch.DefaultCapacity));
    }

    /// <summary>Takes the rows of a batch of the view's shape.</summary>
    public void Add(RecordBatch batch, ReadOnlySpan<ulong> keys)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            _maxKey = Math.Max(_maxKey, keys[row]);
            if (_partitions is not null)
            {
                PartitionOf(keys[row]).Write(keys[row], batch, row);
                continue;
            }

            _buffer.Append(keys[row], batch, row);
            if (_buffer.Bytes > _share)
            {
                Spill();
            }
        }
    }

    /// <summary>No more rows come.</summary>
    public void Seal()
    {
        if (_partitions is null)
        {
            _buffer.Sort();
        }
        else
        {
            foreach (Partition partition in _partitions)
            {
                partition.Close();
            }
        }
    }

    /// <summary>Appends the next row to <paramref name="into"/> (or skips it when null); false after the last.</summary>
    public bool Next(RecordBatch? into)
    {
        while (_at == _buffer.Count)
        {
            if (_partitions is null || _nextPartition == _partitions.Length)
            {
                return false;
            }

            _buffer = new RowBuffer(_shaped(RecordBatch.DefaultCapacity));
            _partitions[_nextPartition++].ReadInto(_buffer, _context.Scratch);
            _buffer.Sort();
            _at = 0;
        }

        int row = _buffer.InOrder(_at++);
        if (into is not null)
        {
            _assembler.AppendSame(into, _buffer.Rows, row);
            _buffer.CopyEdits(row, into);
        }

        return true;
    }

    public void Dispose()
    {
        foreach (Partition partition in _partitions ?? [])
        {
            partition.Dispose(_context.Scratch);
        }
    }

    private Partition PartitionOf(ulong key)
    {
        // Keys are either draws over all 64 bits or places below the expected row count.
        ulong span = KeySpan();
        int index = span == 0
            ? (int)Math.BigMul(key, (ulong)_partitions!.Length, out _)
            : Share(key, _partitions!.Length, span);
        return _partitions[Math.Min(index, _partitions.Length - 1)];
    }

    // No method with 128-bit integers is compiled ahead, so they stay out of the one that all rows pass.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Share(ulong key, int parts, ulong span) => (int)((UInt128)key * (ulong)parts / span);

    private ulong KeySpan() => _spansAllBits ? 0 : (ulong)Math.Max(1, _expectedRows);

    private bool _spansAllBits;

    private void Spill()
    {
        _spansAllBits = _maxKey >= (ulong)Math.Max(1, _expectedRows);
        double perRow = (double)_buffer.Bytes / _buffer.Count;
        double total = perRow * Math.Max(_buffer.Count, _expectedRows);
        int count = (int)Math.Clamp(Math.Ceiling(total / (_share / 2.0)), 2, MaxPartitions);
        _partitions = new Partition[count];
        for (int i = 0; i < count; i++)
        {
            _partitions[i] = new Partition(_context.Scratch);
        }

        for (int row = 0; row < _buffer.Count; row++)
        {
            PartitionOf(_buffer.Key(row)).WriteBuffered(_buffer, row);
        }

        _buffer = new RowBuffer(_shaped(1));
    }

    /// <summary>One key range on scratch.</summary>
    private sealed class Partition
    {
        private readonly ScratchRun _run;
        private readonly BinaryWriter _writer;
        private long _rows;

        public Partition(IScratch scratch) => _writer = new BinaryWriter(scratch.CreateRun("order", out _run));

        public void Write(ulong key, RecordBatch batch, int row)
        {
            RowBuffer.Save(_writer, key, batch, row, batch.EditsOf(row));
            _rows++;
        }

        public void WriteBuffered(RowBuffer buffer, int row)
        {
            RowBuffer.Save(_writer, buffer.Key(row), buffer.Rows, row, buffer.EditsOf(row));
            _rows++;
        }

        public void Close() => _writer.Dispose();

        public void ReadInto(RowBuffer buffer, IScratch scratch)
        {
            using (var reader = new BinaryReader(scratch.OpenRun(_run)))
            {
                for (long i = 0; i < _rows; i++)
                {
                    buffer.Restore(reader);
                }
            }

            scratch.Delete(_run);
        }

        public void Dispose(IScratch scratch)
        {
            _writer.Dispose();
            scratch.Delete(_run);
        }
    }
}
