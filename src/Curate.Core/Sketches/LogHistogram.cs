using System.Runtime.CompilerServices;
using Curate.Core.Methods;

namespace Curate.Core.Sketches;

/// <summary>
/// Counts of numbers in buckets whose bounds grow geometrically: 128 equal parts of every octave, told by the upper bits of the number alone. Whatever order
/// statistic is asked for, its bucket is exact and the middle of the bucket is within <see cref="RelativeError"/> of it; counts add, so merging is exact. Negative
/// numbers mirror positive ones, zero stands apart, denormal numbers have the same relative error.
/// </summary>
/// <remarks>512 bytes per octave that holds a value, from nothing; at most 2.2 MB. Adding is a shift and an increment. NaN and infinities do not belong here.</remarks>
public sealed class LogHistogram : IMergeable<LogHistogram>
{
    /// <summary>Half of a bucket's width over its lower bound.</summary>
    public const double RelativeError = 1.0 / 256;

    private const int PartBits = 7;
    private const int Shift = 52 - PartBits;
    private const int DenormalOctaves = 54;
    private const double DenormalScale = 18014398509481984.0;
    private const int LeastKey = -DenormalOctaves << PartBits;
    private const int MostKey = (2047 << PartBits) - 1;

    private Side _positive = new();
    private Side _negative = new();

    /// <summary>How many numbers were added.</summary>
    public long Count { get; private set; }

    public long Zeros { get; private set; }

    /// <summary>Adds a finite number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value)
    {
        Count++;
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        if (bits >= 1UL << 52 && bits <= 0x7FEFFFFFFFFFFFFFUL)
        {
            // The bucket of a positive number holds its upper bound, that of a negative one its lower bound in magnitude: both are (low, high].
            _positive.Increment((int)((bits - 1) >> Shift));
        }
        else
        {
            AddOther(value, 1);
        }
    }

    /// <summary>Adds a finite number several times.</summary>
    public void Add(double value, long times)
    {
        Count += times;
        AddOther(value, times);
    }

    /// <inheritdoc/>
    public void Merge(LogHistogram later)
    {
        Count += later.Count;
        Zeros += later.Zeros;
        _positive.Merge(later._positive);
        _negative.Merge(later._negative);
    }

    /// <summary>Buckets with their counts in ascending order of values; the bounds are those of (low, high], equal for zero.</summary>
    public List<(double Low, double High, long Count)> Buckets()
    {
        var buckets = new List<(double, double, long)>();
        foreach ((int key, long count) in _negative.Entries(descending: true))
        {
            buckets.Add((-Bound(key + 1), -Bound(key), count));
        }

        if (Zeros > 0)
        {
            buckets.Add((0, 0, Zeros));
        }

        foreach ((int key, long count) in _positive.Entries(descending: false))
        {
            buckets.Add((Bound(key), Bound(key + 1), count));
        }

        return buckets;
    }

    /// <summary>Writes the filled buckets.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(Zeros);
        _negative.Save(to);
        _positive.Save(to);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no histogram.</exception>
    public static LogHistogram Load(BinaryReader from)
    {
        var loaded = new LogHistogram { Zeros = StateBytes.Rows(from, "a count of zeros") };
        loaded._negative.Load(from);
        loaded._positive.Load(from);
        loaded.Count = loaded.Zeros + loaded._negative.Total() + loaded._positive.Total();
        return loaded;
    }

    /// <summary>The number in the middle of a bucket.</summary>
    internal static double Middle(double low, double high) => low == high ? low : (0.5 * low) + (0.5 * high);

    private void AddOther(double value, long times)
    {
        if (value == 0)
        {
            Zeros += times;
            return;
        }

        double magnitude = Math.Abs(value);
        int octaves = 0;
        if (magnitude < 2.2250738585072014e-308)
        {
            magnitude *= DenormalScale;
            octaves = DenormalOctaves << PartBits;
        }

        ulong bits = BitConverter.DoubleToUInt64Bits(magnitude);
        if (value > 0)
        {
            _positive.Add((int)((bits - 1) >> Shift) - octaves, times);
        }
        else
        {
            _negative.Add((int)(bits >> Shift) - octaves, times);
        }
    }

