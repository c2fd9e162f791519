using System.Runtime.InteropServices;
using Curate.Core.Hashing;

namespace Curate.Core.Dedupe.Lines;

/// <summary>One window of units as it is sorted: 40 bytes.</summary>
/// <param name="Hash">What the window says.</param>
/// <param name="Rank">Of its row; lower stays.</param>
/// <param name="Place">Row number; rows of the second dataset have the top bit clear, so that they come first.</param>
/// <param name="Unit">The first unit of the window, counted within its text.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct WindowEntry(Hash128 Hash, ulong Rank, ulong Place, int Unit) : IComparable<WindowEntry>, IRunEntry<WindowEntry>
{
    private const ulong OwnBit = 1UL << 63;

    public bool IsOther => (Place & OwnBit) == 0;

    public long Row => (long)(Place & ~OwnBit);

    public int Partition => (int)(Hash.High >> 56);

    public static WindowEntry Of(Hash128 hash, ulong rank, long row, bool other, int unit) => new(hash, other ? 0 : rank, (ulong)row | (other ? 0 : OwnBit), unit);

    /// <summary>By what the window says, then windows of the second dataset, then by the keep rule.</summary>
    public int CompareTo(WindowEntry other)
    {
        int by = Hash.CompareTo(other.Hash);
        by = by != 0 ? by : other.IsOther.CompareTo(IsOther);
        by = by != 0 ? by : Rank.CompareTo(other.Rank);
        by = by != 0 ? by : Place.CompareTo(other.Place);
        return by != 0 ? by : Unit.CompareTo(other.Unit);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Hash.High);
        to.Write(Hash.Low);
        to.Write(Rank);
        to.Write(Place);
        to.Write(Unit);
    }

    public static WindowEntry Read(BinaryReader from)
    {
        ulong high = from.ReadUInt64();
        ulong low = from.ReadUInt64();
        ulong rank = from.ReadUInt64();
        ulong place = from.ReadUInt64();
        return new WindowEntry(new(high, low), rank, place, from.ReadInt32());
    }
}
