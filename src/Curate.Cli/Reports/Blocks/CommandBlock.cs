namespace Curate.Cli.Reports.Blocks;

/// <summary>A command to paste, and why.</summary>
internal sealed record CommandBlock(string Command, string Why) : Block;
