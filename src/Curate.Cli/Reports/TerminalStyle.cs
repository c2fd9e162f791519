namespace Curate.Cli.Reports;

/// <summary>What a text report may use.</summary>
/// <param name="Width">Cells of a line.</param>
/// <param name="Colour">Escape sequences for colour are understood.</param>
/// <param name="Glyphs">Signs for bars.</param>
internal sealed record TerminalStyle(int Width, bool Colour, Glyphs Glyphs)
{
    /// <summary>Lines of a file or a pipe.</summary>
    public const int PlainWidth = 80;

    /// <summary>The narrowest terminal that is laid out for.</summary>
    public const int LeastWidth = 40;

    /// <summary>A file: no colour, 80 cells.</summary>
    public static TerminalStyle Plain { get; } = new(PlainWidth, false, Glyphs.Blocks);
}
