using System.Globalization;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>
/// Decompresses Zstandard (RFC 8878) from a stream in managed code: any number of frames and skippable frames, with every checksum
/// verified; data that is cut short is an error. Memory: 0.4 MB for input and tables, and a buffer that grows with the content up to one
/// and a half windows of the frame and 1.2 MB; while it grows, the buffer before it is still there. Not safe for several threads at once.
/// </summary>
/// <remarks>Failures are <see cref="ParquetFormatException"/>: Corrupt; Unsupported for dictionaries; Limit for a window above the limit.</remarks>
public sealed unsafe class ZstdReadStream : Stream
{
    /// <summary>The largest window that is accepted where nothing else is said: 128 MiB, as by the format's command line tool.</summary>
    public const long DefaultWindowLimit = 128L << 20;

    private const int Reserve = ZstdBlockDecoder.MaxBlock + 64;
    private const int FirstBuffer = 2 * Reserve;
    private const int LeastSlide = 1 << 20;
    private const int ChunkBytes = 128 * 1024;

    private readonly Stream _stored;
    private readonly long _windowLimit;
    private readonly bool _leaveOpen;
    private readonly byte[] _work = GC.AllocateUninitializedArray<byte>(ZstdBlockDecoder.WorkBytes, pinned: true);
    private readonly byte[] _input = GC.AllocateUninitializedArray<byte>(ZstdBackward.Before + ZstdBlockDecoder.MaxBlock + ChunkBytes, pinned: true);
    private ZstdBlockDecoder _blocks;
    private byte[] _content = [];
    private int _inputAt = ZstdBackward.Before;
    private int _inputEnd = ZstdBackward.Before;
    private int _contentAt;
    private int _contentEnd;
    private bool _inFrame;
    private bool _disposed;
    private ZstdFrameHeader _header;
    private XxHash64 _hash;
    private ulong _produced;

