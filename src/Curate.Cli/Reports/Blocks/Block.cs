namespace Curate.Cli.Reports.Blocks;

/// <summary>A piece of a report, which every form of output (terminal, Markdown, HTML) shows in its own way.</summary>
internal abstract record Block;
