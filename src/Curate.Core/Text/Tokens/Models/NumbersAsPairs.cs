namespace Curate.Core.Text.Tokens.Models;

/// <summary>Two neighbours join where the list of merges has them; their place in it is the rank.</summary>
internal readonly struct NumbersAsPairs(PairTable merges) : IPairRanks
{
    public bool TryPair(int left, int right, ReadOnlySpan<byte> both, out int rank, out int id) => merges.TryGet(left, right, out rank, out id);
}
