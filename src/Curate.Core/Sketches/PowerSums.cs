using System.Numerics;
using System.Runtime.CompilerServices;
using Curate.Core.Methods;

namespace Curate.Core.Sketches;

/// <summary>
/// The sums of x, x^2, x^3 and x^4 without any rounding, so that moments do not depend on order, batches, threads or shards, and so that the central moments
/// lose nothing to cancellation: they are ratios of whole numbers, rounded once at the end. A number comes as mantissa times a power of ten (short decimals, as
/// texts are) or of two (doubles); numbers with the same power share one set of wide integers.
/// </summary>
/// <remarks>
/// 200 bytes per power in use. Adding costs seven wide multiplications and their additions; blocks of small mantissas (<see cref="PowerBlock"/>) three
/// multiplications. Room for 2^63 additions.
/// </remarks>
public sealed class PowerSums : IMergeable<PowerSums>
{
    /// <summary>Decimal exponents that are summed as such lie between minus and plus this.</summary>
    public const int MostDecimalExponent = 40;

    private const int BinaryKeys = 4096;
    private const int Buckets = 32;

    private readonly PowerSlot?[] _slots = new PowerSlot?[Buckets];
    private PowerSlot? _last;

    /// <summary>Adds mantissa x 10^exponent (negated where said) several times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddDecimal(ulong mantissa, bool negative, int exponent, long times = 1) => Slot(exponent).Add(mantissa, negative, times);

