using System.IO.Compression;
using System.Runtime.ExceptionServices;

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
        _header.ThrowIfFailed();
    }

    /// <summary>Ends the member. The inner stream stays open.</summary>
    public void Finish()
    {
        _gzip.Dispose();
        _header.ThrowIfFailed();
        if (!_wrote)
        {
            // The framework writes nothing at all for no bytes, which is not a gzip file.
            _header.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            _header.ThrowIfFailed();
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

    /// <summary>
    /// Sets the operating system byte of the header to "unknown" on its way out. A failure of the inner stream is kept until the
    /// compressor has returned: thrown through it, it would leave the native state with a pointer to input that is no longer pinned,
    /// and disposing the compressor reads through that pointer.
    /// </summary>
    private sealed class HeaderStream(Stream inner) : WriteStream
    {
        private const int SystemAt = 9;
        private const byte UnknownSystem = 255;
        private long _written;
        private bool _discarded;
        private ExceptionDispatchInfo? _failure;

        public void Discard() => _discarded = true;

        public void ThrowIfFailed() => _failure?.Throw();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_discarded || _failure is not null || buffer.IsEmpty)
            {
                return;
            }

            try
            {
                Send(buffer);
            }
            catch (Exception failure)
            {
                // Whatever it is, it is thrown again as soon as the compressor has returned.
                _failure = ExceptionDispatchInfo.Capture(failure);
            }
        }

        private void Send(ReadOnlySpan<byte> buffer)
        {
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
