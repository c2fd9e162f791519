namespace Curate.Cli.Reports.Blocks;

/// <summary>A sentence or two.</summary>
internal sealed record TextBlock(string Text, Tone Tone = Tone.Plain) : Block;
