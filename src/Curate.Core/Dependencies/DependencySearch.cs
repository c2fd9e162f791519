using System.Collections.Concurrent;
using System.Numerics;
using Curate.Core.Running;

namespace Curate.Core.Dependencies;

/// <summary>
/// Finds all minimal dependencies X → A that hold, those that almost hold, and all minimal keys, level by level over the size of X. A left side is looked at only
/// while no smaller one has the same groups (free sets; Novelli and Cicchetti 2001, FUN) and it is no key; groups are stripped partitions and
/// their products (Huhtala et al. 1999, TANE); a dependency is given up in the first group that breaks it (as HyFD validates; Papenbrock and Naumann 2016).
/// </summary>
/// <remarks>
/// Exponential in columns, linear in rows. Left sides that differ in the last column share their product. Memory: 8 bytes a value (codes and the groups of
/// single columns), and for every worker 24 bytes a row and 4 bytes a distinct value. The work is counted in visits of rows, left side by left side in a fixed
/// order, and the search ends behind the one that exceeds the limit: the same one for any number of workers and any speed.
/// </remarks>
internal sealed class DependencySearch : IDisposable
{
    /// <summary>What a left side costs besides rows: making and keeping it.</summary>
    private const int WorkPerLeftSide = 256;

    /// <summary>Bytes a left side takes while its level is worked on.</summary>
    private const int BytesPerLeftSide = 96;

    // Blocks of left sides between two looks at the limit of work.
    private const int BlocksAtOnce = 256;

    private readonly CodedTable _table;
    private readonly DependencyOptions _options;
    private readonly RunContext _context;
    private readonly MemoryLease _lease;
    private readonly int[] _columns;
    private readonly Partition[] _single;
    private readonly double[] _pdep;
    private readonly List<ulong>[] _exact;
    private readonly List<ulong>[] _almost;
    private readonly ConcurrentBag<Room> _rooms = [];
    private readonly SearchResult _result = new();
    private readonly long _mostViolations;

    public DependencySearch(CodedTable table, DependencyOptions options, RunContext context)
    {
        _table = table;
        _options = options;
        _context = context;
        int columns = table.Columns.Count;
        int values = columns == 0 ? 0 : table.Dictionaries.Max(static d => d.Count);
        _lease = context.Memory.Lease((4L * table.Rows * columns) + (context.Workers * ((24L * table.Rows) + (4L * values))), "The search for dependencies (--dependencies)");

        // Columns with most values come first: their groups are small, and so are those of all left sides that begin with them.
        _columns = [.. Enumerable.Range(0, columns).OrderByDescending(c => table.Dictionaries[c].Count).ThenBy(static c => c)];
        _single = new Partition[columns];
        _pdep = new double[columns];
        _exact = [.. _columns.Select(static _ => new List<ulong>())];
        _almost = [.. _columns.Select(static _ => new List<ulong>())];
        _mostViolations = (long)Math.Floor(options.Error * table.Rows);
    }

    public void Dispose() => _lease.Dispose();

    /// <summary>Searches. Fewer than two rows say nothing, and nothing is found in them.</summary>
    public SearchResult Run()
    {
        if (_table.Rows < 2)
        {
            _result.IsExhausted = true;
            return _result;
        }

        Workers.ForBlocks(_context.Workers, _columns.Length, Prepare, _context.Ct);
        var level = new List<ulong>();
        for (int c = 0; c < _columns.Length; c++)
        {
            if (_table.Dictionaries[_columns[c]].Count > 1)
            {
                level.Add(1UL << c);
                continue;
            }

            _exact[c].Add(0);
            _result.Exact.Add(new FoundDependency(0, c, Constant()));
        }

        for (int size = 1; level.Count > 0; size++)
        {
            if (_options.LeftSide > 0 && size > _options.LeftSide)
            {
                return _result;
            }

            using MemoryLease held = _context.Memory.Lease((long)level.Count * BytesPerLeftSide, "The left sides of dependencies");
            List<ulong>? free = Level(level);
            if (free is null)
            {
                _result.IsCut = true;
                return _result;
            }

            _result.Complete = size;
            List<ulong>? next = _options.LeftSide > 0 && size == _options.LeftSide ? null : Next(free);
            if (next is null)
            {
                _result.IsCut = _options.LeftSide == 0 || size < _options.LeftSide;
                return _result;
            }

            level = next;
        }

        _result.IsExhausted = true;
        return _result;
    }

