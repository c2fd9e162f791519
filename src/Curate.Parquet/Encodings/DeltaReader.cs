namespace Curate.Parquet.Encodings;

/// <summary>
/// Reads DELTA_BINARY_PACKED: a first value, then blocks of differences packed in miniblocks. Arithmetic wraps, as the specification asks.
/// </summary>
internal sealed class DeltaReader
{
    // The specification names 128; larger blocks would let a few bytes stand for any number of values.
    private const int LargestBlock = 1 << 16;
    private const int Piece = 32;

    private readonly ulong[] _piece = new ulong[Piece];
    private readonly byte[] _widths = new byte[LargestBlock / Piece];
    private ReadOnlyMemory<byte> _data;
    private int _at;
    private int _miniblocks;
    private int _perMiniblock;
    private int _miniblock;
    private int _inMiniblock;
    private int _pieceAt;
    private long _deltasLeft;
    private long _minimum;
    private long _value;
    private bool _firstIsNext;

    /// <summary>Values that are still to come.</summary>
    public long Left => _deltasLeft + (_firstIsNext ? 1 : 0);

    public void Reset(ReadOnlyMemory<byte> data)
    {
        _data = data;
        _at = 0;
        ulong block = Varint();
        ulong miniblocks = Varint();
        ulong count = Varint();
        _value = ZigZag();
        if (block == 0 || block > LargestBlock || miniblocks == 0 || block % miniblocks != 0 || block / miniblocks % Piece != 0)
        {
            Faults.Corrupt("the blocks of delta values have an impossible size");
        }

        if (count > int.MaxValue)
        {
            Faults.Corrupt("there are more delta values than a page can have");
        }

        _miniblocks = (int)miniblocks;
        _perMiniblock = (int)(block / miniblocks);
        _firstIsNext = count > 0;
        _deltasLeft = Math.Max(0, (long)count - 1);
        _miniblock = _miniblocks;
        _inMiniblock = _perMiniblock;
        _pieceAt = Piece;
    }

    public void Read(Span<long> into)
    {
        int done = 0;
        if (_firstIsNext && into.Length > 0)
        {
            into[done++] = _value;
            _firstIsNext = false;
        }

        while (done < into.Length)
        {
            if (_deltasLeft == 0)
            {
                Faults.Corrupt("there are fewer delta values than the page has");
            }

            if (_pieceAt == Piece)
            {
                NextPiece();
            }

            int count = Math.Min(into.Length - done, (int)Math.Min(Piece - _pieceAt, _deltasLeft));
            long value = _value;
            long minimum = _minimum;
            ReadOnlySpan<ulong> piece = _piece.AsSpan(_pieceAt, count);
            Span<long> target = into.Slice(done, count);
            for (int i = 0; i < piece.Length; i++)
            {
                value = unchecked(value + minimum + (long)piece[i]);
                target[i] = value;
            }

            _value = value;
            _pieceAt += count;
            _deltasLeft -= count;
            done += count;
        }
    }

    public void Skip(long count)
    {
        Span<long> scratch = stackalloc long[256];
        while (count > 0)
        {
            int step = (int)Math.Min(count, scratch.Length);
            Read(scratch[..step]);
            count -= step;
        }
    }

    /// <summary>Where the bytes behind the values begin, found without decoding them; only right after <see cref="Reset"/>.</summary>
    public int FindEnd()
    {
        (int at, long left) = (_at, _deltasLeft);
        while (left > 0)
        {
            ReadBlockHead();
            for (int i = 0; i < _miniblocks && left > 0; i++)
            {
                long bytes = (long)_perMiniblock * _widths[i] / 8;
                if (_widths[i] > 64 || bytes > _data.Length - _at)
                {
                    Faults.Corrupt("delta values end too early");
                }

                _at += (int)bytes;
                left -= _perMiniblock;
            }
        }

        int end = _at;
        (_at, _miniblock) = (at, _miniblocks);
        return end;
    }

    private void NextPiece()
    {
        if (_inMiniblock == _perMiniblock)
        {
            _inMiniblock = 0;
            if (++_miniblock >= _miniblocks)
            {
                ReadBlockHead();
                _miniblock = 0;
            }
        }

        int width = _widths[_miniblock];
        if (width > 64)
        {
            Faults.Corrupt("delta values are wider than 64 bits");
        }

        // Some writers do not pad the last miniblock.
        int count = (int)Math.Min(Piece, _deltasLeft);
        ReadOnlySpan<byte> rest = _data.Span[_at..];
        if (BitUnpacker.BytesFor(count, width) > rest.Length)
        {
            Faults.Corrupt("delta values end too early");
        }

        BitUnpacker.Unpack(rest, width, _piece.AsSpan(0, count));
        _at += Math.Min(Piece * width / 8, rest.Length);
        _inMiniblock += Piece;
        _pieceAt = 0;
    }

    private void ReadBlockHead()
    {
        _minimum = ZigZag();
        if (_miniblocks > _data.Length - _at)
        {
            Faults.Corrupt("delta values end too early");
        }

        _data.Span.Slice(_at, _miniblocks).CopyTo(_widths);
        _at += _miniblocks;
    }

    private long ZigZag()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Varint()
    {
        ReadOnlySpan<byte> data = _data.Span;
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (_at >= data.Length)
            {
                Faults.Corrupt("delta values end too early");
            }

            byte part = data[_at++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return value;
            }
        }

        Faults.Corrupt("a number has more than ten bytes");
        return 0;
    }
}
