namespace Curate.Core.Running;

/// <summary>
/// Gives back what a finished pass or a planner left behind. The collector lets large arrays lie until more of them are asked for than it expects, which
/// over a file with huge rows, or behind a suffix array, is as much as is alive: a run would hold both.
/// </summary>
internal static class DeadBuffers
{
    // A pass over less than this is shorter than a collection is worth.
    private const long LargeSource = 64L << 20;
    private const long LargeHeap = 256L << 20;

    /// <summary>Collects when the heap is large. Milliseconds, because what lives in large heaps here is arrays of numbers.</summary>
    /// <param name="sourceBytes">What a pass reads; 0 where it is not known yet.</param>
    public static void Collect(long sourceBytes)
    {
        if (sourceBytes >= LargeSource && GC.GetTotalMemory(forceFullCollection: false) >= LargeHeap)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
