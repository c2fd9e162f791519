namespace Curate.Cli.Reports.Blocks;

/// <summary>What a drawing shows.</summary>
/// <param name="Title">Said by screen readers and shown on pointing.</param>
internal abstract record Chart(string Title);
