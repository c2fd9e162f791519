using Curate.Parquet.Compression.Zstd;

namespace Curate.Parquet.Tests.Compression;

public sealed class ZstdReadStreamTests
{
    private static ReadOnlySpan<byte> Magic => [0x28, 0xB5, 0x2F, 0xFD];

    [Fact]
    public void Read_of_no_bytes_at_all_is_the_end()
    {
        using var stream = new ZstdReadStream(new MemoryStream([]));
        Assert.Equal(0, stream.Read(new byte[10]));
    }

    [Fact]
    public void Window_above_the_limit_is_a_limit_before_any_allocation()
    {
        // Descriptor 0, then a window of 2^28 bytes; and the largest window there is.
        foreach (byte window in (byte[])[18 << 3, 0xFF])
        {
            using var stream = new ZstdReadStream(new MemoryStream([.. Magic, 0, window, 1, 0, 0]));
            ParquetFormatException failure = Assert.Throws<ParquetFormatException>(() => stream.ReadByte());
            Assert.Equal(ParquetFault.Limit, failure.Fault);
        }
    }

    [Fact]
    public void Window_at_the_limit_that_the_content_does_not_use_costs_no_memory()
    {
        // A window of 128 MiB, one raw block of one byte.
        byte[] packed = [.. Magic, 0, 17 << 3, 1 | 1 << 3, 0, 0, 65];
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var stream = new ZstdReadStream(new MemoryStream(packed));
        Assert.Equal(65, stream.ReadByte());
        Assert.Equal(-1, stream.ReadByte());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Offset_beyond_the_window_is_refused()
    {
        // A window of 1 KiB, a raw block of 1 KiB twice, and a block whose only sequence copies 3 bytes from 1025 before: literals none, one
        // sequence, codes by one symbol each: literal length 0, offset code 10 (1024 + bits - 3), match length 3.
        byte[] raw = new byte[1024];
        byte[] block = [0x00, 0x01, 0x54, 0, 10, 0, 3, 4];
        byte[] near = Frame(raw, block);
        using var good = new ZstdReadStream(new MemoryStream(near));
        Assert.Equal(2051, All(good));

        block[6] = 4;
        byte[] whole = new byte[2051];
        Assert.Throws<ParquetFormatException>(() => ZstdDecoder.Decompress(Frame(raw, block), whole));
        using var bad = new ZstdReadStream(new MemoryStream(Frame(raw, block)));
        Assert.Throws<ParquetFormatException>(() => All(bad));
    }

    [ZstdFact]
    public void Read_of_far_more_than_the_window_keeps_flat_memory()
    {
        byte[] part = SampleBytes.Texture(new TestKit.SplitMix64(1), 3, 2_000_000);
        byte[] packed = NativeZstd.Compress(part, (NativeZstd.WindowLog, 16), (NativeZstd.ContentSize, 0));
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var stream = new ZstdReadStream(new Repeat(packed, 20));
        byte[] room = new byte[65536];
        long read = 0;
        for (int count; (count = stream.Read(room)) > 0;)
        {
            Assert.True(room.AsSpan(0, 1).SequenceEqual(part.AsSpan((int)(read % part.Length), 1)));
            read += count;
        }

        Assert.Equal(20L * part.Length, read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 6_000_000);
    }

    [Fact]
    public void Dispose_closes_the_inner_stream_unless_it_is_left_open()
    {
        var inner = new MemoryStream([]);
        new ZstdReadStream(inner, leaveOpen: true).Dispose();
        Assert.True(inner.CanRead);
        var stream = new ZstdReadStream(inner);
        stream.Dispose();
        Assert.False(inner.CanRead);
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
    }

    private static byte[] Frame(byte[] raw, byte[] block)
    {
        List<byte> frame = [.. Magic, 0, 0];
        for (int i = 0; i < 2; i++)
        {
            frame.AddRange([(byte)(raw.Length << 3), (byte)(raw.Length >> 5), (byte)(raw.Length >> 13)]);
            frame.AddRange(raw);
        }

        frame.AddRange([(byte)(1 | 2 << 1 | block.Length << 3), 0, 0]);
        frame.AddRange(block);
        return [.. frame];
    }

    private static int All(Stream stream)
    {
        byte[] room = new byte[10_000];
        return stream.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
    }

    private sealed class Repeat(byte[] part, int times) : MemoryStream
    {
        private long _at;

        public override int Read(Span<byte> buffer)
        {
            int from = (int)(_at % part.Length);
            int count = _at >= (long)part.Length * times ? 0 : Math.Min(buffer.Length, part.Length - from);
            part.AsSpan(from, count).CopyTo(buffer);
            _at += count;
            return count;
        }
    }
}
