using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Core.Hashing;

/// <summary>
/// A 128-bit hash of bytes: equal on every platform and in every version of curate, because states and checkpoints store it. Wide
/// multiplies fold 16 bytes a lane (the multiply-and-fold construction), two lanes with independent secrets, every word entering both; not for adversaries who
/// choose keys. With 10^9 distinct keys the chance of any collision is below 2^-68.
/// </summary>
/// <param name="High">Upper 64 bits.</param>
/// <param name="Low">Lower 64 bits.</param>
public readonly record struct Hash128(ulong High, ulong Low) : IComparable<Hash128>
{
    private const ulong S0 = 0xA0761D6478BD642FUL;
    private const ulong S1 = 0xE7037ED1A0B428DBUL;
    private const ulong S2 = 0x8EBC6AF09C88C6E3UL;
    private const ulong S3 = 0x589965CC75374CC3UL;
    private const ulong S4 = 0x1D8E4E27C47D124FUL;
    private const ulong S5 = 0xEB44ACCAB455D165UL;

    public int CompareTo(Hash128 other)
    {
        int high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    /// <summary>The hash of <paramref name="bytes"/> under <paramref name="seed"/>.</summary>
    public static Hash128 Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        ulong a = seed ^ S0;
        ulong b = seed + S5;
        ReadOnlySpan<byte> rest = bytes;
        while (rest.Length > 32)
        {
            ulong w0 = Word(rest), w1 = Word(rest[8..]), w2 = Word(rest[16..]), w3 = Word(rest[24..]);
            a = Fold(w0 ^ S1, w1 ^ a) + (w2 ^ BitOperations.RotateLeft(w3, 32));
            b = Fold(w2 ^ S2, w3 ^ b) + (w0 ^ BitOperations.RotateLeft(w1, 32));
            rest = rest[32..];
        }

        // The tail is padded with zeros; the length, folded in below, tells paddings apart.
        Span<byte> tail = stackalloc byte[32];
        tail.Clear();
        rest.CopyTo(tail);
        ulong t0 = Word(tail), t1 = Word(tail[8..]), t2 = Word(tail[16..]), t3 = Word(tail[24..]);
        a = Fold(t0 ^ S1, t1 ^ a) + (t2 ^ BitOperations.RotateLeft(t3, 32));
        b = Fold(t2 ^ S2, t3 ^ b) + (t0 ^ BitOperations.RotateLeft(t1, 32));
        ulong n = (ulong)bytes.Length;
        ulong c = Fold(a ^ S3, b ^ n ^ S4) ^ a;
        ulong d = Fold(b ^ S4, a + n + S3) ^ b;
        return new(Fold(c ^ S5, d ^ S1), Fold(d ^ S2, c + S4));
    }

    /// <summary>The hash of a sequence: this hash, then <paramref name="next"/>.</summary>
    public Hash128 Then(Hash128 next) =>
        new(Fold(High ^ next.Low ^ S1, Low ^ S2) + next.High, Fold(Low ^ next.High ^ S3, High ^ S4) + next.Low * S5);

    public override string ToString() =>
        High.ToString("x16", System.Globalization.CultureInfo.InvariantCulture) + Low.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt64LittleEndian(at);

    /// <summary>The two halves of a wide product, one over the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Fold(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return high ^ low;
    }
}
