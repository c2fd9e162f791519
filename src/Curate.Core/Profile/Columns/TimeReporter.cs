using Curate.Core.Data;
using Curate.Core.Profile.Report;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>Makes the report on days or moments.</summary>
internal static class TimeReporter
{
    private const int MostGaps = 5;
    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    private static readonly (long Micros, string Name)[] s_units =
        [(Day, "day"), (3600 * Second, "hour"), (60 * Second, "minute"), (Second, "second"), (1000, "millisecond"), (1, "microsecond")];

    /// <summary>The report; counts by unit are exact, and steps are told where the unit resolves every moment.</summary>
    public static TimeReport Of(TimeState time, ColumnKind kind, Estimate distinct)
    {
        (long unit, string name, bool resolves) = UnitOf(time.Counts, kind);
        (long Unit, long Count)[] counts = time.Counts.Sorted(unit);
        (double? step, double? regularity) = resolves && counts.Length > 2 ? StepOf(counts) : (null, null);
        return new TimeReport
        {
            First = ValueDisplay.Moment(time.First),
            Last = ValueDisplay.Moment(time.Last),
            Unit = name,
            Distinct = resolves ? Estimate.Exact(counts.Length) : distinct,
            Step = step,
            Regularity = regularity,
            Gaps = Gaps(counts, unit, step ?? 1),
            Histogram = Histogram(time),
            Weekdays = time.Weekdays,
        };
    }

    /// <summary>Moments as ascending buckets of microseconds.</summary>
    public static ValueBuckets Buckets(TimeState time)
    {
        long unit = time.Counts.Unit;
        var buckets = new List<(double, double, long)>();
        foreach ((long at, long count) in time.Counts.Sorted())
        {
            buckets.Add(unit == 1 ? (at, at, count) : ((at * (double)unit) - 1, ((at + 1) * (double)unit) - 1, count));
        }

        return new ValueBuckets(buckets, time.First, time.Last, 0);
    }

    /// <summary>The coarsest usual unit in which every moment is whole, or the one that the counts had to fall to.</summary>
    private static (long Unit, string Name, bool Resolves) UnitOf(FallingCounts counts, ColumnKind kind)
    {
        if (kind == ColumnKind.Date && counts.Unit <= Day)
        {
            return (Day, "day", true);
        }

        if (counts.IsExact)
        {
            (long Unit, long Count)[] moments = counts.Sorted();
            foreach ((long micros, string name) in s_units)
            {
                if (Array.TrueForAll(moments, m => m.Unit % micros == 0))
                {
                    return (micros, name, true);
                }
            }
        }

        foreach ((long micros, string name) in s_units)
        {
            if (micros == counts.Unit)
            {
                return (micros, name, false);
            }
        }

        long weeks = counts.Unit / (7 * Day);
        return (counts.Unit, weeks == 1 ? "week" : weeks.ToString(System.Globalization.CultureInfo.InvariantCulture) + " weeks", false);
    }

    private static (double? Step, double? Regularity) StepOf((long Unit, long Count)[] counts)
    {
        var steps = new SortedDictionary<long, int>();
        for (int i = 1; i < counts.Length; i++)
        {
            long step = counts[i].Unit - counts[i - 1].Unit;
            steps[step] = steps.GetValueOrDefault(step) + 1;
        }

        // The smallest of the commonest: the dictionary ascends and only a larger count replaces.
        (long commonest, int times) = (0, 0);
        foreach ((long step, int count) in steps)
        {
            if (count > times)
            {
                (commonest, times) = (step, count);
            }
        }

        return (commonest, (double)times / (counts.Length - 1));
    }

    private static List<TimeGap> Gaps((long Unit, long Count)[] counts, long unit, double step)
    {
        var ends = new List<int>();
        var lengths = new List<long>();
        for (int i = 1; i < counts.Length; i++)
        {
            long length = counts[i].Unit - counts[i - 1].Unit;
            if (length > step)
            {
                ends.Add(i);
                lengths.Add(length);
            }
        }

        // Gaps of one length stay in the order of time.
        int[] order = FrequencyOrder.Of(lengths.ToArray());
        var gaps = new List<TimeGap>();
        foreach (int place in order.AsSpan(0, Math.Min(MostGaps, order.Length)))
        {
            int end = ends[place];
            gaps.Add(new TimeGap(Moment(counts[end - 1].Unit, unit), Moment(counts[end].Unit, unit), lengths[place]));
        }

        return gaps;
    }

    // The first unit of a coarse ladder can begin before the first moment that 64 bits hold.
    private static string Moment(long at, long unit) => ValueDisplay.Moment((long)Int128.Clamp((Int128)at * unit, long.MinValue, long.MaxValue));

    private static IReadOnlyList<HistogramBin> Histogram(TimeState time) => Buckets(time).Histogram(isWhole: false);
}
