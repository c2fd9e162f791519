using System.Runtime.CompilerServices;

namespace Curate.Core.Numerics.Kernels;

/// <summary>The largest absolute difference so far: Chebyshev distance.</summary>
internal readonly struct LargestTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Step<TL, TV>(TV a, TV b, TV sum)
        where TL : struct, ILanes<TV>
        where TV : struct => TL.Max(sum, TL.AbsoluteDifference(a, b));
}
