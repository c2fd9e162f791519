using System.Runtime.InteropServices;

namespace Curate.Core.Running.Plans;

/// <summary>
/// The rows that made-up rows come from, and the numbers of their computed columns as the input has them, in double precision; NaN stands for a
/// missing value.
/// </summary>
/// <remarks>8 (1 + numbers) bytes a parent.</remarks>
public sealed class ParentValues
{
    private readonly long[] _rows;
    private readonly double[] _values;

    /// <param name="rows">Input rows, ascending.</param>
    /// <param name="width">Numbers of each.</param>
    public ParentValues(long[] rows, int width)
        : this(rows, width, new double[checked((long)rows.Length * width)])
    {
    }

    private ParentValues(long[] rows, int width, double[] values)
    {
        _rows = rows;
        _values = values;
        Width = width;
    }

    public int Count => _rows.Length;

    public int Width { get; }

    public long Row(int parent) => _rows[parent];

    /// <summary>The numbers of a parent.</summary>
    public Span<double> this[int parent] => _values.AsSpan(parent * Width, Width);

    /// <summary>What a table of this size takes.</summary>
    public static long BytesFor(long parents, int width) => checked(parents * 8 * (1 + width));

    /// <summary>The first parent whose row is <paramref name="row"/> or a later one.</summary>
    public int FirstAt(long row)
    {
        int at = Array.BinarySearch(_rows, row);
        return at < 0 ? ~at : at;
    }

    internal void Save(BinaryWriter to)
    {
        to.Write(Count);
        to.Write(Width);
        to.Write(MemoryMarshal.AsBytes(_rows.AsSpan()));
        to.Write(MemoryMarshal.AsBytes(_values.AsSpan()));
    }

    internal static ParentValues Load(BinaryReader from)
    {
        int count = from.ReadInt32();
        int width = from.ReadInt32();
        long[] rows = PlanArrays.Read<long>(from, count);
        return new ParentValues(rows, width, PlanArrays.Read<double>(from, checked(count * width)));
    }
}
