using System.Runtime.CompilerServices;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Hashing;

namespace Curate.Core.Randomness;

/// <summary>
/// Random numbers that are looked up, not drawn: each is a keyed hash of (seed, purpose, source, row), so it does not depend on threads,
/// batches, shards or on what was drawn before. Two rounds of a 64-bit finaliser (Stafford's variant 13) with independent keys.
/// </summary>
public readonly struct SeededDraw
{
    private readonly ulong _key0;
    private readonly ulong _key1;

    public SeededDraw(ulong seed, string purpose)
    {
        Hash128 key = Hash128.Of(Encoding.UTF8.GetBytes(purpose), seed);
        _key0 = key.Low;
        _key1 = key.High;
    }

    private SeededDraw(ulong key0, ulong key1)
    {
        _key0 = key0;
        _key1 = key1;
    }

    /// <summary>64 uniform bits for a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Bits(int source, long row) =>
        Mix(Mix((ulong)row + _key0) ^ (_key1 + (uint)source * 0x9E3779B97F4A7C15UL));

    /// <inheritdoc cref="Bits(int, long)"/>
    public ulong Bits(RowId id) => Bits(id.Source, id.Row);

    /// <summary>A uniform number in [0, 1) with 53 bits.</summary>
    public double Unit(int source, long row) => (Bits(source, row) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number in (0, 1], safe for logarithms.</summary>
    public double UnitPositive(int source, long row) => ((Bits(source, row) >> 11) + 1) * (1.0 / (1UL << 53));

    /// <summary>Draws for a part of this purpose (a class, a node of a tree), independent of the others.</summary>
    public SeededDraw For(ulong part) => new(Mix(_key0 ^ (part * 0xD6E8FEB86659FD93UL)), Mix(_key1 + part));

    /// <inheritdoc cref="For(ulong)"/>
    public SeededDraw For(ReadOnlySpan<byte> part)
    {
        Hash128 key = Hash128.Of(part, _key0);
        return new(key.Low, key.High ^ _key1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return x ^ (x >> 31);
    }
}
