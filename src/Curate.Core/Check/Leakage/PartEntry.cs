using System.Runtime.InteropServices;
using Curate.Core.Dedupe;
using Curate.Core.Hashing;

namespace Curate.Core.Check.Leakage;

/// <summary>A key of a row of a part: 24 bytes, sorted by key, part, row.</summary>
/// <param name="Hash">The key.</param>
/// <param name="Place">The part in the upper 16 bits, the row below.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PartEntry(Hash128 Hash, ulong Place) : IComparable<PartEntry>, IRunEntry<PartEntry>
{
    private const int RowBits = 48;

    public int Partition => (int)(Hash.High >> 56);

    public int Part => (int)(Place >> RowBits);

    public long Row => (long)(Place & ((1UL << RowBits) - 1));

    public static PartEntry Of(Hash128 hash, int part, long row) => new(hash, ((ulong)part << RowBits) | (ulong)row);

    public int CompareTo(PartEntry other)
    {
        int by = Hash.CompareTo(other.Hash);
        return by != 0 ? by : Place.CompareTo(other.Place);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Hash.High);
        to.Write(Hash.Low);
        to.Write(Place);
    }

    public static PartEntry Read(BinaryReader from)
    {
        ulong high = from.ReadUInt64();
        ulong low = from.ReadUInt64();
        return new PartEntry(new(high, low), from.ReadUInt64());
    }
}
