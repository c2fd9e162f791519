using System.Runtime.CompilerServices;
using Curate.Core.Running;

namespace Curate.Core.Randomness;

/// <summary>
/// Picks, in each group, the rows with the k smallest draws: a uniform subset of exactly k rows that does not depend on order, threads or
/// shards, and that changes little when rows are appended. The k-th smallest draw of each group is found by refining a histogram of the
/// draws' leading bits until the draws that are left are few, which are sorted. Memory is at most 32 MiB whatever the number of rows, and up to half a MiB for each
/// 262,144 rows; cost is two walks over the draws, seldom up to six, side by side on several threads.
/// </summary>
public sealed class DrawThresholds
{
    /// <summary>Draws that are sorted together, at 24 bytes each.</summary>
    internal const int MostSorted = 1 << 19;

    private const int TotalBuckets = 1 << 22;
    private const int SharedBuckets = 1 << 16;

    // A multiple of 64, so that threads set different words of a bitmap.
    private const int SliceRows = 1 << 18;
    private const int BlockRows = 2048;
    private readonly ulong[] _last;
    private readonly long[] _lastRow;
    private readonly bool[] _none;

    private DrawThresholds(int groups)
    {
        _last = new ulong[groups];
        _lastRow = new long[groups];
        _none = new bool[groups];
        Array.Fill(_lastRow, long.MaxValue);
    }

    /// <summary>True when the row is among the picked ones of its group.</summary>
    public bool Includes(int group, ulong draw, long row) =>
        !_none[group] && (draw < _last[group] || (draw == _last[group] && row <= _lastRow[group]));

