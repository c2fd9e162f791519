namespace Curate.Core.Text.Tokens.Models;

/// <summary>Every piece is one token, known or not.</summary>
internal sealed class WordLevel(int entries) : ITokenModel
{
    public string Kind => "word-level";

    public int Entries => entries;

    public PieceCounter NewCounter() => new Counter();

    private sealed class Counter : PieceCounter
    {
        public override int Count(ReadOnlySpan<byte> piece) => 1;
    }
}
