namespace Curate.Core.Select.Rules;

/// <summary>The tokens of a text: their hashes, and where they begin and end in characters, white space between two tokens counting as one.</summary>
internal sealed class TokenList
{
    private const int LargestKept = 1 << 20;
    private ulong[] _hashes = new ulong[256];
    private int[] _starts = new int[256];
    private int[] _ends = new int[256];

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Hashes => _hashes.AsSpan(0, Count);

    public void Clear()
    {
        Count = 0;
        if (_hashes.Length > LargestKept)
        {
            Resize(256);
        }
    }

    public void Add(ulong hash, int start, int end)
    {
        if (Count == _hashes.Length)
        {
            Resize(Count * 2);
        }

        _hashes[Count] = hash;
        _starts[Count] = start;
        _ends[Count++] = end;
    }

    /// <summary>Characters from a token to another.</summary>
    public int Characters(int first, int last) => _ends[last] - _starts[first];

    private void Resize(int size)
    {
        Array.Resize(ref _hashes, size);
        Array.Resize(ref _starts, size);
        Array.Resize(ref _ends, size);
    }
}
