using System.Runtime.CompilerServices;

namespace Curate.Core.Numerics.Kernels;

/// <summary>One lane, without vector registers.</summary>
internal readonly unsafe struct WordLanesScalar : IWordLanes<int>
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Load(int* from) => *from;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int value, int* to) => *to = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Broadcast(int pair) => pair;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Step(int a, int b, int sum) => sum + ((short)a * (short)b) + ((a >> 16) * (b >> 16));
}
