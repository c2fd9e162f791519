using Curate.Core.Numerics;

namespace Curate.Core.Mix;

/// <summary>Expected copies of a row by its quality rank r in its source, 0 = best: (2 / (1 + e^(-lambda (omega - r))))^eta + epsilon up to omega, epsilon beyond.</summary>
/// <remarks>Source: QuaDMix, Liu et al. 2025. It falls with r, is 1 + epsilon at omega and below 2^eta + epsilon everywhere.</remarks>
public readonly record struct QualityCurve(double Lambda, double Omega, double Eta, double Epsilon)
{
    public double At(double rank) =>
        rank > Omega ? Epsilon : PortableMath.Pow(2 / (1 + PortableMath.Exp(-Lambda * (Omega - rank))), Eta) + Epsilon;
}
