using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Parquet.Compression.Zstd;

/// <summary>The 64-bit xxHash with seed 0 over bytes that come in parts. O(length); 80 bytes of state.</summary>
/// <remarks>Source: the specification of the xxHash project (xxhash_spec.md), section XXH64.</remarks>
internal unsafe struct XxHash64
{
    private const ulong P1 = 0x9E3779B185EBCA87;
    private const ulong P2 = 0xC2B2AE3D27D4EB4F;
    private const ulong P3 = 0x165667B19E3779F9;
    private const ulong P4 = 0x85EBCA77C2B2AE63;
    private const ulong P5 = 0x27D4EB2F165667C5;
    private const int Stripe = 32;

    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;
    private ulong _length;
    private Rest _rest;

    public void Reset()
    {
        _a = unchecked(P1 + P2);
        _b = P2;
        _c = 0;
        _d = unchecked(0 - P1);
        _length = 0;
    }

    public void Add(byte* at, nint count)
    {
        byte* end = at + count;
        int held = (int)(_length % Stripe);
        _length += (ulong)count;
        if (held > 0)
        {
            int taken = (int)Math.Min(Stripe - held, count);
            new ReadOnlySpan<byte>(at, taken).CopyTo(((Span<byte>)_rest)[held..]);
            at += taken;
            if (held + taken < Stripe)
            {
                return;
            }

            fixed (byte* rest = (Span<byte>)_rest)
            {
                Stripes(rest, rest + Stripe);
            }
        }

        at = Stripes(at, end);
        new ReadOnlySpan<byte>(at, (int)(end - at)).CopyTo(_rest);
    }

    public readonly ulong Value()
    {
        ulong hash = P5;
        if (_length >= Stripe)
        {
            hash = BitOperations.RotateLeft(_a, 1) + BitOperations.RotateLeft(_b, 7)
                + BitOperations.RotateLeft(_c, 12) + BitOperations.RotateLeft(_d, 18);
            hash = Merge(Merge(Merge(Merge(hash, _a), _b), _c), _d);
        }

        hash += _length;
        fixed (byte* rest = (ReadOnlySpan<byte>)_rest)
        {
            byte* at = rest;
            byte* end = rest + _length % Stripe;
            for (; end - at >= 8; at += 8)
            {
                hash = BitOperations.RotateLeft(hash ^ Round(0, WideCopy.Load64(at)), 27) * P1 + P4;
            }

            if (end - at >= 4)
            {
                hash = BitOperations.RotateLeft(hash ^ WideCopy.Load32(at) * P1, 23) * P2 + P3;
                at += 4;
            }

            for (; at < end; at++)
            {
                hash = BitOperations.RotateLeft(hash ^ *at * P5, 11) * P1;
            }
        }

        hash = (hash ^ hash >> 33) * P2;
        hash = (hash ^ hash >> 29) * P3;
        return hash ^ hash >> 32;
    }

    private byte* Stripes(byte* at, byte* end)
    {
        ulong a = _a, b = _b, c = _c, d = _d;
        for (; end - at >= Stripe; at += Stripe)
        {
            a = Round(a, WideCopy.Load64(at));
            b = Round(b, WideCopy.Load64(at + 8));
            c = Round(c, WideCopy.Load64(at + 16));
            d = Round(d, WideCopy.Load64(at + 24));
        }

        (_a, _b, _c, _d) = (a, b, c, d);
        return at;
    }

    private static ulong Round(ulong lane, ulong word) => BitOperations.RotateLeft(lane + word * P2, 31) * P1;

    private static ulong Merge(ulong hash, ulong lane) => (hash ^ Round(0, lane)) * P1 + P4;

    [InlineArray(Stripe)]
    private struct Rest
    {
        private byte _first;
    }
}
