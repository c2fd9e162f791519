using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Curate.Core.Numerics.Kernels;

/// <summary>Eight lanes in one 256-bit register.</summary>
internal readonly unsafe struct WordLanes256 : IWordLanes<Vector256<int>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(int* from) => Vector256.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> value, int* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int pair) => Vector256.Create(pair);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Step(Vector256<int> a, Vector256<int> b, Vector256<int> sum) => Avx2.IsSupported
        ? sum + Avx2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16())
        : sum + (Low(a) * Low(b)) + ((a >> 16) * (b >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Low(Vector256<int> pair) => (pair << 16) >> 16;
}
