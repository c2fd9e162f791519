using Curate.Core.Options;

namespace Curate.Cli.Commands;

/// <summary>Options that help shows together.</summary>
internal sealed record OptionGroup(string Title, IReadOnlyList<OptionSpec> Options);
