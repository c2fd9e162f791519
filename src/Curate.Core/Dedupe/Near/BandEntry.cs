using System.Runtime.InteropServices;

namespace Curate.Core.Dedupe.Near;

/// <summary>
/// One text in one band: 16 bytes. Texts with equal keys share a bucket; inside it they are ordered by a piece of their next band's key, so that texts
/// that agree in two bands stand beside each other where a bucket is too large to be searched whole.
/// </summary>
/// <param name="Key">Hash of the band's number and values.</param>
/// <param name="Tail">From the top: 20 bits of the next band's key, the bit of the second dataset, 43 bits of the row number.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct BandEntry(ulong Key, ulong Tail) : IComparable<BandEntry>, IRunEntry<BandEntry>
{
    private const int RowBits = 43;
    private const ulong OtherBit = 1UL << RowBits;

    public bool IsOther => (Tail & OtherBit) != 0;

    public long Row => (long)(Tail & (OtherBit - 1));

    public int Partition => (int)(Key >> 56);

    public static BandEntry Of(ulong key, ulong nextKey, long row, bool other) =>
        new(key, (nextKey >> (RowBits + 1) << (RowBits + 1)) | (other ? OtherBit : 0) | (ulong)row);

    public static BandEntry Read(BinaryReader from)
    {
        ulong key = from.ReadUInt64();
        return new BandEntry(key, from.ReadUInt64());
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Key);
        to.Write(Tail);
    }

    public int CompareTo(BandEntry other)
    {
        int by = Key.CompareTo(other.Key);
        return by != 0 ? by : Tail.CompareTo(other.Tail);
    }
}
