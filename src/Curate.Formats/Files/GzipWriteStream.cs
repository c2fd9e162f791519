using System.IO.Compression;

namespace Curate.Formats.Files;

/// <summary>
/// Compresses to one gzip member with a fixed level and a header that carries neither time nor operating system, so that the same
/// bytes give the same file with one version of the compressor. Disposing without <see cref="Finish"/> leaves the member unfinished.
/// </summary>
internal sealed class GzipWriteStream : WriteStream
{
    private readonly HeaderStream _header;
    private readonly GZipStream _gzip;
    private bool _wrote;

    public GzipWriteStream(Stream inner)
    {
        _header = new HeaderStream(inner);
        _gzip = new GZipStream(_header, new ZLibCompressionOptions { CompressionLevel = 6 }, leaveOpen: true);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _wrote |= !buffer.IsEmpty;
        _gzip.Write(buffer);
    }

    /// <summary>Ends the member. The inner stream stays open.</summary>
    public void Finish()
    {
        _gzip.Dispose();
        if (!_wrote)
        {
            // The framework writes nothing at all for no bytes, which is not a gzip file.
            _header.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _header.Discard();
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Sets the operating system byte of the header to "unknown" on its way out.</summary>
    private sealed class HeaderStream(Stream inner) : WriteStream
    {
        private const int SystemAt = 9;
        private const byte UnknownSystem = 255;
        private long _written;
        private bool _discarded;

        public void Discard() => _discarded = true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_discarded || buffer.IsEmpty)
            {
                return;
            }

            if (_written <= SystemAt && _written + buffer.Length > SystemAt)
            {
                int at = (int)(SystemAt - _written);
                inner.Write(buffer[..at]);
                inner.WriteByte(UnknownSystem);
                inner.Write(buffer[(at + 1)..]);
            }
            else
            {
                inner.Write(buffer);
            }

            _written += buffer.Length;
        }
    }
}
