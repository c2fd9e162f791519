namespace Curate.Core.Text.Tokens.Models;

/// <summary>The model of a <c>.tiktoken</c> file: a piece that is an entry is one token, others are merged from single bytes.</summary>
/// <param name="vocabulary">All entries, every single byte among them.</param>
internal sealed class RankedBytes(ByteTable vocabulary) : ITokenModel
{
    public string Kind => "byte-pair";

    public int Entries => vocabulary.Count;

    public PieceCounter NewCounter() => new Counter(vocabulary);

    private sealed class Counter(ByteTable vocabulary) : PieceCounter
    {
        private readonly MergeList<BytesAsRanks> _merges = new(new BytesAsRanks(vocabulary));

        public override int Count(ReadOnlySpan<byte> piece)
        {
            if (vocabulary.Contains(piece))
            {
                return 1;
            }

            _merges.Clear();
            for (int at = 0; at < piece.Length; at++)
            {
                _merges.Add(0, at, at + 1);
            }

            return _merges.Merge(piece);
        }
    }
}