    /// <summary>Writes the thresholds, for plans.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(_last.Length);
        for (int g = 0; g < _last.Length; g++)
        {
            to.Write(_last[g]);
            to.Write(_lastRow[g]);
            to.Write(_none[g]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static DrawThresholds Load(BinaryReader from)
    {
        var ends = new List<(ulong Last, long Row, bool None)>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            ends.Add((from.ReadUInt64(), from.ReadInt64(), from.ReadBoolean()));
        }

        var found = new DrawThresholds(ends.Count);
        for (int g = 0; g < ends.Count; g++)
        {
            (found._last[g], found._lastRow[g], found._none[g]) = ends[g];
        }

        return found;
    }

    /// <summary>Thresholds for <paramref name="quotas"/> (rows to pick per group, at most its size in <paramref name="sizes"/>).</summary>
    /// <param name="draws">Draws and groups of all rows.</param>
    /// <param name="quotas">Rows to pick, by group.</param>
    /// <param name="sizes">Rows there are, by group.</param>
    /// <param name="workers">Threads that look at the draws.</param>
    public static DrawThresholds Find<TDraws>(TDraws draws, ReadOnlySpan<long> quotas, ReadOnlySpan<long> sizes, int workers = 1)
        where TDraws : IRowDraws => Find(draws, quotas, sizes, workers, MostSorted);

    internal static DrawThresholds Find<TDraws>(TDraws draws, ReadOnlySpan<long> quotas, ReadOnlySpan<long> sizes, int workers, int mostSorted)
        where TDraws : IRowDraws
    {
        var found = new DrawThresholds(quotas.Length);
        var open = new List<int>();
        var rest = new long[quotas.Length];
        for (int g = 0; g < quotas.Length; g++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(quotas[g], sizes[g]);
            found._none[g] = quotas[g] <= 0;
            found._last[g] = ulong.MaxValue;
            if (quotas[g] > 0 && quotas[g] < sizes[g])
            {
                rest[g] = quotas[g];
                open.Add(g);
            }
        }

        for (int first = 0; first < open.Count; first += TotalBuckets / 16)
        {
            found.Refine(draws, open.GetRange(first, Math.Min(TotalBuckets / 16, open.Count - first)), rest, quotas.Length, workers, mostSorted);
        }

        return found;
    }

    /// <summary>Sets the bit of every row that the thresholds pick.</summary>
    /// <param name="draws">Draws and groups of all rows.</param>
    /// <param name="quotas">Rows to pick, by group.</param>
    /// <param name="sizes">Rows there are, by group.</param>
    /// <param name="picked">Gets the bits.</param>
    /// <param name="workers">Threads that look at the draws.</param>
    public static void Pick<TDraws>(TDraws draws, ReadOnlySpan<long> quotas, ReadOnlySpan<long> sizes, BitMap picked, int workers = 1)
        where TDraws : IRowDraws
    {
        DrawThresholds thresholds = Find(draws, quotas, sizes, workers);
        picked.Reserve(draws.Rows);
        ForSlices(draws.Rows, workers, (first, end) => thresholds.PickSlice(draws, first, end, picked));
    }

    private static void ForSlices(long rows, int workers, Action<long, long> slice)
    {
        int slices = checked((int)((rows + SliceRows - 1) / SliceRows));
        Workers.ForBlocks(workers, slices, s => slice((long)s * SliceRows, Math.Min(rows, (s + 1L) * SliceRows)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PickSlice<TDraws>(TDraws draws, long first, long end, BitMap picked)
        where TDraws : IRowDraws
    {
        Span<int> groups = stackalloc int[64];
        Span<ulong> own = stackalloc ulong[64];
        for (long row = first; row < end; row += 64)
        {
            int count = (int)Math.Min(64, end - row);
            draws.Read(row, groups[..count], own[..count]);
            ulong bits = 0;
            for (int i = 0; i < count; i++)
            {
                bits |= Includes(groups[i], own[i], row + i) ? 1UL << i : 0;
            }

            picked.SetWord(row >> 6, bits);
        }
    }

    // How many draws of the open groups have the leading bits that are known of their group's threshold, by the bits that follow.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountSlice<TDraws>(TDraws draws, long first, long end, int[] place, ulong[] prefix, int known, int bits, long[] histogram)
        where TDraws : IRowDraws
    {
        int[] groups = new int[BlockRows];
        ulong[] own = new ulong[BlockRows];
        ulong mask = (1UL << bits) - 1;
        for (long row = first; row < end; row += BlockRows)
        {
            int count = (int)Math.Min(BlockRows, end - row);
            draws.Read(row, groups.AsSpan(0, count), own.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                int at = place[groups[i]];
                if (at >= 0 && (known == 0 || own[i] >> (64 - known) == prefix[groups[i]]))
                {
                    histogram[(at << bits) | (int)((own[i] >> (64 - known - bits)) & mask)]++;
                }
            }
        }
    }

    // The draws of the open groups with the leading bits that are known of their group's threshold.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void GatherSlice<TDraws>(TDraws draws, long first, long end, int[] place, ulong[] prefix, int known, List<(int Group, ulong Draw, long Row)> into)
        where TDraws : IRowDraws
    {
        int[] groups = new int[BlockRows];
        ulong[] own = new ulong[BlockRows];
        for (long row = first; row < end; row += BlockRows)
        {
            int count = (int)Math.Min(BlockRows, end - row);
            draws.Read(row, groups.AsSpan(0, count), own.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                if (place[groups[i]] >= 0 && own[i] >> (64 - known) == prefix[groups[i]])
                {
                    into.Add((groups[i], own[i], row + i));
                }
            }
        }
    }

    /// <summary>Sorts the draws that may be the thresholds of the open groups, and takes them from their places.</summary>
    private void Finish<TDraws>(TDraws draws, List<int> open, long[] rest, int[] place, ulong[] prefix, int known, int workers)
        where TDraws : IRowDraws
    {
        var few = new List<(int Group, ulong Draw, long Row)>();
        var gate = new Lock();
        ForSlices(draws.Rows, workers, (first, end) =>
        {
            var own = new List<(int Group, ulong Draw, long Row)>();
            GatherSlice(draws, first, end, place, prefix, known, own);
            lock (gate)
            {
                few.AddRange(own);
            }
        });

        // Rows are all different, so the order does not depend on which thread came first.
        few.Sort();
        int at = 0;
        open.Sort();
        foreach (int group in open)
        {
            while (few[at].Group < group)
            {
                at++;
            }

            int last = at + (int)rest[group] - 1;
            _last[group] = few[last].Draw;
            bool cutsEqualDraws = last + 1 < few.Count && few[last + 1].Group == group && few[last + 1].Draw == few[last].Draw;
            _lastRow[group] = cutsEqualDraws ? few[last].Row : long.MaxValue;
        }

        open.Clear();
    }

    // Sums of whole numbers: the same whichever thread comes first. A large histogram is not made for each of them.
    private static void Count<TDraws>(TDraws draws, int[] place, ulong[] prefix, int known, int bits, long[] histogram, int workers)
        where TDraws : IRowDraws
    {
        if (histogram.Length > SharedBuckets)
        {
            CountSlice(draws, 0, draws.Rows, place, prefix, known, bits, histogram);
            return;
        }

        var gate = new Lock();
        ForSlices(draws.Rows, workers, (first, end) =>
        {
            var own = new long[histogram.Length];
            CountSlice(draws, first, end, place, prefix, known, bits, own);
            lock (gate)
            {
                for (int i = 0; i < own.Length; i++)
                {
                    histogram[i] += own[i];
                }
            }
        });
    }

    private void Refine<TDraws>(TDraws draws, List<int> open, long[] rest, int groups, int workers, int mostSorted)
        where TDraws : IRowDraws
    {
        var place = new int[groups];
        var prefix = new ulong[groups];
        int known = 0;
        while (open.Count > 0 && known < 64)
        {
            int bits = 4;
            while (bits < 12 && known + bits < 64 && (long)open.Count << (bits + 1) <= TotalBuckets)
            {
                bits++;
            }

            bits = Math.Min(bits, 64 - known);
            Array.Fill(place, -1);
            for (int i = 0; i < open.Count; i++)
            {
                place[open[i]] = i;
            }

            var histogram = new long[open.Count << bits];
            Count(draws, place, prefix, known, bits, histogram, workers);
            known += bits;
            long left = 0;
            for (int i = open.Count - 1; i >= 0; i--)
            {
                int group = open[i];
                int bucket = place[group] << bits;
                ulong digit = 0;
                while (histogram[bucket] < rest[group])
                {
                    rest[group] -= histogram[bucket++];
                    digit++;
                }

                prefix[group] = (prefix[group] << bits) | digit;
                if (histogram[bucket] == rest[group])
                {
                    // The whole bucket is in: its upper end is the threshold.
                    _last[group] = known == 64 ? prefix[group] : (prefix[group] << (64 - known)) | (ulong.MaxValue >> known);
                    place[group] = -1;
                    open.RemoveAt(i);
                }
                else
                {
                    left += histogram[bucket];
                }
            }

            if (open.Count > 0 && left <= mostSorted)
            {
                Finish(draws, open, rest, place, prefix, known, workers);
            }
        }

        // Equal draws of 64 bits: rows decide, in order.
        foreach (int group in open)
        {
            _last[group] = prefix[group];
            long wanted = rest[group];
            for (long row = 0; row < draws.Rows && wanted > 0; row++)
            {
                if (draws.GroupOf(row) == group && draws.DrawOf(row) == prefix[group])
                {
                    wanted--;
                    _lastRow[group] = row;
                }
            }
        }
    }
}
