using System.Runtime.InteropServices;

namespace Curate.Core.Dedupe.Lines;

/// <summary>Units of one text that are to be cut, as they are sorted by row: 24 bytes.</summary>
/// <param name="Row">Row number.</param>
/// <param name="From">First unit.</param>
/// <param name="To">The unit behind the last one.</param>
/// <param name="Partition">Rows of the whole in 256 parts.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RangeEntry(long Row, int From, int To, int Partition) : IComparable<RangeEntry>, IRunEntry<RangeEntry>
{
    /// <param name="row">Row number.</param>
    /// <param name="from">First unit.</param>
    /// <param name="to">The unit behind the last one.</param>
    /// <param name="rows">Rows of the dataset.</param>
    public static RangeEntry Of(long row, int from, int to, long rows) => new(row, from, to, (int)((Int128)row * 256 / rows));

    public int CompareTo(RangeEntry other)
    {
        int by = Row.CompareTo(other.Row);
        return by != 0 ? by : From.CompareTo(other.From);
    }

    public void Write(BinaryWriter to)
    {
        to.Write(Row);
        to.Write(From);
        to.Write(To);
        to.Write(Partition);
    }

    public static RangeEntry Read(BinaryReader from)
    {
        long row = from.ReadInt64();
        int first = from.ReadInt32();
        int end = from.ReadInt32();
        return new RangeEntry(row, first, end, from.ReadInt32());
    }
}