    /// <summary>Adds a finite double several times.</summary>
    public void AddBinary(double value, long times = 1)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        ulong mantissa = (bits & 0xFFFFFFFFFFFFFUL) | (exponent == 0 ? 0UL : 1UL << 52);
        if (mantissa != 0)
        {
            BinarySlot(exponent).Add(mantissa, bits >> 63 != 0, times);
        }
    }

    /// <summary>Where doubles with a stored exponent, 0 to 2046, are summed.</summary>
    internal PowerSlot BinarySlot(int exponent) => Slot(Math.Max(exponent, 1) - 1075 + BinaryKeys);

    /// <summary>Adds a block of decimals with one exponent.</summary>
    internal void AddBlock(in PowerBlock block, int exponent) => Slot(exponent).Add(block);

    /// <inheritdoc/>
    public void Merge(PowerSums later)
    {
        foreach (PowerSlot slot in later.Sorted())
        {
            Slot(slot.Key).Merge(slot);
        }
    }

    /// <summary>Mean and central moments of the numbers added.</summary>
    /// <param name="count">How many there are, zeros included.</param>
    public Moments Moments(long count)
    {
        if (count == 0)
        {
            return new Moments(0, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        List<PowerSlot> slots = Sorted();
        int ten = 0;
        int two = 0;
        foreach (PowerSlot slot in slots)
        {
            (ten, two) = IsBinary(slot) ? (ten, Math.Min(two, slot.Key - BinaryKeys)) : (Math.Min(ten, slot.Key), two);
        }

        // All numbers are whole multiples of the unit 10^ten x 2^two.
        Span<BigInteger> t = [0, 0, 0, 0, 0];
        foreach (PowerSlot slot in slots)
        {
            BigInteger scale = IsBinary(slot)
                ? (BigInteger.One << (slot.Key - BinaryKeys - two)) * BigInteger.Pow(10, -ten)
                : BigInteger.Pow(10, slot.Key - ten) << -two;
            BigInteger power = scale;
            for (int k = 1; k <= 4; k++)
            {
                t[k] += slot.Sum(k) * power;
                power *= scale;
            }
        }

        BigInteger n = count;
        BigInteger unit = BigInteger.Pow(10, -ten) << -two;
        BigInteger m2 = (n * t[2]) - (t[1] * t[1]);
        BigInteger m3 = (n * n * t[3]) - (3 * n * t[1] * t[2]) + (2 * t[1] * t[1] * t[1]);
        BigInteger m4 = (n * n * n * t[4]) - (4 * n * n * t[1] * t[3]) + (6 * n * t[1] * t[1] * t[2]) - (3 * t[1] * t[1] * t[1] * t[1]);
        double variance = count < 2 ? double.NaN : Ratio(m2, n * (n - 1) * unit * unit);
        bool isConstant = m2.IsZero;
        double skewness = isConstant ? double.NaN : m3.Sign * Math.Sqrt(Ratio(m3 * m3, m2 * m2 * m2));
        double kurtosis = isConstant ? double.NaN : Ratio(m4 - (3 * m2 * m2), m2 * m2);
        return new Moments(Ratio(t[1], unit), Ratio(t[1], n * unit), variance, skewness, kurtosis);
    }

    /// <summary>Writes the sums, equal for equal multisets of numbers.</summary>
    public void Save(BinaryWriter to)
    {
        List<PowerSlot> slots = Sorted();
        to.Write(slots.Count);
        foreach (PowerSlot slot in slots)
        {
            slot.Save(to);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no sums.</exception>
    public static PowerSums Load(BinaryReader from)
    {
        var loaded = new PowerSums();
        int count = StateBytes.Count(from, 2 * BinaryKeys, "the size of power sums");
        int before = int.MinValue;
        for (int i = 0; i < count; i++)
        {
            int key = from.ReadInt32();
            bool isDecimal = key is >= -MostDecimalExponent and <= MostDecimalExponent;
            StateBytes.Demand(key > before && (isDecimal || key - BinaryKeys is >= -1074 and <= 971), "a power of power sums");
            loaded.Slot(key).Load(from);
            before = key;
        }

        return loaded;
    }

    /// <summary>The double nearest to a ratio (within one unit in the last place where it is denormal).</summary>
    internal static double Ratio(BigInteger above, BigInteger below)
    {
        if (above.IsZero)
        {
            return 0;
        }

        // 66 bits of quotient and a sticky bit below round to nearest once.
        BigInteger magnitude = BigInteger.Abs(above);
        int shift = 66 - (int)(magnitude.GetBitLength() - below.GetBitLength());
        BigInteger quotient = shift >= 0
            ? BigInteger.DivRem(magnitude << shift, below, out BigInteger rest)
            : BigInteger.DivRem(magnitude, below << -shift, out rest);
        int drop = (int)quotient.GetBitLength() - 64;
        bool sticky = !rest.IsZero || !(quotient & ((BigInteger.One << drop) - 1)).IsZero;
        ulong head = (ulong)(quotient >> drop);
        double rounded = Rounded(head, sticky);
        double value = ScaleByPower(rounded, drop - shift);
        return above.Sign < 0 ? -value : value;
    }

    private static double Rounded(ulong head, bool sticky)
    {
        ulong kept = head >> 11;
        ulong rest = head & 0x7FF;
        bool up = rest > 0x400 || (rest == 0x400 && (sticky || (kept & 1) != 0));
        return (double)(kept + (up ? 1UL : 0)) * 2048;
    }

    private static double ScaleByPower(double value, int power)
    {
        while (power != 0)
        {
            int step = Math.Clamp(power, -1000, 1000);
            value *= BitConverter.UInt64BitsToDouble((ulong)(step + 1023) << 52);
            power -= step;
        }

        return value;
    }

    private static bool IsBinary(PowerSlot slot) => slot.Key > MostDecimalExponent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PowerSlot Slot(int key) => _last is { } last && last.Key == key ? last : Find(key);

    private PowerSlot Find(int key)
    {
        ref PowerSlot? first = ref _slots[key & (Buckets - 1)];
        PowerSlot? slot = first;
        while (slot is not null && slot.Key != key)
        {
            slot = slot.Next;
        }

        if (slot is null)
        {
            slot = new PowerSlot(key) { Next = first };
            first = slot;
        }

        return _last = slot;
    }

    private List<PowerSlot> Sorted()
    {
        var slots = new List<PowerSlot>();
        foreach (PowerSlot? first in _slots)
        {
            for (PowerSlot? slot = first; slot is not null; slot = slot.Next)
            {
                if (!slot.IsEmpty)
                {
                    slots.Add(slot);
                }
            }
        }

        slots.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        return slots;
    }
}
