namespace Curate.Core.Data;

/// <summary>How arrays grow that take the records of a batch.</summary>
public static class BatchBuffer
{
    private const int Least = 64 * 1024;

    // What fills beyond this fills to the size at which batches end, and most of what growing by doubling touches on the way there would be thrown away.
    private const int Large = 512 * 1024;
    private const int Full = RecordBatch.TargetBytes + Large;

    // The runtime counts an array against a limit (of a container, say) in full, also what nothing was written to: with little memory every step doubles.
    private const long MuchMemory = 1L << 30;
    private static readonly bool s_hasMuch = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >= MuchMemory;

    /// <summary>Makes room for <paramref name="needed"/> bytes. What stands beyond the used ones is undefined: pages of it that nothing is written to cost nothing.</summary>
    public static void Reserve(ref byte[] bytes, int used, long needed)
    {
        if (needed <= bytes.Length)
        {
            return;
        }

        long wanted = s_hasMuch && needed is > Large and <= Full ? Full : Math.Max(Least, bytes.Length * 2L);
        Replace(ref bytes, used, needed, wanted);
    }

    /// <summary>The same for numbers beside the bytes, of which nobody knows how many there will be.</summary>
    public static void Reserve(ref int[] numbers, int used, long needed)
    {
        if (needed > numbers.Length)
        {
            Replace(ref numbers, used, needed, numbers.Length * 2L);
        }
    }

    private static void Replace<T>(ref T[] array, int used, long needed, long wanted)
    {
        T[] larger = GC.AllocateUninitializedArray<T>(checked((int)Math.Min(Array.MaxLength, Math.Max(needed, wanted))));
        array.AsSpan(0, used).CopyTo(larger);
        array = larger;
    }
}
