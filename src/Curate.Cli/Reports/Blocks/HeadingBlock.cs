namespace Curate.Cli.Reports.Blocks;

/// <summary>A heading; level 2 begins a part of the report, 3 a piece of one.</summary>
internal sealed record HeadingBlock(int Level, string Text) : Block
{
    /// <summary>What stands behind it in softer letters.</summary>
    public string Note { get; init; } = "";
}
