using Curate.Core.Methods;

namespace Curate.Core.Sketches;

/// <summary>
/// Counts of moments (microseconds) by a unit of time that falls from microseconds over seconds, minutes, hours and days to multiples of weeks: the finest at
/// which at most <see cref="Capacity"/> different ones occur. Each unit divides the next, so coarse counts are sums of fine ones and the state is a
/// function of the multiset alone.
/// </summary>
/// <remarks>40 bytes per different unit; adding is one probe of a hash table.</remarks>
public sealed class FallingCounts : IMergeable<FallingCounts>
{
    /// <summary>Different units kept.</summary>
    public const int Capacity = 1 << 14;

    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    private static readonly long[] s_units =
        [1, 1000, Second, 60 * Second, 3600 * Second, Day, 7 * Day, 7 * 8 * Day, 7 * 64 * Day, 7 * 512 * Day, 7 * 4096L * Day, 7 * 32768L * Day];

    private readonly Dictionary<long, long> _counts = [];

    /// <summary>Position of the unit on the ladder.</summary>
    public int Level { get; private set; }

    /// <summary>The unit in microseconds.</summary>
    public long Unit => s_units[Level];

    public int Count => _counts.Count;

    /// <summary>Every different moment is counted by itself.</summary>
    public bool IsExact => Level == 0;

    public void Add(long micros, long times)
    {
        Increase(Floor(micros, Unit), times);
        Shrink();
    }

    /// <inheritdoc/>
    public void Merge(FallingCounts later)
    {
        while (Level < later.Level)
        {
            Coarsen();
        }

        long parts = Unit / later.Unit;
        foreach ((long unit, long count) in later.Sorted())
        {
            Increase(Floor(unit, parts), count);
        }

        Shrink();
    }

    /// <summary>Units since 1970-01-01T00:00:00Z and their counts, ascending.</summary>
    public (long Unit, long Count)[] Sorted()
    {
        var sorted = new (long Unit, long Count)[_counts.Count];
        int n = 0;
        foreach ((long unit, long count) in _counts)
        {
            sorted[n++] = (unit, count);
        }

        Array.Sort(sorted, static (a, b) => a.Unit.CompareTo(b.Unit));
        return sorted;
    }

    /// <summary>The same moments counted by a coarser unit of the ladder, ascending.</summary>
    public (long Unit, long Count)[] Sorted(long unit)
    {
        var coarse = new List<(long Unit, long Count)>();
        foreach ((long fine, long count) in Sorted())
        {
            long at = Floor(fine, unit / Unit);
            if (coarse.Count > 0 && coarse[^1].Unit == at)
            {
                coarse[^1] = (at, coarse[^1].Count + count);
            }
            else
            {
                coarse.Add((at, count));
            }
        }

        return [.. coarse];
    }

    /// <summary>Writes the counts in order.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write((byte)Level);
        to.Write(_counts.Count);
        foreach ((long unit, long count) in Sorted())
        {
            to.Write(unit);
            to.Write(count);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no counts.</exception>
    public static FallingCounts Load(BinaryReader from)
    {
        var loaded = new FallingCounts { Level = from.ReadByte() };
        StateBytes.Demand(loaded.Level < s_units.Length, "a unit of time");
        int count = StateBytes.Count(from, Capacity, "the number of moments");
        long before = long.MinValue;
        for (int i = 0; i < count; i++)
        {
            long unit = from.ReadInt64();
            long rows = from.ReadInt64();
            StateBytes.Demand(unit > before && rows > 0 && unit >= Floor(long.MinValue, loaded.Unit) && unit <= long.MaxValue / loaded.Unit, "a count of moments");
            loaded._counts.Add(unit, rows);
            before = unit;
        }

        return loaded;
    }

    private static long Floor(long value, long unit)
    {
        long quotient = Math.DivRem(value, unit, out long rest);
        return rest < 0 ? quotient - 1 : quotient;
    }

    private void Increase(long unit, long times) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, unit, out _) += times;

    private void Shrink()
    {
        while (_counts.Count > Capacity)
        {
            Coarsen();
        }
    }

    private void Coarsen()
    {
        (long Unit, long Count)[] fine = Sorted();
        long unit = Unit;
        Level++;
        _counts.Clear();
        foreach ((long at, long count) in fine)
        {
            Increase(Floor(at, Unit / unit), count);
        }
    }
}
