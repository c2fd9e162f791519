using System.Runtime.InteropServices;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class GzipWriteStreamTests
{
    /// <summary>
    /// The compressor must not be left with input that it has not read: the block lies in memory of its own, which is gone when the
    /// stream is disposed, and reading it then would end the process.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100_000)]
    public unsafe void Write_inner_failure_is_told_and_disposing_reads_no_input(int room)
    {
        const int Bytes = 64 << 20;
        var inner = new FullStream(room);
        var gzip = new GzipWriteStream(inner);
        void* block = NativeMemory.Alloc(Bytes);
        try
        {
            var input = new Span<byte>(block, Bytes);
            for (int i = 0; i < Bytes; i += 4)
            {
                MemoryMarshal.Write(input[i..], (uint)i * 2_654_435_761);
            }

            // A lambda cannot hold a span.
            IOException? told = null;
            try
            {
                gzip.Write(input);
            }
            catch (IOException failure)
            {
                told = failure;
            }

            Assert.Equal("full", told?.Message);
        }
        finally
        {
            NativeMemory.Free(block);
        }

        gzip.Dispose();
        Assert.Equal(1, inner.Refused);
    }

    [Fact]
    public void Finish_inner_failure_is_told()
    {
        // The header fits and the rest does not.
        using var gzip = new GzipWriteStream(new FullStream(10));
        gzip.Write("a,b\n"u8);
        Assert.Equal("full", Assert.Throws<IOException>(gzip.Finish).Message);
        using var empty = new GzipWriteStream(new FullStream(0));
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
}
