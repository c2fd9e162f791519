using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Lines;

/// <summary>
/// Cuts all windows but one of each group of equal ones, by any keep rule, in any memory: windows are sorted by what they say, 40 bytes each, spilled to
/// scratch. Where most windows are expected to be unique, a pass before marks in a bit table which ones may be repeated, and only these are sorted.
/// </summary>
internal sealed class WindowSorter : ICutFinder
{
    /// <summary>A table up to this size is part of the run's fixed reserve.</summary>
    private const long UncountedBytes = 1 << 13;

    private const long MostTableBytes = 1L << 30;

    private readonly WindowReader _windows;
    private readonly bool _onlyAcross;
    private readonly RunContext _context;
    private readonly SortedRuns<WindowEntry> _entries;
    private readonly MemoryLease? _tableLease;
    private readonly Queue<string> _passes = new();

    // Two bits a place: seen once, seen again.
    private ulong[]? _once;
    private ulong[]? _again;
    private bool _marking;

    /// <param name="windows">Reads windows.</param>
    /// <param name="onlyAcross">Windows of the dataset itself are not compared with one another.</param>
    /// <param name="rare">Most windows are expected to be unique, and all texts come to this finder.</param>
    /// <param name="context">Budget and scratch.</param>
    public WindowSorter(WindowReader windows, bool onlyAcross, bool rare, RunContext context)
    {
        _windows = windows;
        _onlyAcross = onlyAcross;
        _context = context;
        _entries = new SortedRuns<WindowEntry>(context, spill: false);
        if (rare)
        {
            // What is cut does not depend on the size: places that different windows share only make entries that no other equals.
            long bytes = UncountedBytes;
            while (bytes < MostTableBytes && bytes * 2 <= context.Memory.Free / 4)
            {
                bytes *= 2;
            }

            _tableLease = bytes > UncountedBytes ? context.Memory.Lease(bytes, "The table of windows") : null;
            _once = new ulong[bytes / 16];
            _again = new ulong[bytes / 16];
            _passes.Enqueue("mark windows that may be repeated");
        }

        _passes.Enqueue("sort windows");
    }

    public bool Full => false;

    public bool NextPass(out string what)
    {
        bool more = _passes.TryDequeue(out string? next);
        what = next ?? "";
        _marking = more && _once is not null && _passes.Count > 0;
        return more;
    }

    public void Open(in TextHead head) => _windows.Open(head);

    public void Add(ReadOnlySpan<TextPiece> pieces, ReadOnlySpan<byte> text)
    {
        foreach (ref readonly TextPiece piece in pieces)
        {
            if (!_windows.Add(piece, text, out Hash128 window))
            {
                continue;
            }

            if (_marking)
            {
                Mark(window);
            }
            else if (_again is null || IsMarked(window))
            {
                ref readonly TextHead head = ref _windows.Head;
                _entries.Add(WindowEntry.Of(window, head.Rank, head.Row, head.IsOther, _windows.First));
            }
        }
    }

    public CutRow? Close() => null;

    public CutLog? Find(long rows)
    {
        _entries.Seal();
        _once = null;
        _again = null;
        _tableLease?.Dispose();
        var log = new CutLog(_context);
        if (rows == 0)
        {
            return log;
        }

        using var ranges = new SortedRuns<RangeEntry>(_context, spill: false);
        WindowEntry[] buffer = [];
        for (int p = 0; p < SortedRuns<WindowEntry>.Partitions; p++)
        {
            _context.Ct.ThrowIfCancellationRequested();
            ReadOnlySpan<WindowEntry> sorted = _entries.Sorted(p, ref buffer);
            for (int from = 0; from < sorted.Length;)
            {
                int to = from + 1;
                while (to < sorted.Length && sorted[to].Hash == sorted[from].Hash)
                {
                    to++;
                }

                Cut(sorted[from..to], rows, ranges);
                from = to;
            }
        }

        ranges.Seal();
        Gather(ranges, log);
        return log;
    }

    /// <summary>No more windows come.</summary>
    public void Seal() => _entries.Seal();

    public void Save(BinaryWriter to) => _entries.Save(to);

    public void AddSaved(BinaryReader from) => _entries.AddSaved(from);

    public void Dispose()
    {
        _tableLease?.Dispose();
        _entries.Dispose();
    }

    /// <summary>The first of equal windows stays, or none where the second dataset has it.</summary>
    private void Cut(ReadOnlySpan<WindowEntry> equal, long rows, SortedRuns<RangeEntry> into)
    {
        int own = 0;
        while (own < equal.Length && equal[own].IsOther)
        {
            own++;
        }

        if (own == 0 && _onlyAcross)
        {
            return;
        }

        int size = _windows.Size;
        for (int i = own == 0 ? 1 : own; i < equal.Length; i++)
        {
            WindowEntry entry = equal[i];
            int from = entry.Unit;
            if (own == 0 && entry.Row == equal[0].Row)
            {
                // A copy that overlaps the one that stays is cut from the end of that one on; within a row the first one stays.
                from = Math.Max(from, equal[0].Unit + size);
            }

            into.Add(RangeEntry.Of(entry.Row, from, entry.Unit + size, rows));
        }
    }

    private static void Gather(SortedRuns<RangeEntry> ranges, CutLog log)
    {
        var row = new CutRow();
        row.Begin(-1);
        RangeEntry[] buffer = [];
        for (int p = 0; p < SortedRuns<RangeEntry>.Partitions; p++)
        {
            foreach (RangeEntry range in ranges.Sorted(p, ref buffer))
            {
                if (range.Row != row.Row)
                {
                    if (row.Row >= 0)
                    {
                        log.Add(row);
                    }

                    row.Begin(range.Row);
                }

                row.Add(range.From, range.To);
            }
        }

        if (row.Row >= 0)
        {
            log.Add(row);
        }
    }

    private void Mark(Hash128 window)
    {
        ulong bit = Math.BigMul(window.Low, (ulong)_once!.Length * 64, out _);
        ref ulong word = ref _once[bit >> 6];
        ulong mask = 1UL << (int)(bit & 63);
        if ((word & mask) != 0)
        {
            _again![bit >> 6] |= mask;
        }

        word |= mask;
    }

    private bool IsMarked(Hash128 window)
    {
        ulong bit = Math.BigMul(window.Low, (ulong)_again!.Length * 64, out _);
        return (_again[bit >> 6] >> (int)(bit & 63) & 1) != 0;
    }
}
