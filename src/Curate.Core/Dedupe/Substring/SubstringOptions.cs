using Curate.Core.Dedupe.Lines;

namespace Curate.Core.Dedupe.Substring;

/// <summary>Options of <c>dedupe --method substring</c>.</summary>
public sealed record SubstringOptions
{
    public CutOptions Cuts { get; init; } = new() { MinWords = 1 };

    /// <summary>Tokens that a repeated span has at least.</summary>
    public int MinTokens { get; init; } = 50;
}
