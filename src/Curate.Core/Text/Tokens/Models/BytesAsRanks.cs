namespace Curate.Core.Text.Tokens.Models;

/// <summary>Two neighbours join where what they spell is in the vocabulary; its number is the rank. That is how <c>.tiktoken</c> files are read.</summary>
internal readonly struct BytesAsRanks(ByteTable vocabulary) : IPairRanks
{
    public bool TryPair(int left, int right, ReadOnlySpan<byte> both, out int rank, out int id)
    {
        bool found = vocabulary.TryGet(both, out rank);
        id = rank;
        return found;
    }
}
