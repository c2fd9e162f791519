using Curate.Core.Text.Tokens;

namespace Curate.Core.Select;

/// <summary>How large a row is under <c>--tokens</c> and <c>--cost</c>.</summary>
public sealed record SizeOptions
{
    /// <summary>Column that <c>--cost</c> adds up.</summary>
    public string? CostColumn { get; init; }

    /// <summary>Text column whose tokens <c>--tokens</c> counts.</summary>
    public string? Text { get; init; }

    /// <summary>How they are counted.</summary>
    public TokenizerOptions Tokenizer { get; init; } = new();

    /// <summary>Column of token counts.</summary>
    public string? LengthColumn { get; init; }
}
