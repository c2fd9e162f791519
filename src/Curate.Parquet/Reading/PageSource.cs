using System.Globalization;
using Curate.Parquet.Input;
using Curate.Parquet.Metadata;

namespace Curate.Parquet.Reading;

/// <summary>Walks over the pages of a column chunk: headers first, bodies when they are asked for.</summary>
internal sealed class PageSource(IParquetInput input, long start, long end, PageBuffers buffers, int readAhead = PageSource.ReadAhead)
{
    /// <summary>Bytes that are read at a time unless a page is larger.</summary>
    public const int ReadAhead = 1 << 20;

    private const int UsualHeader = 1 << 12;
    private const int LargestHeader = 1 << 24;

    private long _bufferStart;
    private int _bufferCount;
    private long _next = start;

    public PageHeader Header { get; private set; }

    /// <summary>Offset of the current page's header.</summary>
    public long Offset { get; private set; } = start;

    /// <summary>Offset of the current page's body.</summary>
    public long BodyOffset { get; private set; }

    /// <summary>Goes to the next page; false at the end of the chunk.</summary>
    public bool MoveNext()
    {
        if (_next >= end)
        {
            return false;
        }

        Offset = _next;
        Header = ReadHeader(out int length);
        BodyOffset = Offset + length;
        if (Header.CompressedBytes < 0 || Header.UncompressedBytes < 0 || Header.ValueCount < 0 || !Header.IsComplete)
        {
            Faults.Corrupt("a page header is not complete");
        }

        if (Header.CompressedBytes > PageCursor.LargestPage || Header.UncompressedBytes > PageCursor.LargestPage)
        {
            Faults.Limit("a page is larger than 1 GiB");
        }

        if (Header.CompressedBytes > end - BodyOffset)
        {
            Faults.Corrupt(string.Create(CultureInfo.InvariantCulture,
                $"a page of {Header.CompressedBytes} bytes runs past the end of its column chunk"));
        }

        _next = BodyOffset + Header.CompressedBytes;
        return true;
    }

    /// <summary>The stored bytes of the current page, good until the next call of either method.</summary>
    public ReadOnlyMemory<byte> Body() => Get(BodyOffset, Header.CompressedBytes);

    private PageHeader ReadHeader(out int length)
    {
        for (int window = UsualHeader; ; window *= 16)
        {
            bool isAll = window >= end - Offset;
            ReadOnlyMemory<byte> bytes = Get(Offset, (int)Math.Min(window, end - Offset));
            try
            {
                return PageHeaderReader.Read(bytes.Span, out length);
            }
            catch (ParquetFormatException) when (!isAll && window < LargestHeader)
            {
                // Statistics inside a header can be long: look again at more.
            }
        }
    }

    /// <summary>Lets go of stored bytes, where the current page is the last and nobody looks at them any more.</summary>
    public void ReleaseLast()
    {
        if (_next >= end)
        {
            _bufferCount = 0;
            PageBuffers.Return(ref buffers.Stored);
        }
    }

    private ReadOnlyMemory<byte> Get(long offset, int length)
    {
        if (input.TryGetMemory(offset, length, out ReadOnlyMemory<byte> memory))
        {
            return memory;
        }

        if (offset < _bufferStart || offset + length > _bufferStart + _bufferCount)
        {
            int wanted = (int)Math.Min(Math.Max(length, readAhead), end - offset);

            // What has been read already, as of a page behind its header, is not read again.
            long skip = offset - _bufferStart;
            int have = skip >= 0 && skip < _bufferCount ? _bufferCount - (int)skip : 0;
            Span<byte> known = have > 0 ? buffers.Stored.AsSpan((int)skip, have) : [];
            if (buffers.Stored.Length < wanted)
            {
                byte[] larger = PageBuffers.Roomy(wanted);
                known.CopyTo(larger);
                buffers.Stored = larger;
            }
            else
            {
                known.CopyTo(buffers.Stored);
            }

            _bufferStart = offset;
            _bufferCount = have + input.Read(offset + have, buffers.Stored.AsSpan(have, wanted - have));
            if (_bufferCount < length)
            {
                Faults.Corrupt("the file ends inside a column chunk");
            }
        }

        return buffers.Stored.AsMemory((int)(offset - _bufferStart), length);
    }
}
