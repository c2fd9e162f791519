using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Curate.Core.Numerics.Kernels;

/// <summary>Sixteen lanes in one 512-bit register.</summary>
internal readonly unsafe struct WordLanes512 : IWordLanes<Vector512<int>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(int* from) => Vector512.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> value, int* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(int pair) => Vector512.Create(pair);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Step(Vector512<int> a, Vector512<int> b, Vector512<int> sum) => Avx512BW.IsSupported
        ? sum + Avx512BW.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16())
        : sum + (Low(a) * Low(b)) + ((a >> 16) * (b >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Low(Vector512<int> pair) => (pair << 16) >> 16;
}
