using System.Runtime.CompilerServices;

namespace Curate.Core.Select.Diversity;

/// <summary>
/// Pairs that a scan found of which the candidate adds to the row, as runs of one candidate in the form of its list (<see cref="CandidateLists.Entry"/>); a buffer that is used again and again.
/// </summary>
/// <remarks>8 bytes a run and 4 a pair.</remarks>
internal sealed class PairRuns
{
    private const int CountBits = 16;
    private uint[] _words = new uint[1024];
    private int _used;

    /// <summary>Pairs in all runs together.</summary>
    public long Pairs { get; private set; }

    public void Clear()
    {
        _used = 0;
        Pairs = 0;
    }

    /// <summary>Adds a run.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="window">The window that all its rows are in.</param>
    /// <param name="entries">Its rows and similarities, fewer than 65,536.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int candidate, int window, ReadOnlySpan<uint> entries)
    {
        if (_words.Length - _used < entries.Length + 2)
        {
            Array.Resize(ref _words, checked(Math.Max(_words.Length * 2, _used + entries.Length + 2)));
        }

        _words[_used] = (uint)candidate;
        _words[_used + 1] = ((uint)window << CountBits) | (uint)entries.Length;
        entries.CopyTo(_words.AsSpan(_used + 2));
        _used += entries.Length + 2;
        Pairs += entries.Length;
    }

    /// <summary>Appends all runs to lists in their order.</summary>
    /// <param name="lists">The lists.</param>
    /// <param name="candidates">What candidates count, or nothing where they are rows themselves.</param>
    public void AppendTo(CandidateLists lists, ReadOnlySpan<int> candidates)
    {
        for (int at = 0; at < _used;)
        {
            int candidate = (int)_words[at];
            int window = (int)(_words[at + 1] >> CountBits);
            int count = (int)(_words[at + 1] & ((1u << CountBits) - 1));
            lists.Add(candidates.IsEmpty ? candidate : candidates[candidate], window, _words.AsSpan(at + 2, count));
            at += count + 2;
        }
    }
}
