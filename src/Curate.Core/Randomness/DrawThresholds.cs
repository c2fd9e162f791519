using Curate.Core.Running;

namespace Curate.Core.Randomness;

/// <summary>
/// Picks, in each group, the rows with the k smallest draws: a uniform subset of exactly k rows that does not depend on order, threads or
/// shards, and that changes little when rows are appended. The k-th smallest draw of each group is found by refining a histogram of the
/// draws' leading bits, so memory is at most 32 MiB whatever the number of rows; cost is two to six walks over the draws.
/// </summary>
public sealed class DrawThresholds
{
    private const int TotalBuckets = 1 << 22;
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
    public static DrawThresholds Find<TDraws>(TDraws draws, ReadOnlySpan<long> quotas, ReadOnlySpan<long> sizes)
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
            found.Refine(draws, open.GetRange(first, Math.Min(TotalBuckets / 16, open.Count - first)), rest, quotas.Length);
        }

        return found;
    }

    /// <summary>Sets the bit of every row that <see cref="Find"/>'s thresholds pick.</summary>
    public static void Pick<TDraws>(TDraws draws, ReadOnlySpan<long> quotas, ReadOnlySpan<long> sizes, BitMap picked)
        where TDraws : IRowDraws
    {
        DrawThresholds thresholds = Find(draws, quotas, sizes);
        for (long row = 0; row < draws.Rows; row++)
        {
            if (thresholds.Includes(draws.GroupOf(row), draws.DrawOf(row), row))
            {
                picked.Set(row);
            }
        }
    }

    private void Refine<TDraws>(TDraws draws, List<int> open, long[] rest, int groups)
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
            ulong mask = (1UL << bits) - 1;
            for (long row = 0; row < draws.Rows; row++)
            {
                int group = draws.GroupOf(row);
                if (place[group] >= 0)
                {
                    ulong draw = draws.DrawOf(row);
                    if (known == 0 || draw >> (64 - known) == prefix[group])
                    {
                        histogram[(place[group] << bits) | (int)((draw >> (64 - known - bits)) & mask)]++;
                    }
                }
            }

            known += bits;
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
                    open.RemoveAt(i);
                }
            }
        }

        // Equal draws of 64 bits: rows decide, in order.
        foreach (int group in open)
        {
            _last[group] = prefix[group];
            long left = rest[group];
            for (long row = 0; row < draws.Rows && left > 0; row++)
            {
                if (draws.GroupOf(row) == group && draws.DrawOf(row) == prefix[group])
                {
                    left--;
                    _lastRow[group] = row;
                }
            }
        }
    }
}
