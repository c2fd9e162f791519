using System.Numerics;

namespace Curate.Parquet.Compression;

/// <summary>The 32-bit xxHash with seed 0, the checksum of LZ4 frames. O(length).</summary>
/// <remarks>Source: the specification of the xxHash project (xxhash_spec.md), section XXH32.</remarks>
internal static unsafe class XxHash32
{
    private const uint P1 = 0x9E3779B1;
    private const uint P2 = 0x85EBCA77;
    private const uint P3 = 0xC2B2AE3D;
    private const uint P4 = 0x27D4EB2F;
    private const uint P5 = 0x165667B1;

    public static uint Of(byte* at, long length)
    {
        byte* end = at + length;
        uint hash;
        if (length >= 16)
        {
            uint a = unchecked(P1 + P2), b = P2, c = 0, d = unchecked(0 - P1);
            for (; end - at >= 16; at += 16)
            {
                a = Round(a, WideCopy.Load32(at));
                b = Round(b, WideCopy.Load32(at + 4));
                c = Round(c, WideCopy.Load32(at + 8));
                d = Round(d, WideCopy.Load32(at + 12));
            }

            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        }
        else
        {
            hash = P5;
        }

        hash += (uint)length;
        for (; end - at >= 4; at += 4)
        {
            hash = BitOperations.RotateLeft(hash + WideCopy.Load32(at) * P3, 17) * P4;
        }

        for (; at < end; at++)
        {
            hash = BitOperations.RotateLeft(hash + *at * P5, 11) * P1;
        }

        hash = (hash ^ hash >> 15) * P2;
        hash = (hash ^ hash >> 13) * P3;
        return hash ^ hash >> 16;
    }

    private static uint Round(uint lane, uint word) => BitOperations.RotateLeft(lane + word * P2, 13) * P1;
}
