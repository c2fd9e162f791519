using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Curate.Core.Numerics.Kernels;

/// <summary>Four lanes in one 128-bit register.</summary>
internal readonly unsafe struct WordLanes128 : IWordLanes<Vector128<int>>
{
    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(int* from) => Vector128.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<int> value, int* to) => value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(int pair) => Vector128.Create(pair);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Step(Vector128<int> a, Vector128<int> b, Vector128<int> sum) => Sse2.IsSupported
        ? sum + Sse2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16())
        : sum + (Low(a) * Low(b)) + ((a >> 16) * (b >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Low(Vector128<int> pair) => (pair << 16) >> 16;
}
