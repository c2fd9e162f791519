using Curate.Core.Methods;

namespace Curate.Core.Select.Target;

/// <summary>The methods that pick rows for a target.</summary>
internal static class TargetMethods
{
    public static IReadOnlyList<MethodEntry> All { get; } = [TargetRank.Entry, ImportanceResampling.Entry, NearestToTarget.Entry, OptimalTransportGradient.Entry];
}
