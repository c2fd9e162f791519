using Curate.Core.Running;

namespace Curate.Core.Dedupe.Lines;

/// <summary>
/// Rows with cuts in row order, a few bytes for each row and range: in memory while the budget allows, then all of it on scratch.
/// </summary>
/// <param name="context">Budget and scratch; null for a log that was read from a plan file and stays in memory.</param>
internal sealed class CutLog(RunContext? context) : IDisposable
{
    private const int BlockBytes = 1 << 14;

    private readonly List<byte[]> _blocks = [];
    private byte[] _block = [];
    private int _used;
    private long _taken;
    private long _row;
    private Stream? _spill;
    private ScratchRun? _run;

    /// <summary>Rows in the log.</summary>
    public long Count { get; private set; }

    /// <summary>The first row of the log.</summary>
    public long First { get; private set; } = -1;

    /// <summary>The last row of the log; -1 where it is empty.</summary>
    public long Last { get; private set; } = -1;

    private long Length { get; set; }

    /// <summary>Appends a row behind all others.</summary>
    public void Add(CutRow cut)
    {
        First = Count == 0 ? cut.Row : First;
        Last = cut.Row;
        Count++;
        Put((ulong)(cut.Row - _row));
        _row = cut.Row;
        Put(((ulong)cut.Ranges.Count << 1) | (cut.Leaves ? 1UL : 0));
        Put((ulong)cut.Units);
        Put((ulong)cut.Bytes);
        int at = 0;
        foreach ((int from, int to) in cut.Ranges)
        {
            Put((ulong)(from - at));
            Put((ulong)(to - from));
            at = to;
        }
    }

    /// <summary>Ends appending.</summary>
    public void Seal()
    {
        if (_spill is not null)
        {
            _spill.Write(_block.AsSpan(0, _used));
            _used = 0;
            _spill.Dispose();
            _spill = null;
        }
    }

    /// <summary>A walk from the first row.</summary>
    public Walk Open() => new(this);

    public void Save(BinaryWriter to)
    {
        to.Write(Count);
        to.Write(First);
        to.Write(Last);
        to.Write(Length);
        using Stream from = Bytes();
        byte[] buffer = new byte[BlockBytes];
        for (int read = from.Read(buffer); read > 0; read = from.Read(buffer))
        {
            to.Write(buffer, 0, read);
        }
    }

    public static CutLog Load(BinaryReader from)
    {
        var log = new CutLog(null) { Count = from.ReadInt64(), First = from.ReadInt64(), Last = from.ReadInt64() };
        for (long rest = log.Length = from.ReadInt64(); rest > 0; rest -= log._used)
        {
            // Block by block: a length that a damaged file claims is not allocated at once.
            log._block = new byte[BlockBytes];
            log._used = (int)Math.Min(rest, BlockBytes);
            from.BaseStream.ReadExactly(log._block, 0, log._used);
            log._blocks.Add(log._block);
        }

        return log;
    }

    public void Dispose()
    {
        _spill?.Dispose();
        _spill = null;
        if (_run is { } run)
        {
            context!.Scratch.Delete(run);
            _run = null;
        }

        context?.Memory.Return(_taken);
        _taken = 0;
        _blocks.Clear();
    }

    private void Put(ulong value)
    {
        while (value >= 0x80)
        {
            PutByte((byte)(value | 0x80));
            value >>= 7;
        }

        PutByte((byte)value);
    }

    private void PutByte(byte value)
    {
        if (_used == _block.Length)
        {
            NewBlock();
        }

        _block[_used++] = value;
        Length++;
    }

    private void NewBlock()
    {
        if (_spill is null && context!.Memory.TryTake(BlockBytes))
        {
            _taken += BlockBytes;
            _block = new byte[BlockBytes];
            _blocks.Add(_block);
        }
        else if (_spill is null)
        {
            _spill = context!.Scratch.CreateRun("cuts", out ScratchRun run);
            _run = run;
            foreach (byte[] block in _blocks)
            {
                _spill.Write(block);
            }

            _blocks.Clear();
            context.Memory.Return(_taken);
            _taken = 0;
            _block = new byte[BlockBytes];
        }
        else
        {
            _spill.Write(_block);
        }

        _used = 0;
    }

    private Stream Bytes() => _run is { } run ? context!.Scratch.OpenRun(run) : new BlockStream(_blocks, Length);

    /// <summary>Reads the rows one after the other.</summary>
    public sealed class Walk : IDisposable
    {
        private readonly Stream _stream;
        private readonly byte[] _buffer = new byte[BlockBytes];
        private int _at;
        private int _end;
        private long _left;

        internal Walk(CutLog log)
        {
            _stream = log.Bytes();
            _left = log.Count;
            Next();
        }

        /// <summary>The row at hand; its number is <see cref="long.MaxValue"/> behind the last one.</summary>
        public CutRow Current { get; } = new();

        /// <summary>Goes to the next row.</summary>
        public void Next()
        {
            if (_left-- <= 0)
            {
                Current.Begin(long.MaxValue);
                return;
            }

            long row = Current.Row + (long)Take();
            Current.Begin(row);
            ulong ranges = Take();
            Current.Leaves = (ranges & 1) != 0;
            Current.Units = (long)Take();
            Current.Bytes = (long)Take();
            int at = 0;
            for (ulong n = ranges >> 1; n > 0; n--)
            {
                int from = at + checked((int)Take());
                at = from + checked((int)Take());
                Current.Ranges.Add((from, at));
            }

            if (_left == 0)
            {
                // Cursors have no end that they are told of.
                _stream.Dispose();
            }
        }

        public void Dispose() => _stream.Dispose();

        private ulong Take()
        {
            ulong value = 0;
            for (int shift = 0; shift < 64; shift += 7)
            {
                if (_at == _end)
                {
                    _end = _stream.Read(_buffer);
                    _at = 0;
                    if (_end == 0)
                    {
                        throw new EndOfStreamException("The cuts of a plan end too early.");
                    }
                }

                byte b = _buffer[_at++];
                value |= (ulong)(b & 0x7F) << shift;
                if (b < 0x80)
                {
                    break;
                }
            }

            return value;
        }
    }

    /// <summary>The blocks in memory as one stream.</summary>
    private sealed class BlockStream(List<byte[]> blocks, long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_position >= length)
            {
                return 0;
            }

            int at = (int)(_position % BlockBytes);
            int count = (int)Math.Min(Math.Min(buffer.Length, BlockBytes - at), length - _position);
            blocks[(int)(_position / BlockBytes)].AsSpan(at, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
