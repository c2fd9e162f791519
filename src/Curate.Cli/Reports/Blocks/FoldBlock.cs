namespace Curate.Cli.Reports.Blocks;

/// <summary>A part of a page that opens on demand; elsewhere a piece with a heading.</summary>
internal sealed record FoldBlock(string Title, string Note, IReadOnlyList<Block> Blocks) : Block;
