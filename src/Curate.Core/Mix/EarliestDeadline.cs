namespace Curate.Core.Mix;

/// <summary>
/// The order in which sources give rows so that every prefix follows the quotas: after t of T rows source i has given within one row of
/// t q(i) / T, strictly less than 1 - 1/(2n - 2) rows apart for n sources with rows. No random numbers, nothing stored per row.
/// </summary>
/// <remarks>
/// The chairman assignment rule: the (c+1)-th row of a source may come once t q/T - c reaches 1/(2n - 2), and of the sources that may,
/// the one comes whose t q/T - c would first exceed 1 - 1/(2n - 2). Both moments are advanced in whole numbers, so the order is exact.
/// O(log n) a row: lists of sources that wait a little, by place, a heap of those that wait longer, and one of those that are ready. 4 KB and 60 bytes a source.
/// Source: Tijdeman, The chairman assignment problem, Discrete Mathematics 32 (1980); earliest deadline first by Liu and Layland (1973).
/// </remarks>
public sealed class EarliestDeadline
{
    /// <summary>Most sources.</summary>
    public const int MostSources = 1 << 16;

    /// <summary>Most rows: times and sources share 64 bits in the heaps.</summary>
    public const long MostRows = 1L << 45;

    private const int IndexBits = 16;

    // Places ahead that have a list of their own: most waits are short, and a list takes and gives in one step where a heap sifts.
    private const int Ring = 1024;
    private readonly Clock[] _clocks;
    private readonly ulong[] _waiting;
    private readonly ulong[] _ready;
    private int _waits;
    private int _readies;
    private readonly int[] _due = new int[Ring];
    private readonly int[] _next;
    private long _now;

    /// <param name="quotas">Rows of each source; sources without rows take no part.</param>
    public EarliestDeadline(ReadOnlySpan<long> quotas)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quotas.Length, MostSources);
        int sources = 0;
        foreach (long quota in quotas)
        {
            Rows += quota;
            sources += quota > 0 ? 1 : 0;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(Rows, MostRows);
        _clocks = new Clock[quotas.Length];
        _waiting = new ulong[sources];
        _ready = new ulong[sources];
        _next = new int[quotas.Length];
        Array.Fill(_due, -1);
        long parts = Math.Max(2, (2L * sources) - 2);
        for (int i = 0; i < quotas.Length; i++)
        {
            if (quotas[i] > 0)
            {
                _clocks[i] = new Clock(quotas[i], Rows, parts);
                Wait(i, _clocks[i].Release);
            }
        }
    }

    /// <summary>Rows in all.</summary>
    public long Rows { get; }

    /// <summary>The source of the next row; called <see cref="Rows"/> times.</summary>
    public int Next()
    {
        _now++;
        ulong until = (ulong)(_now + 1) << IndexBits;
        while (_waits > 0 && _waiting[0] < until)
        {
            int ripe = (int)(_waiting[0] & (MostSources - 1));
            Pop(_waiting, ref _waits);
            Push(_ready, ref _readies, Key(_clocks[ripe].Deadline, ripe));
        }

        // The order within a list does not matter: the heap of ready sources puts them in order.
        ref int due = ref _due[(int)_now & (Ring - 1)];
        for (int ripe = due; ripe >= 0; ripe = _next[ripe])
        {
            Push(_ready, ref _readies, Key(_clocks[ripe].Deadline, ripe));
        }

        due = -1;
        int source = (int)(_ready[0] & (MostSources - 1));
        ref Clock clock = ref _clocks[source];
        clock.Advance();
        if (clock.Left == 0)
        {
            Pop(_ready, ref _readies);
        }
        else if (clock.Release <= _now + 1)
        {
            // Ready again at once: its place in the heap only sinks.
            Sink(_ready, _readies, Key(clock.Deadline, source));
        }
        else
        {
            Pop(_ready, ref _readies);
            Wait(source, clock.Release);
        }

        return source;
    }

    /// <summary>Puts a source aside until the place at which its next row may come, which is later than the next one.</summary>
    private void Wait(int source, long release)
    {
        if (release - _now < Ring)
        {
            ref int due = ref _due[(int)release & (Ring - 1)];
            _next[source] = due;
            due = source;
        }
        else
        {
            Push(_waiting, ref _waits, Key(release, source));
        }
    }

    private static ulong Key(long time, int source) => ((ulong)time << IndexBits) | (uint)source;

    private static void Push(ulong[] heap, ref int count, ulong key)
    {
        int at = count++;
        while (at > 0)
        {
            int above = (at - 1) >> 1;
            if (heap[above] <= key)
            {
                break;
            }

            heap[at] = heap[above];
            at = above;
        }

        heap[at] = key;
    }

    private static void Pop(ulong[] heap, ref int count)
    {
        count--;
        if (count > 0)
        {
            Sink(heap, count, heap[count]);
        }
    }

    /// <summary>Replaces the root by a key.</summary>
    private static void Sink(ulong[] heap, int count, ulong key)
    {
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= count)
            {
                break;
            }

            if (child + 1 < count && heap[child + 1] < heap[child])
            {
                child++;
            }

            if (key <= heap[child])
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = key;
    }

    /// <summary>When the next row of a source may come and when it must: quotients and remainders over quota x parts, advanced by T / quota a row.</summary>
    private struct Clock
    {
        private readonly long _over;
        private readonly long _whole;
        private readonly long _rest;
        private long _release;
        private long _releaseRest;
        private long _deadlineRest;

        public Clock(long quota, long rows, long parts)
        {
            Left = quota;
            _over = quota * parts;
            _whole = rows / quota;
            _rest = rows % quota * parts;
            (_release, _releaseRest) = Math.DivRem(rows, _over);
            (Int128 deadline, Int128 rest) = Int128.DivRem((Int128)rows * (parts - 1), _over);
            Deadline = (long)deadline;
            _deadlineRest = (long)rest;
        }

        /// <summary>Rows still to come.</summary>
        public long Left { get; private set; }

        /// <summary>The first place that the next row may have, from 1.</summary>
        public readonly long Release => _release + (_releaseRest > 0 ? 1 : 0);

        /// <summary>The last moment that is not too late, rounded down.</summary>
        public long Deadline { get; private set; }

        public void Advance()
        {
            Left--;
            _release += _whole;
            _releaseRest += _rest;
            if (_releaseRest >= _over)
            {
                _releaseRest -= _over;
                _release++;
            }

            Deadline += _whole;
            _deadlineRest += _rest;
            if (_deadlineRest >= _over)
            {
                _deadlineRest -= _over;
                Deadline++;
            }
        }
    }
}
