using System.Runtime.InteropServices;
using Curate.Core.Dedupe.Lines;
using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Substring;

/// <summary>
/// Repeated windows of tokens by a suffix array over the token numbers of all texts: windows that are equal are the beginnings of suffixes that stand next to
/// one another. 10.4 bytes a token, 24 bytes a text and 52 bytes a different token; up to 2^31 tokens. Where that
/// does not fit it is <see cref="Full"/>.
/// </summary>
internal sealed class SuffixFinder : ICutFinder
{
    private const int ChunkTokens = 1 << 16;
    private const int Last = 0;
    private const int Separator = 1;
    private const int FirstToken = 2;

    /// <summary>An entry of the dictionary of tokens with its share of empty slots.</summary>
    private const int BytesOfToken = 48;

    private readonly int _size;
    private readonly bool _onlyAcross;
    private readonly RunContext _context;
    private readonly MemoryLease _lease;
    private readonly Dictionary<Hash128, int> _numbers = [];
    private readonly List<int[]> _chunks = [];
    private readonly List<Text> _texts = [];
    private TextHead _head;
    private int _textStart;
    private int _count;
    private int _paidTokens;
    private int _paidTexts;
    private int _passes;

    /// <param name="size">Tokens of a window.</param>
    /// <param name="onlyAcross">Windows of the dataset itself are not compared with one another.</param>
    /// <param name="context">Budget.</param>
    public SuffixFinder(int size, bool onlyAcross, RunContext context)
    {
        _size = size;
        _onlyAcross = onlyAcross;
        _context = context;
        _lease = context.Memory.Lease(0, "Tokens");
    }

    public bool Full { get; private set; }

    public bool NextPass(out string what)
    {
        what = "number tokens";
        return _passes++ == 0;
    }

    public void Open(in TextHead head)
    {
        _head = head;
        _textStart = _count;
    }

