using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Curate.Core.Sketches;

/// <summary>
/// MinHash (Broder 1997): the smallest value of each of k hash functions over a set; two sets agree in a place with a probability equal to
/// their Jaccard similarity. The functions are h_i(x) = high(x) + a_i (low(x) xor c_i) modulo 2^32 with odd a_i, over the halves of a
/// 64-bit element hash. The half that is added makes every h_i uniform and independent of the differences h_i - h_j, so any two functions
/// are independent over random elements; the exclusive-or keeps larger groups of them from being in arithmetic progression. Nothing is lost to a modulus or a
/// truncation, so the estimate has no bias but that of 32-bit minima: two sets of n elements agree by chance with a probability of about n / 2^32.
/// Merging two sets is the smaller value in each place. O(elements x k), four operations on vectors for each 16, 8 or 4 functions; whole
/// numbers only, so the same bits on every processor.
/// </summary>
public sealed class MinHash
{
    private const int Lanes = 64;
    private readonly uint[] _factors;
    private readonly uint[] _masks;

    /// <param name="hashes">Functions, from 1.</param>
    /// <param name="seed">Chooses them; the same for all sets that are compared.</param>
    public MinHash(int hashes, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hashes, 1);
        Hashes = hashes;
        Width = (hashes + 15) & ~15;
        int padded = (Width + Lanes - 1) & ~(Lanes - 1);
        _factors = new uint[padded];
        _masks = new uint[padded];
        for (int i = 0; i < padded; i++)
        {
            ulong bits = Mixed(Mixed(seed + 0x632BE59BD9B4E019UL) + (ulong)i * 0x9E3779B97F4A7C15UL);
            _factors[i] = (uint)bits | 1;
            _masks[i] = (uint)(bits >> 32);
        }
    }

    /// <summary>Functions.</summary>
    public int Hashes { get; }

    /// <summary>Places of a signature buffer: <see cref="Hashes"/>, rounded up to a multiple of 16.</summary>
    public int Width { get; }

    /// <summary>The signature of the empty set.</summary>
    public void Clear(Span<uint> minima) => minima[..Width].Fill(uint.MaxValue);

    /// <summary>Adds elements to the set of a signature of <see cref="Width"/> places.</summary>
    public void Add(ReadOnlySpan<ulong> elements, Span<uint> minima)
    {
        for (int first = 0; first < Width;)
        {
            if (Vector512.IsHardwareAccelerated && first + 64 <= Width)
            {
                Add64(elements, minima, first);
                first += 64;
            }
            else if (Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated)
            {
                // Widths are multiples of 16; pairs of 256-bit vectors fill what is left.
                bool wide = first + 32 <= Width;
                if (wide)
                {
                    Add32(elements, minima, first);
                }
                else
                {
                    Add16(elements, minima, first);
                }

                first += wide ? 32 : 16;
            }
            else
            {
                Add16(elements, minima, first);
                first += 16;
            }
        }
    }

    /// <summary>The share of places in which two signatures agree: an unbiased estimate of the Jaccard similarity with variance J (1 - J) / k.</summary>
    public double Estimate(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        int equal = 0;
        for (int i = 0; i < Hashes; i++)
        {
            equal += a[i] == b[i] ? 1 : 0;
        }

        return (double)equal / Hashes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add64(ReadOnlySpan<ulong> elements, Span<uint> minima, int first)
    {
        ref uint factors = ref _factors[first];
        ref uint masks = ref _masks[first];
        ref uint minimum = ref minima.Slice(first, 64)[0];
        Vector512<uint> a0 = Vector512.LoadUnsafe(ref factors), a1 = Vector512.LoadUnsafe(ref factors, 16), a2 = Vector512.LoadUnsafe(ref factors, 32), a3 = Vector512.LoadUnsafe(ref factors, 48);
        Vector512<uint> c0 = Vector512.LoadUnsafe(ref masks), c1 = Vector512.LoadUnsafe(ref masks, 16), c2 = Vector512.LoadUnsafe(ref masks, 32), c3 = Vector512.LoadUnsafe(ref masks, 48);
        Vector512<uint> m0 = Vector512.LoadUnsafe(ref minimum), m1 = Vector512.LoadUnsafe(ref minimum, 16), m2 = Vector512.LoadUnsafe(ref minimum, 32), m3 = Vector512.LoadUnsafe(ref minimum, 48);
        foreach (ulong element in elements)
        {
            Vector512<uint> low = Vector512.Create((uint)element);
            Vector512<uint> high = Vector512.Create((uint)(element >> 32));
            m0 = Vector512.Min(m0, high + (a0 * (low ^ c0)));
            m1 = Vector512.Min(m1, high + (a1 * (low ^ c1)));
            m2 = Vector512.Min(m2, high + (a2 * (low ^ c2)));
            m3 = Vector512.Min(m3, high + (a3 * (low ^ c3)));
        }

        m0.StoreUnsafe(ref minimum);
        m1.StoreUnsafe(ref minimum, 16);
        m2.StoreUnsafe(ref minimum, 32);
        m3.StoreUnsafe(ref minimum, 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add32(ReadOnlySpan<ulong> elements, Span<uint> minima, int first)
    {
        ref uint factors = ref _factors[first];
        ref uint masks = ref _masks[first];
        ref uint minimum = ref minima.Slice(first, 32)[0];
        Vector256<uint> a0 = Vector256.LoadUnsafe(ref factors), a1 = Vector256.LoadUnsafe(ref factors, 8), a2 = Vector256.LoadUnsafe(ref factors, 16), a3 = Vector256.LoadUnsafe(ref factors, 24);
        Vector256<uint> c0 = Vector256.LoadUnsafe(ref masks), c1 = Vector256.LoadUnsafe(ref masks, 8), c2 = Vector256.LoadUnsafe(ref masks, 16), c3 = Vector256.LoadUnsafe(ref masks, 24);
        Vector256<uint> m0 = Vector256.LoadUnsafe(ref minimum), m1 = Vector256.LoadUnsafe(ref minimum, 8), m2 = Vector256.LoadUnsafe(ref minimum, 16), m3 = Vector256.LoadUnsafe(ref minimum, 24);
        foreach (ulong element in elements)
        {
            Vector256<uint> low = Vector256.Create((uint)element);
            Vector256<uint> high = Vector256.Create((uint)(element >> 32));
            m0 = Vector256.Min(m0, high + (a0 * (low ^ c0)));
            m1 = Vector256.Min(m1, high + (a1 * (low ^ c1)));
            m2 = Vector256.Min(m2, high + (a2 * (low ^ c2)));
            m3 = Vector256.Min(m3, high + (a3 * (low ^ c3)));
        }

        m0.StoreUnsafe(ref minimum);
        m1.StoreUnsafe(ref minimum, 8);
        m2.StoreUnsafe(ref minimum, 16);
        m3.StoreUnsafe(ref minimum, 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add16(ReadOnlySpan<ulong> elements, Span<uint> minima, int first)
    {
        ref uint factors = ref _factors[first];
        ref uint masks = ref _masks[first];
        ref uint minimum = ref minima.Slice(first, 16)[0];
        Vector128<uint> a0 = Vector128.LoadUnsafe(ref factors), a1 = Vector128.LoadUnsafe(ref factors, 4), a2 = Vector128.LoadUnsafe(ref factors, 8), a3 = Vector128.LoadUnsafe(ref factors, 12);
        Vector128<uint> c0 = Vector128.LoadUnsafe(ref masks), c1 = Vector128.LoadUnsafe(ref masks, 4), c2 = Vector128.LoadUnsafe(ref masks, 8), c3 = Vector128.LoadUnsafe(ref masks, 12);
        Vector128<uint> m0 = Vector128.LoadUnsafe(ref minimum), m1 = Vector128.LoadUnsafe(ref minimum, 4), m2 = Vector128.LoadUnsafe(ref minimum, 8), m3 = Vector128.LoadUnsafe(ref minimum, 12);
        foreach (ulong element in elements)
        {
            Vector128<uint> low = Vector128.Create((uint)element);
            Vector128<uint> high = Vector128.Create((uint)(element >> 32));
            m0 = Vector128.Min(m0, high + (a0 * (low ^ c0)));
            m1 = Vector128.Min(m1, high + (a1 * (low ^ c1)));
            m2 = Vector128.Min(m2, high + (a2 * (low ^ c2)));
            m3 = Vector128.Min(m3, high + (a3 * (low ^ c3)));
        }

        m0.StoreUnsafe(ref minimum);
        m1.StoreUnsafe(ref minimum, 4);
        m2.StoreUnsafe(ref minimum, 8);
        m3.StoreUnsafe(ref minimum, 12);
    }

    private static ulong Mixed(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }
}