    /// <summary>The columns of a left side in table order.</summary>
    public int[] Columns(ulong left)
    {
        var columns = new List<int>();
        for (; left != 0; left &= left - 1)
        {
            columns.Add(_columns[BitOperations.TrailingZeroCount(left)]);
        }

        columns.Sort();
        return [.. columns];
    }

    /// <summary>The column that a number of the search means.</summary>
    public int Column(int right) => _columns[right];

    /// <summary>The groups of a left side; good until the room is used again.</summary>
    public Partition Groups(ulong left, Room room)
    {
        if (left == 0)
        {
            room.A.All(_table.Rows);
            return room.A;
        }

        Partition at = _single[BitOperations.TrailingZeroCount(left)];
        Partition to = room.A;
        for (ulong rest = left & (left - 1); rest != 0; rest &= rest - 1)
        {
            to.Refine(at, _table.Codes(_columns[BitOperations.TrailingZeroCount(rest)]), room.Scan.Counts);
            room.Scan.Visits += 2L * at.Rows;
            (at, to) = (to, to == room.A ? room.B : room.A);
        }

        return at;
    }

    public Room TakeRoom() => _rooms.TryTake(out Room? room) ? room : new Room(_table.Dictionaries.Max(static d => d.Count));

    public void GiveBack(Room room) => _rooms.Add(room);

    private void Prepare(int at)
    {
        ReadOnlySpan<int> codes = _table.Codes(_columns[at]);
        Room room = TakeRoom();
        long[] counts = new long[_table.Dictionaries[_columns[at]].Count];
        foreach (int code in codes)
        {
            counts[code]++;
        }

        double sum = 0;
        foreach (long count in counts)
        {
            double share = (double)count / codes.Length;
            sum += share * share;
        }

        _pdep[at] = counts.Length == 1 ? 1 : sum;
        room.A.All(codes.Length);
        _single[at] = new Partition();
        _single[at].Refine(room.A, codes, room.Scan.Counts);
        _single[at].Trim();
        GiveBack(room);
    }

    private DependencyMeasures Constant() => new()
    {
        Rows = _table.Rows,
        Groups = 1,
        Support = _table.Rows,
        Violations = 0,
        Pairs = 0,
        Pdep = 1,
        PdepOfRight = 1,
    };

    /// <summary>Looks at the left sides of one size; gives those that can be part of larger ones, or null where the limit of work ended it.</summary>
    private List<ulong>? Level(List<ulong> level)
    {
        // Left sides with all but the last column in common, one block each.
        var blocks = new List<(int From, int To)>();
        for (int from = 0; from < level.Count;)
        {
            int to = from + 1;
            while (to < level.Count && Prefix(level[to]) is not 0 and var prefix && prefix == Prefix(level[from]))
            {
                to++;
            }

            blocks.Add((from, to));
            from = to;
        }

        var free = new List<ulong>();
        var looks = new Look[level.Count];
        for (int first = 0; first < blocks.Count; first += BlocksAtOnce)
        {
            int count = Math.Min(BlocksAtOnce, blocks.Count - first);
            int start = first;
            Workers.ForBlocks(_context.Workers, count, b => LookAt(level, blocks[start + b], looks), _context.Ct);
            for (int x = blocks[first].From; x < blocks[first + count - 1].To; x++)
            {
                Look look = looks[x];
                looks[x] = default;
                _result.Work += look.Work + WorkPerLeftSide;
                _result.LeftSides++;
                Take(level[x], look);
                if (!look.IsKey)
                {
                    free.Add(level[x]);
                }

                if (_result.Work > _options.Work && x + 1 < level.Count)
                {
                    return null;
                }
            }
        }

        // Left sides of one size never contain each other, so what they determine counts from the next size on.
        return free;
    }

    private void Take(ulong left, Look look)
    {
        if (look.IsKey)
        {
            _result.Keys.Add(left);
        }

        foreach (FoundDependency found in look.Found ?? [])
        {
            (found.Measures.IsExact ? _exact : _almost)[found.Right].Add(left);
            (found.Measures.IsExact ? _result.Exact : _result.Almost).Add(found);
        }
    }

