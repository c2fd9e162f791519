namespace Curate.Parquet.Compression.Zstd;

/// <summary>
/// What the codes of sequences stand for (RFC 8878, section 3.1.1.3.2.1.1): for each code a base in the lower 32 bits and, above it, how
/// many further bits are added; and the distributions that are used where a block states none (section 3.1.1.3.2.2).
/// </summary>
internal static class ZstdCodes
{
    public const int DefaultLiteralLog = 6;
    public const int DefaultMatchLog = 6;
    public const int DefaultOffsetLog = 5;

    /// <summary>Lengths of literals: codes 0 to 35.</summary>
    public static readonly ulong[] Literal = Lengths(0, 16, [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    /// <summary>Lengths of matches: codes 0 to 52.</summary>
    public static readonly ulong[] Match = Lengths(3, 32, [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    /// <summary>Offsets: codes 0 to 31, each with as many bits.</summary>
    public static readonly ulong[] Offset = Offsets();

    /// <summary>Codes that stand for themselves.</summary>
    public static readonly ulong[] Weight = Lengths(0, 13, []);

    public static ReadOnlySpan<short> DefaultLiteral =>
        [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1];

    public static ReadOnlySpan<short> DefaultMatch =>
    [
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ];

    public static ReadOnlySpan<short> DefaultOffset =>
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1];

    // Codes that stand for one length each, from the least on; then ranges that follow one another without a gap.
    private static ulong[] Lengths(uint least, int plain, ReadOnlySpan<byte> bits)
    {
        ulong[] codes = new ulong[plain + bits.Length];
        uint next = least;
        for (int code = 0; code < codes.Length; code++)
        {
            int more = code < plain ? 0 : bits[code - plain];
            codes[code] = next | (ulong)more << 32;
            next += 1U << more;
        }

        return codes;
    }

    private static ulong[] Offsets()
    {
        ulong[] codes = new ulong[32];
        for (int code = 0; code < codes.Length; code++)
        {
            codes[code] = 1U << code | (ulong)code << 32;
        }

        return codes;
    }
}
