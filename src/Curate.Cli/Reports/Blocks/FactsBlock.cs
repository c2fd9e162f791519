namespace Curate.Cli.Reports.Blocks;

/// <summary>Figures with their names.</summary>
internal sealed record FactsBlock(IReadOnlyList<(string Name, string Value)> Facts) : Block;
