using System.Buffers.Binary;

namespace Curate.Core.Profile.Diversity;

/// <summary>
/// The length of bytes under a plain Lempel-Ziv code (Ziv and Lempel 1977): a run of at least 6 bytes that stood before costs <see cref="CopyBits"/>, any other byte
/// <see cref="LiteralBits"/>. It is no format: it measures repetition, the same on every machine and version.
/// </summary>
internal static class LempelZiv
{
    /// <summary>A flag and a byte.</summary>
    public const int LiteralBits = 9;

    /// <summary>A flag, a place among 2^31, and a length of up to 2^16.</summary>
    public const int CopyBits = 48;

    private const int LeastRun = 6;
    private const int MostRun = 1 << 16;
    private const int TableBits = 18;
    private const int Tried = 16;

    /// <summary>Bytes of the code, a fraction of one too. Greedy; each place is compared with the 16 latest that begin alike. O(bytes), and 4 bytes a byte.</summary>
    public static double CodedBytes(ReadOnlySpan<byte> bytes)
    {
        var latest = new int[1 << TableBits];
        Array.Fill(latest, -1);
        var before = new int[bytes.Length];
        long bits = 0;
        for (int at = 0; at < bytes.Length;)
        {
            int length = LongestRun(bytes, at, latest, before);
            bits += length > 0 ? CopyBits : LiteralBits;
            int end = at + Math.Max(1, length);
            for (; at < end; at++)
            {
                if (at + LeastRun <= bytes.Length)
                {
                    ref int slot = ref latest[Slot(bytes, at)];
                    before[at] = slot;
                    slot = at;
                }
            }
        }

        return bits / 8.0;
    }

    /// <summary>The longest run here that began before, 0 where none is worth a copy.</summary>
    private static int LongestRun(ReadOnlySpan<byte> bytes, int at, int[] latest, int[] before)
    {
        if (at + LeastRun > bytes.Length)
        {
            return 0;
        }

        int best = 0;
        int most = Math.Min(MostRun, bytes.Length - at);
        int from = latest[Slot(bytes, at)];
        for (int tried = 0; from >= 0 && tried < Tried; tried++, from = before[from])
        {
            best = Math.Max(best, bytes.Slice(from, most).CommonPrefixLength(bytes.Slice(at, most)));
        }

        return best >= LeastRun ? best : 0;
    }

    private static int Slot(ReadOnlySpan<byte> bytes, int at) => (int)((BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) * 2654435761u) >> (32 - TableBits));
}
