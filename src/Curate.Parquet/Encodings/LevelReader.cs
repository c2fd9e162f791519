using Curate.Parquet.Metadata;

namespace Curate.Parquet.Encodings;

/// <summary>Reads definition or repetition levels into bytes and checks that none is above the column's highest.</summary>
internal sealed class LevelReader(int highest)
{
    private readonly HybridReader _runs = new();
    private readonly int _width = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)highest);
    private ReadOnlyMemory<byte> _packed;
    private long _packedAt;
    private bool _isPacked;

    /// <summary>Takes the levels off the front of a version 1 page and gives what is left of it.</summary>
    public ReadOnlyMemory<byte> ResetV1(ReadOnlyMemory<byte> page, int encoding, int count)
    {
        if (highest == 0)
        {
            return page;
        }

        if (encoding == (int)ParquetEncoding.Rle)
        {
            if (page.Length < 4)
            {
                Faults.Corrupt("the levels of a page have no length");
            }

            uint length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(page.Span);
            if (length > page.Length - 4)
            {
                Faults.Corrupt("the levels of a page run past its end");
            }

            Reset(page.Slice(4, (int)length));
            return page[(4 + (int)length)..];
        }

        if (encoding != (int)ParquetEncoding.BitPacked)
        {
            Faults.Unsupported($"levels in encoding {encoding} are not supported");
        }

        long bytes = BitUnpacker.BytesFor(count, _width);
        if (bytes > page.Length)
        {
            Faults.Corrupt("the levels of a page run past its end");
        }

        _isPacked = true;
        _packed = page[..(int)bytes];
        _packedAt = 0;
        return page[(int)bytes..];
    }

    /// <summary>Levels without a length before them, as in version 2 pages.</summary>
    public void Reset(ReadOnlyMemory<byte> levels)
    {
        _isPacked = false;
        _runs.Reset(levels, _width);
    }

    public void Read(Span<byte> into)
    {
        if (_isPacked)
        {
            ReadPacked(into);
        }
        else
        {
            _runs.Read(into);
        }

        if (highest + 1 != 1 << _width && into.IndexOfAnyExceptInRange((byte)0, (byte)highest) >= 0)
        {
            Faults.Corrupt("a level is above the highest of its column");
        }
    }

    // The legacy form: the highest bit first, no runs.
    private void ReadPacked(Span<byte> into)
    {
        ReadOnlySpan<byte> data = _packed.Span;
        for (int i = 0; i < into.Length; i++)
        {
            int value = 0;
            for (int bit = 0; bit < _width; bit++, _packedAt++)
            {
                value = value << 1 | (data[(int)(_packedAt >> 3)] >> (7 - (int)(_packedAt & 7)) & 1);
            }

            into[i] = (byte)value;
        }
    }
}
