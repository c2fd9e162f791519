namespace Curate.Core.Numerics;

/// <summary>
/// Arrays of zeros for hash tables. A fresh array of some size is memory that the system has not laid out yet; where it is read first, as a table that is filled is, each
/// page is mapped twice, and the second time interrupts every other processor of the process. Here each page is written once before it is read.
/// </summary>
internal static class WrittenArray
{
    public static T[] Of<T>(int length)
        where T : unmanaged
    {
        T[] array = GC.AllocateUninitializedArray<T>(length);
        Array.Clear(array);
        return array;
    }
}
