using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Curate.Core.Sketches;

/// <summary>
/// Adds many doubles to <see cref="PowerSums"/>: those of one sign and exponent are put side by side first, because their mantissas are summed in registers, with
/// the carries of a thousand of them put right at once. The sums are the same bit for bit as those of single additions.
/// </summary>
/// <remarks>80 KiB of storage that is used again. O(n), and a step for each exponent between the least and the greatest.</remarks>
internal sealed class BinaryRuns
{
    /// <summary>Doubles that are put in order at a time.</summary>
    private const int MostRows = 1 << 13;

    // 2^10 mantissas below 2^53 stay below 2^63, and so do the upper parts of their powers, with a carry each.
    private const int MostSummed = 1 << 10;
    private const int MantissaBits = 52;
    private const ulong MantissaMask = (1UL << MantissaBits) - 1;
    private const int Keys = 1 << 12;
    private const int ExponentMask = (1 << 11) - 1;

    private readonly ulong[] _mantissas = new ulong[MostRows];
    private readonly int[] _ends = new int[Keys];

    /// <summary>Adds the finite ones among some doubles, each in eight bytes, the lowest first.</summary>
    public void AddTo(PowerSums sums, ReadOnlySpan<byte> words)
    {
        while (words.Length >= sizeof(double))
        {
            int bytes = sizeof(double) * Math.Min(MostRows, words.Length / sizeof(double));
            Order(words[..bytes], out int least, out int most);
            words = words[bytes..];
            int start = 0;
            for (int key = least; key <= most; key++)
            {
                int end = _ends[key];
                _ends[key] = 0;
                int exponent = key & ExponentMask;
                if (end > start && exponent != ExponentMask)
                {
                    AddRun(sums.BinarySlot(exponent), key > ExponentMask, _mantissas.AsSpan(start, end - start));
                }

                start = Math.Max(start, end);
            }
        }
    }

    // Counting sort by sign and exponent; afterwards each key has the end of its run.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Order(ReadOnlySpan<byte> words, out int least, out int most)
    {
        Span<int> ends = _ends;
        least = Keys - 1;
        most = 0;
        for (int i = 0; i <= words.Length - sizeof(double); i += sizeof(double))
        {
            int key = (int)(BinaryPrimitives.ReadUInt64LittleEndian(words[i..]) >> MantissaBits);
            ends[key]++;
            least = Math.Min(least, key);
            most = Math.Max(most, key);
        }

        int used = 0;
        for (int key = least; key <= most; key++)
        {
            int count = ends[key];
            ends[key] = used;
            used += count;
        }

        Span<ulong> mantissas = _mantissas;
        for (int i = 0; i <= words.Length - sizeof(double); i += sizeof(double))
        {
            ulong bits = BinaryPrimitives.ReadUInt64LittleEndian(words[i..]);
            int key = (int)(bits >> MantissaBits);

            // All but the denormal numbers have a first digit that is not stored.
            ulong first = (key & ExponentMask) != 0 ? 1UL << MantissaBits : 0;
            mantissas[ends[key]++] = (bits & MantissaMask) | first;
        }
    }

    /// <summary>Sums powers in parts whose carries have room: x^2 = h 2^64 + l, x^3 = (h x) 2^64 + l x, x^4 = h^2 2^128 + 2 h l 2^64 + l^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRun(PowerSlot slot, bool negative, ReadOnlySpan<ulong> mantissas)
    {
        while (!mantissas.IsEmpty)
        {
            ReadOnlySpan<ulong> some = mantissas[..Math.Min(MostSummed, mantissas.Length)];
            mantissas = mantissas[some.Length..];
            ulong first = 0;
            ulong second0 = 0, second1 = 0;
            ulong low0 = 0, low1 = 0, up0 = 0, up1 = 0;
            ulong ll0 = 0, ll1 = 0, ll2 = 0, hl0 = 0, hl1 = 0, hh0 = 0, hh1 = 0;
            foreach (ulong x in some)
            {
                first += x;
                ulong h = Math.BigMul(x, x, out ulong l);
                second0 += l;
                second1 += h + (second0 < l ? 1UL : 0);

                ulong high = Math.BigMul(l, x, out ulong low);
                low0 += low;
                low1 += high + (low0 < low ? 1UL : 0);
                high = Math.BigMul(h, x, out low);
                up0 += low;
                up1 += high + (up0 < low ? 1UL : 0);

                // The upper half of a product of two words is no higher than 2^64 - 2: a carry has room.
                high = Math.BigMul(l, l, out low);
                ll0 += low;
                high += ll0 < low ? 1UL : 0;
                ll1 += high;
                ll2 += ll1 < high ? 1UL : 0;
                high = Math.BigMul(h, l, out low);
                hl0 += low;
                hl1 += high + (hl0 < low ? 1UL : 0);
                high = Math.BigMul(h, h, out low);
                hh0 += low;
                hh1 += high + (hh0 < low ? 1UL : 0);
            }

            UInt128 third1 = (UInt128)low1 + up0;
            UInt128 fourth1 = (UInt128)ll1 + hl0 + hl0;
            UInt128 fourth2 = (fourth1 >> 64) + ll2 + hl1 + hl1 + hh0;
            slot.Add(negative, first, [second0, second1], [low0, (ulong)third1, up1 + (ulong)(third1 >> 64)],
                [ll0, (ulong)fourth1, (ulong)fourth2, hh1 + (ulong)(fourth2 >> 64)]);
        }
    }
}
