using System.Runtime.CompilerServices;

namespace Curate.Core.Numerics.Kernels;

/// <summary>a x b: inner products, cosines, and squared distances through norms.</summary>
internal readonly struct ProductTerm : ITerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Step<TL, TV>(TV a, TV b, TV sum)
        where TL : struct, ILanes<TV>
        where TV : struct => TL.Fma(a, b, sum);
}
