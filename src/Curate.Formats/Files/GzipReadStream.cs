using System.IO.Compression;

namespace Curate.Formats.Files;

/// <summary>
/// Decompresses gzip, any number of members, and never takes a file that was cut short, or that goes on with something else, for a
/// whole one. The framework's decoder reports neither. So one more small member is appended to the stored bytes: its known content
/// comes out last if, and only if, every member before it ended properly with the right checksum. Memory: fixed, under 1 MiB, while
/// stored bytes remain.
/// </summary>
internal sealed class GzipReadStream : ReadStream
{
    private readonly string _name;
    private readonly StoredBytes _stored;
    private readonly GZipStream _gzip;
    private byte[]? _tail;
    private int _tailAt;
    private int _tailEnd;

    public GzipReadStream(Stream stored, string name)
    {
        _name = name;
        _stored = new StoredBytes(stored);
        _gzip = new GZipStream(_stored, CompressionMode.Decompress);
    }

    /// <summary>What the appended member decodes to.</summary>
    internal static ReadOnlySpan<byte> Mark => "curate:end-mark."u8;

    /// <summary>The appended member: <see cref="Mark"/> by fixed Huffman codes, so that its stored form never reads as its content.</summary>
    internal static ReadOnlySpan<byte> MarkMember =>
    [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0x2E, 0x2D, 0x4A, 0x2C, 0x49,
        0xB5, 0x4A, 0xCD, 0x4B, 0xD1, 0xCD, 0x4D, 0x2C, 0xCA, 0xD6, 0x03, 0x00, 0x4F, 0xD8, 0x5F, 0x90, 0x10, 0x00, 0x00, 0x00,
    ];

    public override int Read(Span<byte> buffer)
    {
        if (_tail is null)
        {
            if (buffer.IsEmpty)
            {
                return 0;
            }

            int read = Inflate(buffer);
            if (!_stored.Ended)
            {
                return read > 0 ? read : throw FileFailures.Corrupt(_name, "goes on after the end of its gzip data with bytes that are not gzip");
            }

            DrainTail(buffer[..read]);
        }

        int count = Math.Min(buffer.Length, _tailEnd - _tailAt);
        _tail.AsSpan(_tailAt, count).CopyTo(buffer);
        _tailAt += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    // The decoder asks for more input only once it has handed out everything so far, so what is left is the mark and little else.
    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_tail))]
    private void DrainTail(ReadOnlySpan<byte> first)
    {
        byte[] tail = new byte[Math.Max(64 * 1024, first.Length + 1024)];
        first.CopyTo(tail);
        int end = first.Length;
        int read;
        while ((read = Inflate(tail.AsSpan(end))) > 0)
        {
            end += read;
            if (end == tail.Length)
            {
                Array.Resize(ref tail, tail.Length * 2);
            }
        }

        if (!tail.AsSpan(0, end).EndsWith(Mark))
        {
            throw FileFailures.Corrupt(_name, "is damaged or cut short: its gzip data does not end properly");
        }

        _tail = tail;
        _tailEnd = end - Mark.Length;
    }

    private int Inflate(Span<byte> buffer)
    {
        try
        {
            return _gzip.Read(buffer);
        }
        catch (InvalidDataException failure)
        {
            throw FileFailures.Corrupt(_name, "is damaged or cut short: its gzip data cannot be decompressed", failure);
        }
    }

    /// <summary>The stored bytes, then the mark.</summary>
    private sealed class StoredBytes(Stream stored) : ReadStream
    {
        private int _markAt;

        public bool Ended { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (!Ended)
            {
                int read = stored.Read(buffer);
                if (read > 0 || buffer.IsEmpty)
                {
                    return read;
                }

                Ended = true;
            }

            int count = Math.Min(buffer.Length, MarkMember.Length - _markAt);
            MarkMember.Slice(_markAt, count).CopyTo(buffer);
            _markAt += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stored.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
