using Curate.Core.Numerics;
using Curate.Core.Options;

namespace Curate.Core.Mix;

/// <summary>Shares in proportion to size^(1/tau): 1 = proportional, infinity = equal. Several temperatures make as many phases, each with one.</summary>
internal sealed class TemperatureRule(MixOptions options) : IMixRule
{
    public const double DefaultTau = 3.3333333333333335;

    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        IReadOnlyList<double> taus = options.Temperatures.Count > 0 ? options.Temperatures : [DefaultTau];
        var phases = new MixTarget.Phase[taus.Count];
        for (int p = 0; p < phases.Length; p++)
        {
            double fraction = options.PhaseFractions.Count > 0 ? options.PhaseFractions[p] : 1.0 / phases.Length;
            string name = phases.Length == 1 ? "all" : $"{NumberText.Of(p + 1)}: tau {(double.IsInfinity(taus[p]) ? "inf" : NumberText.Of(taus[p]))}";
            phases[p] = new MixTarget.Phase(name, fraction, [.. sizes.Sizes.Select(n => Weight(n, taus[p], sizes.Total))]);
        }

        return new MixTarget { Phases = phases, Total = sizes.Total };
    }

    private static double Weight(double size, double tau, double total) =>
        size == 0 ? 0 : tau == 1 ? size : double.IsInfinity(tau) ? 1 : PortableMath.Pow(size / total, 1 / tau);
}
