using System.Runtime.CompilerServices;
using Curate.Core.Methods;

namespace Curate.Core.Sketches;

/// <summary>
/// A distribution of whole numbers from zero up, such as lengths: one counter each below <see cref="Limit"/>, buckets and exact power sums above. Moments are exact;
/// quantiles are exact below the limit and within <see cref="LogHistogram.RelativeError"/> above.
/// </summary>
/// <remarks>8 bytes per number up to the largest below the limit.</remarks>
public sealed class SmallCounts : IMergeable<SmallCounts>
{
    /// <summary>Numbers below this have a counter of their own.</summary>
    public const int Limit = 4096;

    private long[] _counts = [];
    private LogHistogram? _large;
    private PowerSums? _sums;
    private long _most;
    private long _leastLarge = long.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int value)
    {
        long[] counts = _counts;
        if ((uint)value < (uint)counts.Length)
        {
            counts[value]++;
        }
        else
        {
            Add(value, 1);
        }
    }

    public void Add(long value, long times)
    {
        if (value >= Limit)
        {
            (_large ??= new LogHistogram()).Add(value, times);
            (_sums ??= new PowerSums()).AddDecimal((ulong)value, false, 0, times);
            _most = Math.Max(_most, value);
            _leastLarge = Math.Min(_leastLarge, value);
            return;
        }

        if (value >= _counts.Length)
        {
            Array.Resize(ref _counts, (int)Math.Min(Limit, Math.Max(value + 1, Math.Max(32, _counts.Length * 2L))));
        }

        _counts[value] += times;
    }

    /// <inheritdoc/>
    public void Merge(SmallCounts later)
    {
        for (int i = 0; i < later._counts.Length; i++)
        {
            if (later._counts[i] > 0)
            {
                Add(i, later._counts[i]);
            }
        }

        if (later._large is not null)
        {
            (_large ??= new LogHistogram()).Merge(later._large);
            (_sums ??= new PowerSums()).Merge(later._sums!);
            _most = Math.Max(_most, later._most);
            _leastLarge = Math.Min(_leastLarge, later._leastLarge);
        }
    }

    /// <summary>How many numbers there are.</summary>
    public long Count => _counts.Sum() + (_large?.Count ?? 0);

    /// <summary>Number-count pairs below the limit, then buckets, ascending.</summary>
    public List<(double Low, double High, long Count)> Buckets()
    {
        var buckets = new List<(double, double, long)>();
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                buckets.Add((i, i, _counts[i]));
            }
        }

        if (_large is not null)
        {
            buckets.AddRange(_large.Buckets());
        }

        return buckets;
    }

    /// <summary>The largest number; 0 where there is none.</summary>
    public long Most => _large is not null ? _most : Math.Max(0, Array.FindLastIndex(_counts, static c => c > 0));

    /// <summary>The smallest number; 0 where there is none.</summary>
    public long Least
    {
        get
        {
            int first = Array.FindIndex(_counts, static c => c > 0);
            return first >= 0 ? first : _large is null ? 0 : _leastLarge;
        }
    }

    /// <summary>Largest relative error of a quantile: 0 where every number has its own counter.</summary>
    public double RelativeError => _large is null ? 0 : LogHistogram.RelativeError;

    public Moments Moments()
    {
        var sums = new PowerSums();
        for (int i = 1; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                sums.AddDecimal((ulong)i, false, 0, _counts[i]);
            }
        }

        if (_sums is not null)
        {
            sums.Merge(_sums);
        }

        return sums.Moments(Count);
    }

    /// <summary>Writes the counts.</summary>
    public void Save(BinaryWriter to)
    {
        int length = Array.FindLastIndex(_counts, static c => c > 0) + 1;
        to.Write(length);
        for (int i = 0; i < length; i++)
        {
            to.Write(_counts[i]);
        }

        to.Write(_large is not null);
        if (_large is not null)
        {
            to.Write(_most);
            to.Write(_leastLarge);
            _large.Save(to);
            _sums!.Save(to);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no counts.</exception>
    public static SmallCounts Load(BinaryReader from)
    {
        var loaded = new SmallCounts();
        int length = StateBytes.Count(from, Limit, "the number of lengths");
        loaded._counts = new long[length];
        for (int i = 0; i < length; i++)
        {
            loaded._counts[i] = StateBytes.Rows(from, "a count of a length");
        }

        if (from.ReadBoolean())
        {
            loaded._most = StateBytes.Rows(from, "a length");
            loaded._leastLarge = StateBytes.Rows(from, "a length");
            loaded._large = LogHistogram.Load(from);
            loaded._sums = PowerSums.Load(from);
        }

        return loaded;
    }
}
