namespace Curate.Formats.Files;

/// <summary>Tells a compression from a name or from first bytes.</summary>
public static class Compressions
{
    /// <summary>What the last extension of a path says (<c>.gz</c>, <c>.zst</c>, in any case).</summary>
    public static Compression OfName(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Compression.Gzip
        : path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? Compression.Zstandard
        : Compression.None;

    /// <summary>What the first bytes of a file say; four are enough.</summary>
    public static Compression OfBytes(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? Compression.Gzip
        : head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) || IsSkippableFrame(head) ? Compression.Zstandard
        : Compression.None;

    /// <summary>A path without its compression extension.</summary>
    public static string Strip(string path) => OfName(path) switch
    {
        Compression.Gzip => path[..^3],
        Compression.Zstandard => path[..^4],
        _ => path,
    };

    // A Zstandard file may start with a frame that decoders skip (seekable and parallel compressors write one): 50..5F 2A 4D 18.
    private static bool IsSkippableFrame(ReadOnlySpan<byte> head) =>
        head.Length >= 4 && (head[0] & 0xF0) == 0x50 && head[1..].StartsWith((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18]);
}