    private static double Bound(int key)
    {
        if (key > MostKey)
        {
            return double.MaxValue;
        }

        return key >= 1 << PartBits
            ? BitConverter.UInt64BitsToDouble((ulong)key << Shift)
            : BitConverter.UInt64BitsToDouble((ulong)(key + (DenormalOctaves << PartBits)) << Shift) / DenormalScale;
    }

    /// <summary>Counts by key for one sign: pages of one octave in a window that grows to both sides. A page holds 32-bit counts; what exceeds them is carried aside.</summary>
    private struct Side()
    {
        private uint[]?[] _pages = [];
        private int _base;
        private Dictionary<int, long>? _carries;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool TryIncrement(int key)
        {
            int octave = (key >> PartBits) - _base;
            if ((uint)octave < (uint)_pages.Length && _pages[octave] is { } page)
            {
                ref uint count = ref page[key & ((1 << PartBits) - 1)];
                if (count != uint.MaxValue)
                {
                    count++;
                    return true;
                }
            }

            return false;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Increment(int key)
        {
            if (!TryIncrement(key))
            {
                Add(key, 1);
            }
        }

        public void Add(int key, long times)
        {
            ref uint count = ref Page(key >> PartBits)[key & ((1 << PartBits) - 1)];
            long sum = count + times;
            count = (uint)sum;
            if (sum >> 32 != 0)
            {
                _carries ??= [];
                _carries[key] = _carries.GetValueOrDefault(key) + (sum >> 32);
            }
        }

        public void Merge(Side other)
        {
            foreach ((int key, long count) in other.Entries(descending: false))
            {
                Add(key, count);
            }
        }

        public readonly List<(int Key, long Count)> Entries(bool descending)
        {
            var entries = new List<(int, long)>();
            for (int o = 0; o < _pages.Length; o++)
            {
                if (_pages[o] is not { } page)
                {
                    continue;
                }

                for (int i = 0; i < page.Length; i++)
                {
                    int key = ((_base + o) << PartBits) + i;
                    long count = page[i] + (_carries is null ? 0 : _carries.GetValueOrDefault(key) << 32);
                    if (count > 0)
                    {
                        entries.Add((key, count));
                    }
                }
            }

            if (descending)
            {
                entries.Reverse();
            }

            return entries;
        }

        public readonly long Total()
        {
            long total = 0;
            foreach ((_, long count) in Entries(descending: false))
            {
                total += count;
            }

            return total;
        }

        public readonly void Save(BinaryWriter to)
        {
            List<(int Key, long Count)> entries = Entries(descending: false);
            to.Write(entries.Count);
            foreach ((int key, long count) in entries)
            {
                to.Write(key);
                to.Write(count);
            }
        }

        public void Load(BinaryReader from)
        {
            int count = StateBytes.Count(from, MostKey - LeastKey + 1, "the size of a histogram");
            int before = LeastKey - 1;
            for (int i = 0; i < count; i++)
            {
                int key = from.ReadInt32();
                long rows = from.ReadInt64();
                StateBytes.Demand(key > before && key <= MostKey && rows > 0, "a bucket of a histogram");
                Add(key, rows);
                before = key;
            }
        }

        private uint[] Page(int octave)
        {
            if (_pages.Length == 0)
            {
                (_pages, _base) = (new uint[]?[4], octave);
            }

            if (octave < _base)
            {
                int more = Math.Max(_base - octave, _pages.Length);
                var pages = new uint[]?[_pages.Length + more];
                _pages.CopyTo(pages, more);
                (_pages, _base) = (pages, _base - more);
            }
            else if (octave - _base >= _pages.Length)
            {
                Array.Resize(ref _pages, Math.Max(octave - _base + 1, _pages.Length * 2));
            }

            return _pages[octave - _base] ??= new uint[1 << PartBits];
        }
    }
}
