using System.Collections.Concurrent;
using Curate.Core.Text.Tokens.Models;
using Curate.Core.Text.Tokens.Normalising;
using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens;

/// <summary>
/// A tokenizer as its vocabulary file describes it: added tokens, normalisers, pre-tokenizers, a model. Unchanging; counts come from a <see cref="TokenCounter"/>,
/// one for each thread. Memory: the vocabulary, about six times its file at most, and about 2 MB a counter.
/// </summary>
internal sealed class Tokenizer
{
    private readonly ConcurrentBag<TokenCounter> _spare = [];

    /// <summary>What kind of file it comes from, for the report.</summary>
    public required string Format { get; init; }

    public required ITokenModel Model { get; init; }

    /// <summary>How text is cut before the model, for the report.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>Looked for in the text as it is.</summary>
    public AddedTokens Added { get; init; } = new([]);

    /// <summary>Looked for in the normalised text.</summary>
    public AddedTokens AddedNormalised { get; init; } = new([]);

    public IReadOnlyList<ITextNormaliser> Normalisers { get; init; } = [];

    public IReadOnlyList<IPreTokenizer> PreTokenizers { get; init; } = [];

    /// <summary>Tokens that the file puts around every text, such as a beginning and an end.</summary>
    public int AroundText { get; init; }

    /// <summary>What a user should know of how the file was read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A counter that no other thread uses.</summary>
    public TokenCounter Rent() => _spare.TryTake(out TokenCounter? counter) ? counter : new TokenCounter(this);

    public void Return(TokenCounter counter) => _spare.Add(counter);
}
