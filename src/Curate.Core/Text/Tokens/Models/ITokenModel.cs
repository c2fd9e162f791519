namespace Curate.Core.Text.Tokens.Models;

/// <summary>A vocabulary and how it cuts a piece of text into tokens. Unchanging: workers share it.</summary>
internal interface ITokenModel
{
    /// <summary>What it is, for the report: <c>byte-pair</c>, <c>unigram</c> ...</summary>
    string Kind { get; }

    /// <summary>Entries of the vocabulary.</summary>
    int Entries { get; }

    /// <summary>Counts for one worker, with buffers of its own.</summary>
    PieceCounter NewCounter();
}