    /// <param name="stored">Read from where it stands to its end.</param>
    /// <param name="windowLimit">The largest window, in bytes, of at least one KiB and at most one GiB.</param>
    /// <param name="leaveOpen">Whether <paramref name="stored"/> stays open.</param>
    public ZstdReadStream(Stream stored, long windowLimit = DefaultWindowLimit, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowLimit, 1 << 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowLimit, 1 << 30);
        _stored = stored;
        _windowLimit = windowLimit;
        _leaveOpen = leaveOpen;
        _blocks = new ZstdBlockDecoder(Address(_work));
    }

    public override bool CanRead => !_disposed;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_contentAt == _contentEnd)
        {
            if (!(_inFrame ? Block() : Begin()))
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _contentEnd - _contentAt);
        _content.AsSpan(_contentAt, count).CopyTo(buffer);
        _contentAt += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _content = [];
            _contentAt = _contentEnd = 0;
            if (!_leaveOpen)
            {
                _stored.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    // The arrays are pinned, so that their addresses stay.
    private static byte* Address(byte[] pinned) => (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);

    /// <summary>Begins the next frame, or skips one; false at the end of the data.</summary>
    private bool Begin()
    {
        if (!Has(1))
        {
            return false;
        }

        uint magic = Word();
        if (magic == ZstdFrameHeader.Magic)
        {
            Need(1);
            int length = ZstdFrameHeader.LengthOf(_input[_inputAt]);
            Need(length);
            _header = ZstdFrameHeader.Read(_input.AsSpan(_inputAt, length));
            _header.Check();
            _inputAt += length;
            if (_header.Window > (ulong)_windowLimit)
            {
                CodecFailure.Limit(string.Create(CultureInfo.InvariantCulture,
                    $"The Zstandard data needs a window of {_header.Window} bytes, and {_windowLimit} is the limit."));
            }

            _blocks.Reset();
            _hash.Reset();
            _produced = 0;
            _contentAt = _contentEnd = 0;
            _inFrame = true;
        }
        else if ((magic & ~0xFU) == ZstdFrameHeader.SkippableMagic)
        {
            for (uint rest = Word(); rest > 0;)
            {
                Need(1);
                int count = (int)Math.Min(rest, (uint)(_inputEnd - _inputAt));
                _inputAt += count;
                rest -= (uint)count;
            }
        }
        else
        {
            ZstdFault.Corrupt("it does not begin with a frame, or bytes that are none follow one");
        }

        return true;
    }

    /// <summary>Decodes the next block of the frame, and ends the frame after its last.</summary>
    private bool Block()
    {
        Need(3);
        uint block = WideCopy.Load16(Address(_input) + _inputAt) | (uint)_input[_inputAt + 2] << 16;
        _inputAt += 3;
        int size = (int)(block >> 3);
        int type = (int)(block >> 1 & 3);
        int largest = (int)Math.Min(_header.Window, ZstdBlockDecoder.MaxBlock);
        if (type == 3 || size > (type == 2 ? ZstdBlockDecoder.MaxBlock : largest))
        {
            ZstdFault.Corrupt("a block has a type that is not defined, or is larger than allowed");
        }

        MakeRoom();
        int stored = type == 1 ? 1 : size;
        Need(stored);
        byte* at = Address(_input) + _inputAt;
        byte* content = Address(_content);
        byte* to = content + _contentEnd;
        byte* end = to;
        switch (type)
        {
            case 0:
                Buffer.MemoryCopy(at, to, size, size);
                end += size;
                break;
            case 1:
                new Span<byte>(to, size).Fill(*at);
                end += size;
                break;
            default:
                // The bytes before the input's first are the room that streams which are read backwards want.
                end = _blocks.Decode(at, at + size, Address(_input) + _input.Length, content, to, to + largest, content + _content.Length, (nint)_header.Window);
                break;
        }

        _inputAt += stored;
        int count = (int)(end - to);
        _contentEnd += count;
        _produced += (ulong)count;
        if (_produced > (_header.Content ?? ulong.MaxValue))
        {
            ZstdFault.Corrupt("a frame is not as long as it says");
        }

        if (_header.HasChecksum)
        {
            _hash.Add(to, count);
        }

        if ((block & 1) != 0)
        {
            End();
        }

        return true;
    }

    private void End()
    {
        _inFrame = false;
        if (_header.Content is ulong content && content != _produced)
        {
            ZstdFault.Corrupt("a frame is not as long as it says");
        }

        if (_header.HasChecksum && Word() != (uint)_hash.Value())
        {
            ZstdFault.Corrupt("the checksum of a frame does not fit");
        }
    }

    /// <summary>Makes room for a block behind the content, all of which is read, keeping the window. What the header declares allocates nothing.</summary>
    private void MakeRoom()
    {
        if (_content.Length - _contentEnd >= Reserve)
        {
            return;
        }

        int window = (int)_header.Window;
        // Half a window beyond the window: each byte is moved twice at most.
        int wanted = window + Math.Max(LeastSlide, window / 2) + Reserve;
        int kept = Math.Min(window, _contentEnd);
        byte[] next = _content;
        if (_content.Length < wanted)
        {
            next = GC.AllocateUninitializedArray<byte>((int)Math.Min(wanted, Math.Max(FirstBuffer, 2L * _content.Length)), pinned: true);
        }

        _content.AsSpan(_contentEnd - kept, kept).CopyTo(next);
        _content = next;
        _contentAt = _contentEnd = kept;
    }

    private uint Word()
    {
        Need(4);
        uint value = WideCopy.Load32(Address(_input) + _inputAt);
        _inputAt += 4;
        return value;
    }

    private void Need(int count)
    {
        if (!Has(count))
        {
            ZstdFault.CutShort();
        }
    }

    /// <summary>Reads until <paramref name="count"/> bytes, at most a block, are there; false when the data ends before.</summary>
    private bool Has(int count)
    {
        int there = _inputEnd - _inputAt;
        if (there >= count)
        {
            return true;
        }

        _input.AsSpan(_inputAt, there).CopyTo(_input.AsSpan(ZstdBackward.Before));
        _inputAt = ZstdBackward.Before;
        _inputEnd = _inputAt + there;
        _inputEnd += _stored.ReadAtLeast(_input.AsSpan(_inputEnd), count - there, throwOnEndOfStream: false);
        return _inputEnd - _inputAt >= count;
    }
}
