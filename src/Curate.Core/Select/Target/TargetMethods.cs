using Curate.Core.Methods;

namespace Curate.Core.Select.Target;

/// <summary>The methods that pick rows for a target.</summary>
internal static class TargetMethods
{
    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("target-rank", static _ => TargetRank.Entry),
        new("importance-resampling", static _ => ImportanceResampling.Entry),
        new("nearest-to-target", static _ => NearestToTarget.Entry),
        new("optimal-transport-gradient", static _ => OptimalTransportGradient.Entry),
    ];
}
