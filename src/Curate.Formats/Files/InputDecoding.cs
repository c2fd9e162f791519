using System.Text;

namespace Curate.Formats.Files;

/// <summary>The way from stored bytes to UTF-8 text without a byte order mark.</summary>
internal static class InputDecoding
{
    /// <summary>Decodes a stream; the stream returned owns it. A byte order mark is stronger than <paramref name="encoding"/>.</summary>
    /// <param name="raw">The stored bytes from their start.</param>
    /// <param name="name">What messages call the input; an extension of a compression in it must be true.</param>
    /// <param name="encoding">Name of the text's encoding, or null for UTF-8 unless a mark says otherwise.</param>
    public static Stream Decode(Stream raw, string name, string? encoding)
    {
        try
        {
            Encoding? declared = encoding is null ? null : TextEncodings.Find(encoding);
            var stored = new BlockReadStream(new GuardedReadStream(raw, name));
            if (stored.Peek(4).SequenceEqual(RecordFiles.ParquetMagic))
            {
                // No text, so it has no encoding.
                return stored;
            }

            BlockReadStream text = Decompress(stored, name);
            int mark = TextEncodings.MarkOf(text.Peek(4), out Encoding? marked);
            text.Skip(mark);
            Encoding? found = mark > 0 ? marked : declared;
            return found is null ? text : new TranscodingStream(text, found, name, mark);
        }
        catch
        {
            raw.Dispose();
            throw;
        }
    }

    private static BlockReadStream Decompress(BlockReadStream stored, string name)
    {
        ReadOnlySpan<byte> head = stored.Peek(4);
        Compression found = Compressions.OfBytes(head);
        Compression promised = Compressions.OfName(name);
        if (promised != Compression.None && found != promised)
        {
            throw FileFailures.Corrupt(name, promised == Compression.Gzip
                ? "ends in .gz, but does not start as a gzip file does"
                : "ends in .zst, but does not start as a Zstandard file does",
                hint: "If it is not compressed, rename it without the ending; otherwise fetch or write it again.");
        }

        return found switch
        {
            Compression.Gzip => new BlockReadStream(new GzipReadStream(stored, name)),
            Compression.Zstandard => new BlockReadStream(
                Zstandard.IsPresent ? new ZstandardReadStream(stored, name) : new ManagedZstandardReadStream(stored, name)),
            _ => stored,
        };
    }
}
