using System.Runtime.InteropServices;

namespace Curate.Core.Running.Plans;

/// <summary>Flat arrays of plan files. A damaged length fails at the end of the file instead of in an allocation.</summary>
internal static class PlanArrays
{
    private const int PieceItems = 1 << 16;

    /// <summary>Appends <paramref name="count"/> values, as they lie in memory, to a list.</summary>
    public static void Read<T>(BinaryReader from, List<T> to, int count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        for (int left = count; left > 0; left -= PieceItems)
        {
            int take = Math.Min(left, PieceItems);
            int start = to.Count;
            CollectionsMarshal.SetCount(to, start + take);
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(to)[start..]));
        }
    }

    /// <summary>As <see cref="Read{T}(BinaryReader, List{T}, int)"/>, into an array of its own.</summary>
    public static T[] Read<T>(BinaryReader from, int count)
        where T : unmanaged
    {
        var list = new List<T>();
        Read(from, list, count);
        return [.. list];
    }
}