    public void Add(ReadOnlySpan<TextPiece> pieces, ReadOnlySpan<byte> text)
    {
        foreach (ref readonly TextPiece piece in pieces)
        {
            if (Full)
            {
                return;
            }

            Hash128 token = _head.Block == default ? piece.Hash : _head.Block.Then(piece.Hash);
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, token, out bool known);
            if (!known)
            {
                number = _numbers.Count - 1 + FirstToken;
            }

            Append(number);
        }
    }

    public CutRow? Close()
    {
        if (!Full && _count - _textStart < _size)
        {
            // No window: the text is taken back.
            _count = _textStart;
        }
        else if (!Full)
        {
            _texts.Add(new Text(_textStart, _head.Row, _head.IsOther, _head.Rank));
            Append(Separator);
            Pay();
        }

        return null;
    }

    public CutLog? Find(long rows)
    {
        int n = _count + 1;
        int alphabet = _numbers.Count + FirstToken;
        _numbers.Clear();
        _numbers.TrimExcess();
        _context.Observer.PassStarted("sort suffixes", null, _count);
        int[] tokens = Joined(n);
        var cut = new ulong[(n + 63) / 64];
        if (_count > 0)
        {
            int[] suffixes = new int[n];
            SuffixArray.Sort(tokens, alphabet, suffixes, _context.Ct);
            Compare(tokens, suffixes, cut);
        }

        _context.Observer.PassEnded(_count, 4L * _count);
        return Gather(cut);
    }

    public void Dispose() => _lease.Dispose();

    private void Append(int number)
    {
        int at = _count % ChunkTokens;
        int chunk = _count / ChunkTokens;
        if (chunk == _chunks.Count)
        {
            // The last look at the budget before more is allocated; the array must stay below what an array may hold.
            if (_count >= Array.MaxLength - (2 * ChunkTokens))
            {
                Full = true;
                return;
            }

            Pay();
            if (Full)
            {
                return;
            }

            _chunks.Add(new int[ChunkTokens]);
        }

        _chunks[chunk][at] = number;
        _count++;
    }

    /// <summary>Takes what the sort will need of the tokens so far, so that it never fails once they are read.</summary>
    private void Pay()
    {
        long bytes = 0;
        int tokens = (_chunks.Count + 1) * ChunkTokens;
        bytes += SuffixArray.BytesFor(tokens, 0) + (4L * tokens) + (tokens / 8);
        bytes += (BytesOfToken + 4L) * Math.Max(_numbers.Count, _paidTokens);
        bytes += 24L * Math.Max(_texts.Count, _paidTexts);
        if (bytes > _lease.Bytes)
        {
            if (!_lease.TryGrow(bytes - _lease.Bytes))
            {
                Full = true;
                _chunks.Clear();
                _numbers.Clear();
                _texts.Clear();
                return;
            }

            _paidTokens = Math.Max(_paidTokens, _numbers.Count + 1024);
            _paidTexts = Math.Max(_paidTexts, _texts.Count + 1024);
        }
    }

    /// <summary>The tokens in one piece, with what ends them; chunks go as they are copied.</summary>
    private int[] Joined(int n)
    {
        int[] tokens = new int[n];
        for (int chunk = 0; chunk * (long)ChunkTokens < _count; chunk++)
        {
            int from = chunk * ChunkTokens;
            _chunks[chunk].AsSpan(0, Math.Min(ChunkTokens, _count - from)).CopyTo(tokens.AsSpan(from));
            _chunks[chunk] = [];
        }

        _chunks.Clear();
        tokens[^1] = Last;
        return tokens;
    }

    /// <summary>Goes through the groups of suffixes that begin with the same window.</summary>
    private void Compare(ReadOnlySpan<int> tokens, ReadOnlySpan<int> suffixes, ulong[] cut)
    {
        for (int from = 0; from < suffixes.Length;)
        {
            int to = from + 1;
            while (to < suffixes.Length && SameWindow(tokens, suffixes[to - 1], suffixes[to]))
            {
                to++;
            }

            bool alone = to == from + 1;
            if (!alone && !tokens.Slice(suffixes[from], _size).Contains(Separator))
            {
                Cut(suffixes[from..to], cut);
            }

            from = to;
        }
    }

    private bool SameWindow(ReadOnlySpan<int> tokens, int a, int b) =>
        a + _size <= tokens.Length && b + _size <= tokens.Length && tokens[a] == tokens[b] && tokens.Slice(a, _size).SequenceEqual(tokens.Slice(b, _size));

    private void Cut(ReadOnlySpan<int> equal, ulong[] cut)
    {
        // Texts of the second dataset come first, so the smallest place says whether it has the window.
        int first = equal[0];
        foreach (int at in equal[1..])
        {
            first = Math.Min(first, at);
        }

        bool across = TextOf(first).IsOther;
        if (!across && _onlyAcross)
        {
            return;
        }

        int stays = across ? -1 : Best(equal, first);
        long staysRow = stays < 0 ? -1 : TextOf(stays).Row;
        foreach (int at in equal)
        {
            // Places of the second dataset are set like others and never asked for.
            if (at == stays)
            {
                continue;
            }

            int from = at;
            if (stays >= 0 && at > stays && at < stays + _size && TextOf(at).Row == staysRow)
            {
                from = stays + _size;
            }

            Set(cut, from, at + _size);
        }
    }

    private int Best(ReadOnlySpan<int> equal, int first)
    {
        int best = first;
        Text text = TextOf(first);
        if (text.Rank == 0)
        {
            return best;
        }

        foreach (int at in equal)
        {
            Text other = TextOf(at);
            int by = other.Rank.CompareTo(text.Rank);
            by = by != 0 ? by : other.Row.CompareTo(text.Row);
            by = by != 0 ? by : at.CompareTo(best);
            if (by < 0)
            {
                best = at;
                text = other;
            }
        }

        return best;
    }

    private Text TextOf(int at)
    {
        int low = 0;
        int high = _texts.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (_texts[middle].Start <= at)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _texts[low];
    }

    private static void Set(ulong[] bits, int from, int to)
    {
        for (int at = from; at < to;)
        {
            int end = Math.Min(to, (at | 63) + 1);
            ulong mask = end - at == 64 ? ulong.MaxValue : ((1UL << (end - at)) - 1) << (at & 63);
            bits[at >> 6] |= mask;
            at = end;
        }
    }

    private CutLog Gather(ulong[] cut)
    {
        var log = new CutLog(_context);
        var row = new CutRow();
        for (int t = 0; t < _texts.Count; t++)
        {
            if (_texts[t].IsOther)
            {
                continue;
            }

            int start = _texts[t].Start;
            int end = (t + 1 < _texts.Count ? _texts[t + 1].Start : _count) - 1;
            row.Begin(_texts[t].Row);
            for (int at = start; at < end; at++)
            {
                if (cut[at >> 6] == 0)
                {
                    at |= 63;
                }
                else if ((cut[at >> 6] >> (at & 63) & 1) != 0)
                {
                    row.Add(at - start, at - start + 1);
                }
            }

            if (row.Ranges.Count > 0)
            {
                log.Add(row);
            }
        }

        return log;
    }

    private readonly record struct Text(int Start, long Row, bool IsOther, ulong Rank);
}
