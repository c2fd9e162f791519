using System.Runtime.CompilerServices;

namespace Curate.Parquet.Encodings;

/// <summary>
/// Reads the hybrid of run lengths and bit packing (RLE in the specification), which levels, dictionary indices and booleans use. Values
/// come in order, in pieces of any size.
/// </summary>
internal sealed class HybridReader
{
    private ReadOnlyMemory<byte> _data;
    private int _at;
    private int _width;
    private long _runLeft;
    private int _runValue;
    private long _packedLeft;
    private long _packedDone;
    private int _packedStart;
    private int _packedBytes;

    public void Reset(ReadOnlyMemory<byte> data, int width)
    {
        _data = data;
        _width = width;
        _at = 0;
        _runLeft = 0;
        _packedLeft = 0;
    }

    /// <summary>
    /// How many equal values come next, at most <paramref name="most"/>, and takes them; 0 when packed values come next.
    /// </summary>
    public int TakeRun(int most, out int value)
    {
        NeedRun();
        value = _runValue;
        int count = (int)Math.Min(_runLeft, most);
        _runLeft -= count;
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<int> into)
    {
        while (into.Length > 0)
        {
            int count = TakeRun(into.Length, out int value);
            if (count > 0)
            {
                into[..count].Fill(value);
            }
            else
            {
                count = ReadPacked(into);
            }

            into = into[count..];
        }
    }

    /// <summary>Values of a width of at most eight bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<byte> into)
    {
        while (into.Length > 0)
        {
            int count = TakeRun(into.Length, out int value);
            if (count > 0)
            {
                into[..count].Fill((byte)value);
            }
            else
            {
                count = ReadPacked(into);
            }

            into = into[count..];
        }
    }

    /// <summary>Reads up to the end of a packed run, at least one value; only after <see cref="TakeRun"/> gave 0.</summary>
    public int ReadPacked(Span<int> into)
    {
        int count = (int)Math.Min(_packedLeft, into.Length);
        ReadOnlySpan<byte> bytes = PackedBytes(ref count, out int skip);
        if (skip > 0)
        {
            // The rest of a group of eight whose first values were taken before.
            Span<int> group = stackalloc int[8];
            count = Math.Min(count, 8 - skip);
            BitUnpacker.UnpackRest(bytes, _width, group[..(skip + count)], 0);
            group.Slice(skip, count).CopyTo(into);
        }
        else
        {
            BitUnpacker.Unpack(bytes, _width, into[..count]);
        }

        return Took(count);
    }

    public void Skip(long count)
    {
        while (count > 0)
        {
            NeedRun();
            long step = Math.Min(_runLeft, count);
            _runLeft -= step;
            if (step == 0)
            {
                step = Math.Min(_packedLeft, count);
                if ((_packedDone + step) * _width > (long)_packedBytes * 8)
                {
                    Faults.Corrupt("packed values end too early");
                }

                _packedLeft -= step;
                _packedDone += step;
            }

            count -= step;
        }
    }

    private int ReadPacked(Span<byte> into)
    {
        int count = (int)Math.Min(_packedLeft, into.Length);
        ReadOnlySpan<byte> bytes = PackedBytes(ref count, out int skip);
        if (skip > 0)
        {
            Span<byte> group = stackalloc byte[8];
            count = Math.Min(count, 8 - skip);
            BitUnpacker.Unpack(bytes, _width, group[..(skip + count)]);
            group.Slice(skip, count).CopyTo(into);
        }
        else
        {
            BitUnpacker.Unpack(bytes, _width, into[..count]);
        }

        return Took(count);
    }

    // The bytes from the group of eight on that the next value stands in. Writers may leave out bytes behind the last value.
    private ReadOnlySpan<byte> PackedBytes(ref int count, out int skip)
    {
        skip = (int)(_packedDone & 7);
        int from = (int)((_packedDone >> 3) * _width);
        int wanted = skip > 0 ? Math.Min(count, 8 - skip) : count;
        if (from > _packedBytes || BitUnpacker.BytesFor(skip + wanted, _width) > _packedBytes - from)
        {
            Faults.Corrupt("packed values end too early");
        }

        // What lies behind the run is given too: wide loads may touch it, values never come from it.
        return _data.Span[(_packedStart + from)..];
    }

    private int Took(int count)
    {
        _packedLeft -= count;
        _packedDone += count;
        return count;
    }

    private void NeedRun()
    {
        while (_runLeft == 0 && _packedLeft == 0)
        {
            ReadOnlySpan<byte> data = _data.Span;
            ulong head = ReadHead(data);
            if ((head & 1) == 0)
            {
                int bytes = (_width + 7) >> 3;
                if (bytes > data.Length - _at)
                {
                    Faults.Corrupt("a run has no value");
                }

                uint value = 0;
                for (int i = 0; i < bytes; i++)
                {
                    value |= (uint)data[_at + i] << (8 * i);
                }

                if (_width < 32 && value >> _width != 0)
                {
                    Faults.Corrupt("the value of a run is too large");
                }

                _at += bytes;
                _runLeft = (long)(head >> 1);
                _runValue = (int)value;
            }
            else
            {
                long groups = (long)(head >> 1);
                long bytes = groups * _width;
                _packedStart = _at;
                _packedBytes = (int)Math.Min(bytes, data.Length - _at);
                _packedLeft = groups * 8;
                _packedDone = 0;
                _at += _packedBytes;
            }
        }
    }

    private ulong ReadHead(ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            if (_at >= data.Length)
            {
                Faults.Corrupt("runs end before all values were read");
            }

            byte part = data[_at++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return value;
            }
        }

        Faults.Corrupt("the length of a run has too many bytes");
        return 0;
    }
}
