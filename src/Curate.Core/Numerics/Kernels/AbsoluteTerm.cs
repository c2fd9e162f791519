using System.Runtime.CompilerServices;

namespace Curate.Core.Numerics.Kernels;

/// <summary>The absolute difference: Manhattan distance.</summary>
internal readonly struct AbsoluteTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Step<TL, TV>(TV a, TV b, TV sum)
        where TL : struct, ILanes<TV>
        where TV : struct => TL.Add(sum, TL.AbsoluteDifference(a, b));
}