    private void LookAt(List<ulong> level, (int From, int To) block, Look[] looks)
    {
        Room room = TakeRoom();
        room.Scan.Visits = 0;
        ulong prefix = Prefix(level[block.From]);
        Partition before = prefix == 0 ? room.A : Groups(prefix, room);
        Partition own = before == room.A ? room.B : room.A;
        for (int x = block.From; x < block.To; x++)
        {
            _context.Ct.ThrowIfCancellationRequested();
            int last = BitOperations.Log2(level[x]);
            Partition groups = own;
            if (prefix == 0)
            {
                groups = _single[last];
            }
            else
            {
                own.Refine(before, _table.Codes(_columns[last]), room.Scan.Counts);
                room.Scan.Visits += 2L * before.Rows;
            }

            List<FoundDependency>? found = Determined(level[x], groups, room);
            looks[x] = new Look { IsKey = groups.Groups == 0, Found = found, Work = room.Scan.Visits };
            room.Scan.Visits = 0;
        }

        GiveBack(room);
    }

    /// <summary>What a left side determines, or almost determines, that no part of it does.</summary>
    private List<FoundDependency>? Determined(ulong left, Partition groups, Room room)
    {
        List<FoundDependency>? found = null;
        for (int right = 0; right < _columns.Length; right++)
        {
            if ((left >> right & 1) != 0)
            {
                continue;
            }

            room.Scan.Visits += (_exact[right].Count + _almost[right].Count) / 8;
            if (Contains(left, _exact[right]))
            {
                continue;
            }

            ReadOnlySpan<int> codes = _table.Codes(_columns[right]);
            long most = _mostViolations == 0 || Contains(left, _almost[right]) ? 0 : _mostViolations;
            long violations = room.Scan.Violations(groups, codes, most);
            if (violations > most)
            {
                continue;
            }

            DependencyMeasures measures = room.Scan.Measures(groups, codes, _pdep[right]);
            if (measures.IsExact || (measures.MuPlus >= _options.Strength && measures.Support >= _options.Support))
            {
                (found ??= []).Add(new FoundDependency(left, right, measures));
            }
        }

        return found;
    }

    /// <summary>The left sides of the next size: every part is among those given, and no column of it is determined by the others. Null where they are more work than is left.</summary>
    private List<ulong>? Next(List<ulong> free)
    {
        var known = new HashSet<ulong>(free);
        var next = new List<ulong>();
        long most = Math.Max(0, (_options.Work - _result.Work) / WorkPerLeftSide);
        for (int from = 0; from < free.Count;)
        {
            int to = from + 1;
            while (to < free.Count && Prefix(free[to]) == Prefix(free[from]))
            {
                to++;
            }

            for (int a = from; a < to; a++)
            {
                for (int b = a + 1; b < to; b++)
                {
                    ulong left = free[a] | free[b];
                    if (!IsFree(left, known))
                    {
                        continue;
                    }

                    if (next.Count == most)
                    {
                        return null;
                    }

                    next.Add(left);
                }
            }

            from = to;
        }

        return next;
    }

    private bool IsFree(ulong left, HashSet<ulong> known)
    {
        for (ulong rest = left; rest != 0; rest &= rest - 1)
        {
            ulong bit = rest & (~rest + 1);
            if (!known.Contains(left & ~bit) || Contains(left & ~bit, _exact[BitOperations.TrailingZeroCount(bit)]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Contains(ulong left, List<ulong> parts)
    {
        foreach (ulong part in parts)
        {
            if ((part & ~left) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static ulong Prefix(ulong left) => left & ~(1UL << BitOperations.Log2(left));

    /// <summary>What came out for one left side.</summary>
    private readonly record struct Look
    {
        public bool IsKey { get; init; }

        public List<FoundDependency>? Found { get; init; }

        public long Work { get; init; }
    }

    /// <summary>What one thread works in.</summary>
    public sealed class Room(int mostValues)
    {
        public Partition A { get; } = new();

        public Partition B { get; } = new();

        public PartitionScan Scan { get; } = new(mostValues);
    }
}
