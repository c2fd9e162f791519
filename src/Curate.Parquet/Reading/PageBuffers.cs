using System.Buffers;
using System.Numerics;

namespace Curate.Parquet.Reading;

/// <summary>
/// Memory of the pages of one column, which its readers hand on from row group to row group: fresh arrays of a megabyte for every chunk cost more than the pages
/// that they hold. Small arrays come from a pool, so that columns of a wide table hand theirs on to each other. One reader at a time.
/// </summary>
public sealed class PageBuffers
{
    // The pool rounds up to powers of two: of large arrays that is too much of what a run may hold.
    private const int LargestPooled = 1 << 17;

    /// <summary>Stored bytes.</summary>
    internal byte[] Stored = [];

    /// <summary>Decompressed bytes.</summary>
    internal byte[] Plain = [];

    /// <summary>The values of the dictionary, where they are a decompressed page as it is.</summary>
    internal byte[] Dictionary = [];

    /// <summary>Gives all memory back. Nothing that was read may be looked at any more: batches, dictionaries and readers of the column are done with.</summary>
    public void Release()
    {
        Return(ref Stored);
        Return(ref Plain);
        Return(ref Dictionary);
    }

    /// <summary>An array for <paramref name="bytes"/> bytes and a little more: pages of one column differ by some hundredths, and a few bytes more must not cost a new array each time.</summary>
    internal static byte[] Roomy(int bytes) => bytes <= LargestPooled ? ArrayPool<byte>.Shared.Rent(bytes)
        : GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, bytes + (bytes / 16L)));

    /// <summary>Gives an array back that nobody looks at any more.</summary>
    internal static void Return(ref byte[] array)
    {
        // Others did not come from the pool, which takes no array of another length.
        if (array.Length is > 0 and <= LargestPooled && BitOperations.IsPow2(array.Length))
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        array = [];
    }
}
