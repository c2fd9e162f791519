namespace Curate.Core.Text.Tokens.Models;

/// <summary>Which two neighbours of a piece may become one, and which do first.</summary>
internal interface IPairRanks
{
    /// <summary>The rank of joining two neighbours, lowest first, and the number of what they become; false where they stay apart.</summary>
    /// <param name="left">Number of the left one.</param>
    /// <param name="right">Number of the right one.</param>
    /// <param name="both">The bytes that both cover; empty where they are not bytes of the piece.</param>
    /// <param name="rank">At least 0.</param>
    /// <param name="id">At least 0.</param>
    bool TryPair(int left, int right, ReadOnlySpan<byte> both, out int rank, out int id);
}
