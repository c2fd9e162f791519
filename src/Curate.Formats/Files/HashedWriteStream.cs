using Curate.Core.Hashing;

namespace Curate.Formats.Files;

/// <summary>Hashes what is written through it; the stream below stays open.</summary>
public sealed class HashedWriteStream(Stream inner, Sha256 hash) : WriteStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash.Append(buffer);
        inner.Write(buffer);
    }

    public override void Flush() => inner.Flush();
}
