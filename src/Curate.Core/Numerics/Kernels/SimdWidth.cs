using System.Runtime.Intrinsics;

namespace Curate.Core.Numerics.Kernels;

/// <summary>Which registers a kernel uses. Results never depend on it; tests run every width and compare bits.</summary>
internal enum SimdWidth
{
    /// <summary>The widest that the processor has.</summary>
    Widest,
    Scalar,
    Bits128,
    Bits256,
    Bits512,
}

/// <summary>Resolution of <see cref="SimdWidth.Widest"/>.</summary>
internal static class SimdWidths
{
    public static SimdWidth Resolve(SimdWidth width) => width != SimdWidth.Widest ? width
        : Vector512.IsHardwareAccelerated ? SimdWidth.Bits512
        : Vector256.IsHardwareAccelerated ? SimdWidth.Bits256
        : Vector128.IsHardwareAccelerated ? SimdWidth.Bits128
        : SimdWidth.Scalar;
}
