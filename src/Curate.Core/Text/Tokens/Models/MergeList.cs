namespace Curate.Core.Text.Tokens.Models;

/// <summary>
/// Byte-pair merging (Sennrich, Haddow and Birch 2016, algorithm 1): of all neighbours the two of the lowest rank become one, the leftmost of equals first, until
/// no two may. A short piece looks through its neighbours each time; a long one keeps them in a heap, O(n log n). 28 bytes a symbol, 16 more a pair in a heap.
/// </summary>
internal sealed class MergeList<TPairs>(TPairs pairs)
    where TPairs : struct, IPairRanks
{
    /// <summary>Up to so many symbols a scan is faster than a heap.</summary>
    private const int ShortPiece = 48;

    private const int None = int.MaxValue;
    private readonly PriorityQueue<int, ulong> _queue = new();
    private Symbol[] _symbols = new Symbol[256];
    private int _count;

    /// <summary>Forgets the symbols.</summary>
    public void Clear() => _count = 0;

    /// <summary>Symbols at the end of the piece.</summary>
    public void Add(int id, int start, int end)
    {
        if (_count == _symbols.Length)
        {
            Array.Resize(ref _symbols, _count * 2);
        }

        _symbols[_count] = new Symbol { Id = id, Start = start, End = end, Previous = _count - 1, Next = _count + 1 };
        _count++;
    }

    /// <summary>Merges what was added; the number of symbols that are left.</summary>
    /// <param name="piece">What places of symbols count in.</param>
    public int Merge(ReadOnlySpan<byte> piece)
    {
        if (_count < 2)
        {
            return _count;
        }

        _symbols[_count - 1].Next = -1;
        bool isLong = _count > ShortPiece;
        for (int at = 0; at < _count; at++)
        {
            Rank(piece, at, isLong);
        }

        int left = _count;
        for (int at; (at = isLong ? LowestQueued() : Lowest()) >= 0; left--)
        {
            ref Symbol symbol = ref _symbols[at];
            int gone = symbol.Next;
            symbol.Id = symbol.PairId;
            symbol.End = _symbols[gone].End;
            symbol.Next = _symbols[gone].Next;
            _symbols[gone].Rank = None;
            if (symbol.Next >= 0)
            {
                _symbols[symbol.Next].Previous = at;
            }

            Rank(piece, at, isLong);
            if (symbol.Previous >= 0)
            {
                Rank(piece, symbol.Previous, isLong);
            }
        }

        _queue.Clear();
        return left;
    }

    /// <summary>Looks up what a symbol and the next one become.</summary>
    private void Rank(ReadOnlySpan<byte> piece, int at, bool isLong)
    {
        ref Symbol symbol = ref _symbols[at];
        symbol.Rank = None;
        if (symbol.Next < 0)
        {
            return;
        }

        ref Symbol next = ref _symbols[symbol.Next];
        if (pairs.TryPair(symbol.Id, next.Id, piece[symbol.Start..next.End], out int rank, out int id))
        {
            symbol.Rank = rank;
            symbol.PairId = id;
            if (isLong)
            {
                _queue.Enqueue(at, ((ulong)(uint)rank << 32) | (uint)at);
            }
        }
    }

    private int Lowest()
    {
        int best = -1;
        int rank = None;
        for (int at = 0; at >= 0; at = _symbols[at].Next)
        {
            if (_symbols[at].Rank < rank)
            {
                rank = _symbols[at].Rank;
                best = at;
            }
        }

        return best;
    }

    /// <summary>Pairs that changed since they were queued are passed over.</summary>
    private int LowestQueued()
    {
        while (_queue.TryDequeue(out int at, out ulong priority))
        {
            if (_symbols[at].Rank == (int)(priority >> 32))
            {
                return at;
            }
        }

        return -1;
    }

    private struct Symbol
    {
        public int Id;
        public int Start;
        public int End;
        public int Previous;
        public int Next;

        /// <summary>Of the pair with the next one; <see cref="None"/> where there is none.</summary>
        public int Rank;

        public int PairId;
    }
}
