using System.IO.Compression;
using Curate.Formats.Files;
using Curate.Parquet.Checksums;
using Curate.TestKit;

namespace Curate.Formats.Tests.Files;

public sealed class GzipWriteStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(GzipWriteStream.BlockBytes - 1)]
    [InlineData(GzipWriteStream.BlockBytes)]
    [InlineData(GzipWriteStream.BlockBytes + 1)]
    [InlineData(9 * GzipWriteStream.BlockBytes + 12_345)]
    public void Bytes_are_the_same_for_any_number_of_workers_and_any_writes(int size)
    {
        byte[] content = Streams.Numbered(size);
        byte[] expected = Pack(content, 1, content.Length + 1);
        foreach (int workers in (int[])[2, 3, 7])
        {
            Assert.Equal(expected, Pack(content, workers, 100_003));
        }

        Assert.Equal(content, Unpack(expected));
        // One member: the size at the end is that of the whole.
        Assert.Equal(size, BitConverter.ToInt32(expected, expected.Length - 4));
    }

    [Fact]
    public void Content_without_order_and_content_of_one_byte_come_back() => Seeds.Each(2, seed =>
    {
        SplitMix64 draws = new(seed);
        byte[] content = new byte[3 * GzipWriteStream.BlockBytes + 7];
        for (int i = 0; i < content.Length; i++)
        {
            content[i] = i < content.Length / 2 ? (byte)draws.Next() : (byte)7;
        }

        Assert.Equal(content, Unpack(Pack(content, 4, 65_536)));
    });

    [CommandFact("gzip")]
    public void The_tool_of_the_format_accepts_the_member()
    {
        using var folder = new TempFolder();
        folder.Write("a.gz", Pack(Streams.Numbered(2_000_000), 3, 5000));
        using System.Diagnostics.Process test = System.Diagnostics.Process.Start("gzip", ["-t", folder["a.gz"]]);
        test.WaitForExit();
        Assert.Equal(0, test.ExitCode);
    }

    [Fact]
    public void Dispose_without_Finish_leaves_the_member_unfinished()
    {
        using var target = new MemoryStream();
        using (var gzip = new GzipWriteStream(target, 2))
        {
            gzip.Write(Streams.Numbered(3 * GzipWriteStream.BlockBytes));
        }

        Assert.ThrowsAny<Exception>(() => Streams.All(new GzipReadStream(new MemoryStream(target.ToArray()), "a.gz")));
    }

    [Fact]
    public void Checksum_of_parts_joins_to_that_of_the_whole() => Seeds.Each(5, seed =>
    {
        SplitMix64 draws = new(seed);
        byte[] bytes = new byte[draws.Below(5000)];
        draws.Next();
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)draws.Next();
        }

        uint slow = uint.MaxValue;
        foreach (byte value in bytes)
        {
            slow ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                slow = (slow & 1) != 0 ? slow >> 1 ^ 0xEDB88320 : slow >> 1;
            }
        }

        Assert.Equal(~slow, Crc32.Of(bytes));
        int cut = draws.Below(bytes.Length + 1);
        Assert.Equal(~slow, Crc32.Join(Crc32.Of(bytes.AsSpan(0, cut)), Crc32.Of(bytes.AsSpan(cut)), bytes.Length - cut));
    });

    [Fact]
    public void Checksum_of_the_check_string_is_the_known_one() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public void Write_failure_of_the_inner_stream_is_told_and_nothing_more_is_written(int room)
    {
        var inner = new FullStream(room);
        var gzip = new GzipWriteStream(inner, 2);
        Assert.Equal("full", Assert.Throws<IOException>(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                gzip.Write(Streams.Numbered(GzipWriteStream.BlockBytes));
            }
        }).Message);
        gzip.Dispose();
        Assert.Equal(1, inner.Refused);
        using var empty = new GzipWriteStream(new FullStream(0), 1);
        Assert.Equal("full", Assert.Throws<IOException>(empty.Finish).Message);
    }

    private sealed class FullStream(int room) : WriteStream
    {
        private int _room = room;

        public int Refused { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (buffer.Length > _room)
            {
                Refused++;
                throw new IOException("full");
            }

            _room -= buffer.Length;
        }
    }

    private static byte[] Pack(byte[] content, int workers, int step)
    {
        using var target = new MemoryStream();
        using var gzip = new GzipWriteStream(target, workers);
        for (int at = 0; at < content.Length; at += step)
        {
            gzip.Write(content.AsSpan(at, Math.Min(step, content.Length - at)));
        }

        gzip.Finish();
        return target.ToArray();
    }

    private static byte[] Unpack(byte[] packed) => Streams.All(new GzipReadStream(new MemoryStream(packed), "a.gz"));
}
