using Curate.Core.Hashing;

namespace Curate.Formats.Files;

/// <summary>SHA-256 of stored bytes, as provenance records it.</summary>
public static class ContentHash
{
    /// <summary>The hash of what is left of a stream, in lower-case hex; reads blocks of 1 MiB.</summary>
    public static string Sha256(Stream stream, CancellationToken ct)
    {
        using var hash = new Sha256();
        byte[] block = new byte[1024 * 1024];
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            ct.ThrowIfCancellationRequested();
            hash.Append(block.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(hash.Finish());
    }
}
