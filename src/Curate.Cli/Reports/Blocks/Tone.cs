namespace Curate.Cli.Reports.Blocks;

/// <summary>What a piece of a report wants to say beyond its words; never by colour alone.</summary>
internal enum Tone
{
    Plain,
    /// <summary>Less important.</summary>
    Soft,
    Strong,
    Good,
    Warning,
    Bad,
}
