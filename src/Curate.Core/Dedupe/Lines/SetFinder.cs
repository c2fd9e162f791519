using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Lines;

/// <summary>
/// Cuts a window that was there before, in one pass: the copy that comes first stays. What was there is known exactly, by 128-bit hashes (19 to 30 bytes a
/// different window), or by a <see cref="WindowFilter"/> that is sized in a pass before.
/// </summary>
internal sealed class SetFinder : ICutFinder
{
    /// <summary>How many units ahead a window's place is fetched: about the latency of memory over the cost of one insertion.</summary>
    private const int Ahead = 12;

    private readonly WindowReader _windows;
    private readonly bool _onlyAcross;
    private readonly CutRow _row = new();
    private readonly KeySet128? _exact;
    private readonly WindowFilter? _filter;

    // The last windows of the text, for copies that overlap the one that stays.
    private readonly (Hash128 Hash, int Unit, bool Stays)[] _recent;
    private int _passes;

    /// <param name="windows">Reads windows.</param>
    /// <param name="onlyAcross">Windows of the dataset itself are not compared with one another.</param>
    /// <param name="filter">Knows windows approximately; null = exactly.</param>
    /// <param name="context">Budget and scratch.</param>
    public SetFinder(WindowReader windows, bool onlyAcross, WindowFilter? filter, RunContext context)
    {
        _windows = windows;
        _onlyAcross = onlyAcross;
        _filter = filter;
        _exact = filter is null ? new KeySet128(context.Memory.TryTake, context.Memory.Return) : null;
        _recent = new (Hash128, int, bool)[windows.Size];
    }

    public bool Full { get; private set; }

    /// <summary>Knows windows approximately; null = they are known exactly.</summary>
    public WindowFilter? Filter => _filter;

    public bool NextPass(out string what)
    {
        what = "find repeated windows";
        return _filter is null ? _passes++ == 0 : _filter.NextPass(ref what);
    }

    public void Open(in TextHead head)
    {
        _windows.Open(head);
        _row.Begin(head.Row);
        Array.Clear(_recent);
    }

    public void Add(ReadOnlySpan<TextPiece> pieces, ReadOnlySpan<byte> text)
    {
        bool fetches = _exact is not null && _windows.Size == 1 && _windows.Head.Block == default;
        for (int i = 0; i < pieces.Length; i++)
        {
            if (fetches && i + Ahead < pieces.Length)
            {
                _exact!.Prefetch(pieces[i + Ahead].Hash);
            }

            if (_windows.Add(pieces[i], text, out Hash128 window))
            {
                Take(window);
            }
        }
    }

    public CutRow? Close() => _row.Ranges.Count > 0 ? _row : null;

    public CutLog? Find(long rows) => null;

    public void Dispose()
    {
        _exact?.Dispose();
        _filter?.Dispose();
    }

    private void Take(Hash128 window)
    {
        bool other = _windows.Head.IsOther;
        bool known = other || !_onlyAcross ? !Insert(window) : Contains(window);
        if (_filter is { Counting: true } || Full || other)
        {
            return;
        }

        int size = _windows.Size;
        int first = _windows.First;
        if (known)
        {
            // A copy that overlaps the one that stays is cut from the end of that one on.
            int overlap = size > 1 ? Overlap(window) : 0;
            _row.Add(first + overlap, first + size);
        }

        if (size > 1)
        {
            _recent[first % size] = (window, first, !known);
        }
    }

    private bool Insert(Hash128 window)
    {
        if (_filter is not null)
        {
            return _filter.Add(window, cuts: !_windows.Head.IsOther);
        }

        bool added = _exact!.Add(window, out bool full);
        Full |= full;
        return added;
    }

    private bool Contains(Hash128 window) => _filter is not null ? _filter.Contains(window) : _exact!.Contains(window);

    private int Overlap(Hash128 window)
    {
        int size = _windows.Size;
        int first = _windows.First;
        for (int back = 1; back < size && back <= first; back++)
        {
            (Hash128 hash, int unit, bool stays) = _recent[(first - back) % size];
            if (stays && unit == first - back && hash == window)
            {
                return size - back;
            }
        }

        return 0;
    }
}
