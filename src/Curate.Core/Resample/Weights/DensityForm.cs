using Curate.Core.Numerics;

namespace Curate.Core.Resample.Weights;

/// <summary>How a weight follows from a relative density d, from 0 to 1.</summary>
internal enum DensityForm
{
    /// <summary>(1 - d^a)^(1/a), which is its own inverse.</summary>
    Mdi,
    /// <summary>1 / d^a.</summary>
    Inverse,
    /// <summary>1 - a d, with d from the smallest to the largest density (DenseWeight).</summary>
    Dense,
}

/// <summary>Weights of relative densities.</summary>
internal static class DensityForms
{
    /// <summary>The weight of a relative density; never below the floor.</summary>
    public static double Weight(this DensityForm form, double d, double alpha, double floor) => Math.Max(floor, form switch
    {
        DensityForm.Inverse => 1 / PortableMath.Pow(d, alpha),
        DensityForm.Dense => 1 - (alpha * d),
        _ => alpha == 1 ? 1 - d : PortableMath.Pow(Math.Max(0, 1 - PortableMath.Pow(d, alpha)), 1 / alpha),
    });
}
