using Curate.Core.Methods;

namespace Curate.Core.Select.Items;

/// <summary>The methods that pick rows for the values that they have.</summary>
internal static class ItemMethods
{
    public static IReadOnlyList<NamedMethod> All { get; } =
    [
        new("max-entropy", static _ => MaxEntropy.Entry),
        new("substructure-coverage", static _ => SubstructureCoverage.Entry),
    ];
}
