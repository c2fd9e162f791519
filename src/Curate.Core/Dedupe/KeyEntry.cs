using System.Runtime.InteropServices;
using Curate.Core.Hashing;

namespace Curate.Core.Dedupe;

/// <summary>One row's key as the planner sorts it: 32 bytes.</summary>
/// <param name="Hash">The key.</param>
/// <param name="Rank">Lower stays.</param>
/// <param name="Place">Row number; rows of the second dataset have the top bit set.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct KeyEntry(Hash128 Hash, ulong Rank, ulong Place) : IComparable<KeyEntry>, IRunEntry<KeyEntry>
{
    private const ulong OtherBit = 1UL << 63;

    public bool IsOther => (Place & OtherBit) != 0;

    public int Partition => (int)(Hash.High >> 56);

    public long Row => (long)(Place & ~OtherBit);

    /// <summary>The entry of a row. Rows of the second dataset have no rank: the first of several is the one that is named.</summary>
    public static KeyEntry Of(Hash128 hash, ulong rank, long row, bool other) => new(hash, other ? 0 : rank, (ulong)row | (other ? OtherBit : 0));

    /// <summary>By key, then rows of the dataset itself by rank and number, then rows of the second one by number.</summary>
    public int CompareTo(KeyEntry other)
    {
        int by = Hash.CompareTo(other.Hash);
        by = by != 0 ? by : IsOther.CompareTo(other.IsOther);
        by = by != 0 ? by : Rank.CompareTo(other.Rank);
        return by != 0 ? by : Place.CompareTo(other.Place);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Hash.High);
        to.Write(Hash.Low);
        to.Write(Rank);
        to.Write(Place);
    }

    public static KeyEntry Read(BinaryReader from)
    {
        ulong high = from.ReadUInt64();
        ulong low = from.ReadUInt64();
        ulong rank = from.ReadUInt64();
        return new KeyEntry(new(high, low), rank, from.ReadUInt64());
    }
}
