namespace Curate.Cli.Reports.Blocks;

/// <summary>A part that people write: in Markdown between marks, so that it can be found again.</summary>
/// <param name="Name">Its name in the marks.</param>
/// <param name="Question">What to write, shown while nothing is written.</param>
/// <param name="Answer">What was written, Markdown as it stands; null = nothing yet.</param>
internal sealed record AnswerBlock(string Name, string Question, string? Answer) : Block;
