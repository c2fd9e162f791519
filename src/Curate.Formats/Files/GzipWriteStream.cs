using System.Buffers.Binary;
using System.IO.Compression;
using Curate.Parquet.Checksums;

namespace Curate.Formats.Files;

/// <summary>
/// Compresses to one gzip member with a fixed level and a header that carries neither time nor operating system. Content is cut into
/// blocks of <see cref="BlockBytes"/> that are compressed apart, on the thread pool, and written in order by the writing thread: the bytes
/// depend on the content and the version of the compressor, never on the number of workers or on how the content was written. Disposing
/// without <see cref="Finish"/> leaves the member unfinished.
/// Memory: 1 MB for the block being filled and each in flight; a file that is written in turn with many others has one or two of them.
/// </summary>
internal sealed class GzipWriteStream : WriteStream
{
    /// <summary>Bytes of content that are compressed without regard to those before.</summary>
    public const int BlockBytes = 512 * 1024;

    private const int Level = 6;
    private const int MostInFlight = 16;

    private readonly Stream _inner;
    private readonly int _inFlight;
    private readonly Queue<(Piece Piece, Task Task)> _pending = new();
    private readonly Stack<Piece> _idle = new();
    private Piece _filling = new();
    private bool _begun;
    private bool _finished;
    private uint _crc;
    private uint _length;

    public GzipWriteStream(Stream inner)
        : this(inner, Environment.ProcessorCount)
    {
    }

    /// <param name="inner">Where the member goes; it stays open.</param>
    /// <param name="workers">Blocks that are compressed at once; one compresses on the writing thread.</param>
    internal GzipWriteStream(Stream inner, int workers)
    {
        _inner = inner;
        _inFlight = Math.Min(workers, MostInFlight);
    }

    private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];

    /// <summary>A last block without content.</summary>
    private static ReadOnlySpan<byte> EmptyEnd => [3, 0];

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        while (!buffer.IsEmpty)
        {
            int count = Math.Min(buffer.Length, BlockBytes - _filling.Count);
            buffer[..count].CopyTo(_filling.Content.AsSpan(_filling.Count));
            _filling.Count += count;
            buffer = buffer[count..];
            if (_filling.Count == BlockBytes)
            {
                Send();
            }
        }
    }

    /// <summary>Ends the member. The inner stream stays open.</summary>
    public void Finish()
    {
        ObjectDisposedException.ThrowIf(_finished, this);
        while (_pending.Count > 0)
        {
            WriteOldest();
        }

        if (_filling.Count > 0)
        {
            _filling.Compress(last: true);
            Put(_filling);
        }
        else
        {
            Begin();
            _inner.Write(EmptyEnd);
        }

        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        _inner.Write(trailer);
        _finished = true;
    }

    protected override void Dispose(bool disposing)
    {
        // Blocks in flight touch nothing but their own memory.
        _finished = true;
        base.Dispose(disposing);
    }

    private void Send()
    {
        Piece full = _filling;
        if (_inFlight <= 1)
        {
            full.Compress(last: false);
            Put(full);
            full.Count = 0;
            return;
        }

        // What is ready goes first, so that its memory serves again.
        while (_pending.Count > 0 && (_pending.Count >= _inFlight || _pending.Peek().Task.IsCompleted))
        {
            WriteOldest();
        }

        _pending.Enqueue((full, Task.Run(() => full.Compress(last: false))));
        _filling = _idle.TryPop(out Piece? idle) ? idle : new Piece();
    }

    private void WriteOldest()
    {
        (Piece piece, Task task) = _pending.Dequeue();
        task.GetAwaiter().GetResult();
        Put(piece);
        piece.Count = 0;
        _idle.Push(piece);
    }

    private void Put(Piece piece)
    {
        Begin();
        _inner.Write(piece.Packed.GetBuffer().AsSpan(0, piece.PackedCount));
        _crc = Crc32.Join(_crc, piece.Crc, piece.Count);
        _length += (uint)piece.Count;
    }

    private void Begin()
    {
        if (!_begun)
        {
            _begun = true;
            _inner.Write(Header);
        }
    }

    /// <summary>One block of content and its compressed form.</summary>
    private sealed class Piece
    {
        public readonly byte[] Content = new byte[BlockBytes];
        public readonly MemoryStream Packed = new();
        public int Count;
        public int PackedCount;
        public uint Crc;

        public void Compress(bool last)
        {
            Packed.SetLength(0);
            using (var deflate = new DeflateStream(Packed, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true))
            {
                deflate.Write(Content, 0, Count);
                // Flushing ends on a whole byte without ending the data, so that another block can follow.
                deflate.Flush();
                PackedCount = (int)Packed.Length;
            }

            if (last)
            {
                PackedCount = (int)Packed.Length;
            }

            Crc = Crc32.Of(Content.AsSpan(0, Count));
        }
    }
}
