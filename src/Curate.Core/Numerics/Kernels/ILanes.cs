namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// One register of float32 lanes, as the kernels see it. Every operation acts on each lane alone and is exact or correctly rounded, so a
/// kernel written over it gives the same bits in every width.
/// </summary>
/// <typeparam name="TV">The register.</typeparam>
internal unsafe interface ILanes<TV>
    where TV : struct
{
    static abstract int Count { get; }

    static abstract TV Load(float* from);

    static abstract void Store(TV value, float* to);

    static abstract TV Broadcast(float value);

    /// <summary>a x b + c, rounded once.</summary>
    static abstract TV Fma(TV a, TV b, TV c);

    static abstract TV Add(TV a, TV b);

    static abstract TV Subtract(TV a, TV b);

    static abstract TV AbsoluteDifference(TV a, TV b);

    /// <summary>The smaller one; neither is NaN.</summary>
    static abstract TV Min(TV a, TV b);

    /// <summary>The larger one; neither is NaN.</summary>
    static abstract TV Max(TV a, TV b);

    /// <summary><paramref name="weight"/> where a and b differ, 0 where they are equal.</summary>
    static abstract TV IfDifferent(TV a, TV b, TV weight);

    /// <summary>True when a lane is zero or below.</summary>
    static abstract bool AnyNotPositive(TV a);
}
