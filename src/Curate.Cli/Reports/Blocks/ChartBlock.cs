namespace Curate.Cli.Reports.Blocks;

/// <summary>A drawing. Its figures stand in a table or in facts, too, so that forms of output without drawings lose nothing.</summary>
internal sealed record ChartBlock(Chart Chart) : Block;
