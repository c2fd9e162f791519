using System.Runtime.CompilerServices;
using Curate.Core.Methods;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>What a profile keeps of the numbers of a column: counts, range, exact power sums and a log-bucket histogram. All of it is a function of the multiset.</summary>
internal sealed class NumericState : IMergeable<NumericState>
{
    public PowerSums Sums { get; private set; } = new();

    public LogHistogram Histogram { get; private set; } = new();

    /// <summary>Finite numbers.</summary>
    public long Count => Histogram.Count;

    public long Zeros => Histogram.Zeros;

    public long Negatives { get; private set; }

    public long NaNs { get; private set; }

    public long PositiveInfinities { get; private set; }

    public long NegativeInfinities { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>Adds a number that comes as a decimal; <paramref name="value"/> is the double nearest to it.</summary>
    public void AddDecimal(double value, ulong mantissa, int exponent, long times)
    {
        See(value, times);
        Sums.AddDecimal(mantissa, value < 0, exponent, times);
    }

    /// <summary>Adds a double, which may be NaN or infinite.</summary>
    public void AddBinary(double value, long times)
    {
        if (double.IsFinite(value))
        {
            See(value, times);
            Sums.AddBinary(value, times);
        }
        else
        {
            NaNs += double.IsNaN(value) ? times : 0;
            PositiveInfinities += double.IsPositiveInfinity(value) ? times : 0;
            NegativeInfinities += double.IsNegativeInfinity(value) ? times : 0;
        }
    }

    /// <summary>Adds what a loop gathered about values that it put into <see cref="Histogram"/> itself.</summary>
    public void AddSeen(double min, double max, long negatives)
    {
        Min = Math.Min(Min, min);
        Max = Math.Max(Max, max);
        Negatives += negatives;
    }

    /// <inheritdoc/>
    public void Merge(NumericState later)
    {
        Sums.Merge(later.Sums);
        Histogram.Merge(later.Histogram);
        AddSeen(later.Min, later.Max, later.Negatives);
        NaNs += later.NaNs;
        PositiveInfinities += later.PositiveInfinities;
        NegativeInfinities += later.NegativeInfinities;
    }

    public void Save(BinaryWriter to)
    {
        Sums.Save(to);
        Histogram.Save(to);
        to.Write(Negatives);
        to.Write(NaNs);
        to.Write(PositiveInfinities);
        to.Write(NegativeInfinities);
        to.Write(Min);
        to.Write(Max);
    }

    public static NumericState Load(BinaryReader from)
    {
        var loaded = new NumericState
        {
            Sums = PowerSums.Load(from),
            Histogram = LogHistogram.Load(from),
            Negatives = StateBytes.Rows(from, "a count of negative numbers"),
            NaNs = StateBytes.Rows(from, "a count of NaN"),
            PositiveInfinities = StateBytes.Rows(from, "a count of infinities"),
            NegativeInfinities = StateBytes.Rows(from, "a count of infinities"),
            Min = from.ReadDouble(),
            Max = from.ReadDouble(),
        };
        StateBytes.Demand(loaded.Count == 0 || (double.IsFinite(loaded.Min) && double.IsFinite(loaded.Max) && loaded.Min <= loaded.Max), "a range of numbers");
        return loaded;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void See(double value, long times)
    {
        // One zero, so that the order of -0 and 0 leaves no trace.
        value = value == 0 ? 0 : value;
        Histogram.Add(value, times);
        Negatives += value < 0 ? times : 0;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
    }
}
