using System.Numerics;
using Curate.Core.Hashing;

namespace Curate.Core.Sketches;

/// <summary>
/// A set of hashes that forgets nothing and now and then knows what was never added (Bloom 1970): m = n ln(1/p) / ln(2)^2 bits for n hashes at a rate p of
/// false positives once all are in, and k = m/n ln 2 places each, derived from two hashes (Kirsch and Mitzenmacher 2006). Seeded: another seed errs elsewhere.
/// </summary>
public sealed class BloomFilter
{
    private const int PieceBits = 27;

    private readonly ulong[][] _pieces;
    private readonly ulong _bits;
    private readonly ulong _seed;
    private ulong _set;

    /// <param name="items">Hashes that will be added, all different.</param>
    /// <param name="rate">False positives among hashes that were not added, when all are in; above 0, below 1.</param>
    /// <param name="seed">Another seed errs elsewhere.</param>
    public BloomFilter(double items, double rate, ulong seed)
    {
        _bits = BitsFor(items, rate);
        _seed = seed;
        Hashes = (int)Math.Clamp(Math.Round(_bits / Math.Max(1, items) * 0.6931471805599453), 1, 64);
        ulong words = (_bits + 63) / 64;
        _pieces = new ulong[(words >> (PieceBits - 6)) + ((words & ((1UL << (PieceBits - 6)) - 1)) == 0 ? 0UL : 1)][];
        for (int p = 0; p < _pieces.Length; p++)
        {
            _pieces[p] = new ulong[Math.Min(1UL << (PieceBits - 6), words - ((ulong)p << (PieceBits - 6)))];
        }
    }

    /// <summary>Places of a hash.</summary>
    public int Hashes { get; }

    /// <summary>Size in bits.</summary>
    public long Bits => (long)_bits;

    /// <summary>The chance that a hash which was never added is known now: the share of set bits to the power of <see cref="Hashes"/>.</summary>
    public double Rate
    {
        get
        {
            double fill = (double)_set / _bits;
            double rate = fill;
            for (int i = 1; i < Hashes; i++)
            {
                rate *= fill;
            }

            return rate;
        }
    }

    /// <summary>Bytes that a filter takes.</summary>
    public static long BytesFor(double items, double rate) => (long)(BitsFor(items, rate) / 8) + 64;

    /// <summary>True when the hash was added, or seems so.</summary>
    public bool Contains(Hash128 hash)
    {
        (ulong at, ulong step) = Start(hash);
        for (int i = 0; i < Hashes; i++, at += step)
        {
            ulong bit = Math.BigMul(at, _bits, out _);
            if ((_pieces[bit >> PieceBits][(bit & ((1UL << PieceBits) - 1)) >> 6] >> (int)(bit & 63) & 1) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds a hash; false when it was known before, or seemed so.</summary>
    public bool Add(Hash128 hash)
    {
        (ulong at, ulong step) = Start(hash);
        ulong before = _set;
        for (int i = 0; i < Hashes; i++, at += step)
        {
            ulong bit = Math.BigMul(at, _bits, out _);
            ref ulong word = ref _pieces[bit >> PieceBits][(bit & ((1UL << PieceBits) - 1)) >> 6];
            ulong mask = 1UL << (int)(bit & 63);
            _set += (word & mask) == 0 ? 1UL : 0;
            word |= mask;
        }

        return _set != before;
    }

    private static ulong BitsFor(double items, double rate) =>
        // ln 2 squared; at least one word, so that an empty filter has a place to look at.
        (ulong)Math.Max(64, Math.Ceiling(Math.Max(1, items) * -Numerics.PortableMath.Log(rate) / 0.4804530139182014));

    private (ulong At, ulong Step) Start(Hash128 hash)
    {
        ulong first = Hash64.Of(hash.High ^ _seed);
        return (first, Hash64.Of(hash.Low + BitOperations.RotateLeft(_seed, 32)) | 1);
    }
}
