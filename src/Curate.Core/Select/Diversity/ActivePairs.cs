namespace Curate.Core.Select.Diversity;

/// <summary>Pairs that a scan found of which the candidate adds to the row, in the order found; a buffer that is used again and again.</summary>
internal sealed class ActivePairs
{
    private (int Candidate, int Row, float Similarity)[] _pairs = new (int, int, float)[1024];

    public int Count { get; private set; }

    public ReadOnlySpan<(int Candidate, int Row, float Similarity)> Pairs => _pairs.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int candidate, int row, float similarity)
    {
        if (Count == _pairs.Length)
        {
            Array.Resize(ref _pairs, checked(Count * 2));
        }

        _pairs[Count++] = (candidate, row, similarity);
    }
}
