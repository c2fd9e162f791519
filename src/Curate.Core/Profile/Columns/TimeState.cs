using Curate.Core.Methods;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>What a profile keeps of the days or moments of a column.</summary>
internal sealed class TimeState : IMergeable<TimeState>
{
    private const long DayMicros = 86_400_000_000;

    private readonly long[] _weekdays = new long[7];

    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; } = long.MinValue;

    public FallingCounts Counts { get; private set; } = new();

    /// <summary>Moments added.</summary>
    public long Count => _weekdays.Sum();

    /// <summary>Rows per day of the week, Monday first.</summary>
    public IReadOnlyList<long> Weekdays => _weekdays;

    public void Add(long micros, long times)
    {
        First = Math.Min(First, micros);
        Last = Math.Max(Last, micros);
        Counts.Add(micros, times);
        // 1970-01-01 was a Thursday.
        long day = Math.DivRem(micros, DayMicros, out long rest) - (rest < 0 ? 1 : 0);
        _weekdays[(int)((((day + 3) % 7) + 7) % 7)] += times;
    }

    /// <inheritdoc/>
    public void Merge(TimeState later)
    {
        First = Math.Min(First, later.First);
        Last = Math.Max(Last, later.Last);
        Counts.Merge(later.Counts);
        for (int i = 0; i < 7; i++)
        {
            _weekdays[i] += later._weekdays[i];
        }
    }

    public void Save(BinaryWriter to)
    {
        to.Write(First);
        to.Write(Last);
        Counts.Save(to);
        foreach (long count in _weekdays)
        {
            to.Write(count);
        }
    }

    public static TimeState Load(BinaryReader from)
    {
        var loaded = new TimeState { First = from.ReadInt64(), Last = from.ReadInt64(), Counts = FallingCounts.Load(from) };
        for (int i = 0; i < 7; i++)
        {
            loaded._weekdays[i] = StateBytes.Rows(from, "a count of a weekday");
        }

        StateBytes.Demand(loaded.Count == 0 || loaded.First <= loaded.Last, "a range of moments");
        return loaded;
    }
}
