using Curate.Core.Numerics;

namespace Curate.Core.Resample.Balance;

/// <summary>A row in the buffer of <see cref="ClassBuffer"/>. The larger one leaves first; no two rows are equal.</summary>
/// <param name="Badness">Its badness in a form that compares like the number.</param>
/// <param name="Draw">Its keyed draw.</param>
/// <param name="Row">Its number.</param>
internal readonly record struct BufferedRow(ulong Badness, ulong Draw, long Row) : IComparable<BufferedRow>
{
    public int CompareTo(BufferedRow other)
    {
        int by = Badness.CompareTo(other.Badness);
        by = by != 0 ? by : Draw.CompareTo(other.Draw);
        return by != 0 ? by : Row.CompareTo(other.Row);
    }

    /// <summary>A number as 64 bits that compare alike; what is no number is the largest of all.</summary>
    public static ulong Comparable(double value) => double.IsNaN(value) ? ulong.MaxValue : OrderedBits.Of(value);
}
