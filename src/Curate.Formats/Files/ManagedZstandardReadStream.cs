using Curate.Parquet;
using Curate.Parquet.Compression.Zstd;

namespace Curate.Formats.Files;

/// <summary>Decompresses Zstandard where the system has no library for it; the same files as <see cref="ZstandardReadStream"/>, with failures that name the file.</summary>
internal sealed class ManagedZstandardReadStream(Stream stored, string name) : ReadStream
{
    private readonly ZstdReadStream _content = new(stored);

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return _content.Read(buffer);
        }
        catch (ParquetFormatException failure)
        {
            throw FileFailures.Corrupt(name, $"cannot be decompressed: {failure.Message.TrimEnd('.')}", failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }
}
