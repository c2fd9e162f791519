namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// One register of 32-bit lanes of which each holds two 16-bit numbers, or their sum of products. Whole numbers do not round, so every width gives the same.
/// </summary>
/// <typeparam name="TV">The register.</typeparam>
internal unsafe interface IWordLanes<TV>
    where TV : struct
{
    static abstract int Count { get; }

    static abstract TV Load(int* from);

    static abstract void Store(TV value, int* to);

    static abstract TV Broadcast(int pair);

    /// <summary>sum + a.low x b.low + a.high x b.high in each lane; the caller sees to it that nothing overflows.</summary>
    static abstract TV Step(TV a, TV b, TV sum);
}
