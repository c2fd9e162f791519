using Curate.Core.Methods;

namespace Curate.Core.Select.Items;

/// <summary>The methods that pick rows for the values that they have.</summary>
internal static class ItemMethods
{
    public static IReadOnlyList<MethodEntry> All { get; } = [MaxEntropy.Entry, SubstructureCoverage.Entry];
}
