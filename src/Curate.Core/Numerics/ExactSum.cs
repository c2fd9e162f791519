using System.Numerics;
using System.Runtime.CompilerServices;
using Curate.Core.Methods;

namespace Curate.Core.Numerics;

/// <summary>
/// A sum of doubles without any rounding before the end, so it does not depend on order, threads or shards. The small superaccumulator
/// of Neal 2015, "Fast exact summation using small and large superaccumulators": 64-bit limbs that overlap by 32 bits hold
/// a fixed-point number wide enough for every double and for every product of two; carries are resolved every thousand additions.
/// </summary>
/// <remarks>1.1 KB. Adding costs two integer additions; NaN and infinities are counted aside and decide the result as IEEE addition would.</remarks>
public sealed class ExactSum : IMergeable<ExactSum>
{
    // Limb i counts units of 2^(32 i - Bias). The smallest product bit is 2^-2148; the top leaves room for 2^120 additions of the largest product.
    private const int Bias = 2176;
    private const int Limbs = 136;

    // An addition changes a limb by less than 2^52, and a resolved limb is below 2^32.
    private const int MostPending = 2000;

    private readonly long[] _limbs = new long[Limbs];
    private int _pending;

    /// <summary>How many NaN were added, as values or as products.</summary>
    public long NaNs { get; private set; }

    public long PositiveInfinities { get; private set; }

    public long NegativeInfinities { get; private set; }

    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            AddSpecial(value);
            return;
        }

        if (++_pending > MostPending)
        {
            Resolve();
        }

        AddFinite(ref _limbs[0], value);
    }

    /// <summary>Adds every value: the loop that profiles use, without a check per value.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        while (!values.IsEmpty)
        {
            if (_pending + values.Length > MostPending)
            {
                Resolve();
            }

            ReadOnlySpan<double> block = values[..Math.Min(values.Length, MostPending - _pending)];
            _pending += block.Length;
            ref long limbs = ref _limbs[0];
            foreach (double value in block)
            {
                if (double.IsFinite(value))
                {
                    AddFinite(ref limbs, value);
                }
                else
                {
                    AddSpecial(value);
                }
            }

            values = values[block.Length..];
        }
    }

    /// <summary>
    /// Adds a x b exactly. The product splits into its rounded value and the error, which one fused multiply-add gives exactly (Dekker's
    /// two-product); where the error could underflow or the product overflow, the mantissas are multiplied as integers.
    /// </summary>
    public void AddProduct(double a, double b)
    {
        double product = a * b;
        double magnitude = Math.Abs(product);
        if (magnitude is >= 1e-280 and <= double.MaxValue)
        {
            if ((_pending += 2) > MostPending)
            {
                Resolve();
            }

            ref long limbs = ref _limbs[0];
            AddFinite(ref limbs, product);
            AddFinite(ref limbs, Math.FusedMultiplyAdd(a, b, -product));
        }
        else if (double.IsFinite(a) && double.IsFinite(b))
        {
            // A product of 0 is common (empty pixels, counts) and changes nothing.
            if (a != 0 && b != 0)
            {
                AddWide(a, b);
            }
        }
        else
        {
            AddSpecial(product);
        }
    }

    /// <summary>Adds x^2, exactly.</summary>
    public void AddSquare(double x) => AddProduct(x, x);

    /// <inheritdoc/>
    public void Merge(ExactSum later)
    {
        Resolve();
        later.Resolve();
        for (int i = 0; i < Limbs; i++)
        {
            _limbs[i] += later._limbs[i];
        }

        Resolve();
        NaNs += later.NaNs;
        PositiveInfinities += later.PositiveInfinities;
        NegativeInfinities += later.NegativeInfinities;
    }

    /// <summary>The sum, rounded once, to nearest with ties to even. Beyond the range of doubles it is infinite; the empty sum is 0.</summary>
    public double ToDouble()
    {
        if (NaNs > 0 || (PositiveInfinities > 0 && NegativeInfinities > 0))
        {
            return double.NaN;
        }

        if (PositiveInfinities > 0 || NegativeInfinities > 0)
        {
            return PositiveInfinities > 0 ? double.PositiveInfinity : double.NegativeInfinity;
        }

        Resolve();
        Span<long> limbs = stackalloc long[Limbs];
        _limbs.CopyTo(limbs);
        bool negative = limbs[^1] < 0;
        if (negative)
        {
            Negate(limbs);
        }

        double rounded = Round(limbs);
        return negative ? -rounded : rounded;
    }

    /// <summary>Writes a form that is the same for equal sums, whatever was added in which order.</summary>
    public void Save(BinaryWriter to)
    {
        Resolve();
        int first = 0;
        while (first < Limbs && _limbs[first] == 0)
        {
            first++;
        }

        int last = Limbs - 1;
        while (last >= first && _limbs[last] == 0)
        {
            last--;
        }

        to.Write(NaNs);
        to.Write(PositiveInfinities);
        to.Write(NegativeInfinities);
        to.Write((byte)first);
        to.Write((byte)(last + 1 - first));
        for (int i = first; i <= last; i++)
        {
            to.Write(_limbs[i]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no sum.</exception>
    public static ExactSum Load(BinaryReader from)
    {
        var sum = new ExactSum { NaNs = from.ReadInt64(), PositiveInfinities = from.ReadInt64(), NegativeInfinities = from.ReadInt64() };
        int first = from.ReadByte();
        int count = from.ReadByte();
        if (first + count > Limbs)
        {
            throw new InvalidDataException("A stored sum has more limbs than a sum can have.");
        }

        for (int i = first; i < first + count; i++)
        {
            sum._limbs[i] = from.ReadInt64();
            if (i < Limbs - 1 && (ulong)sum._limbs[i] > uint.MaxValue)
            {
                throw new InvalidDataException("A stored sum has a limb that is out of range.");
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFinite(ref long limbs, double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        ulong hidden = exponent == 0 ? 0UL : 1UL << 52;
        ulong mantissa = ((ulong)bits & 0xFFFFFFFFFFFFFUL) | hidden;
        int position = exponent + (exponent == 0 ? 1 : 0) - 1075 + Bias;
        int shift = position & 31;
        long low = (long)((mantissa << shift) & uint.MaxValue);
        long high = (long)(mantissa >> (32 - shift));
        long sign = bits >> 63;
        ref long limb = ref Unsafe.Add(ref limbs, position >> 5);
        limb += (low ^ sign) - sign;
        Unsafe.Add(ref limb, 1) += (high ^ sign) - sign;
    }

    private void AddSpecial(double value)
    {
        NaNs += double.IsNaN(value) ? 1 : 0;
        PositiveInfinities += double.IsPositiveInfinity(value) ? 1 : 0;
        NegativeInfinities += double.IsNegativeInfinity(value) ? 1 : 0;
    }

    private void AddWide(double a, double b)
    {
        Resolve();
        ulong x = Mantissa(a, out int aPower);
        ulong y = Mantissa(b, out int bPower);
        ulong high = Math.BigMul(x, y, out ulong low);
        int position = aPower + bPower + Bias;
        int shift = position & 31;
        long sign = (BitConverter.DoubleToInt64Bits(a) ^ BitConverter.DoubleToInt64Bits(b)) >> 63;
        for (int i = position >> 5; (high | low) != 0; i++)
        {
            ulong piece = (ulong)(uint)low << shift;
            (high, low) = (high >> 32, (low >> 32) | (high << 32));
            _limbs[i] += ((long)(piece & uint.MaxValue) ^ sign) - sign;
            _limbs[i + 1] += ((long)(piece >> 32) ^ sign) - sign;
        }
    }

    private static ulong Mantissa(double value, out int power)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        power = Math.Max(exponent, 1) - 1075;
        return (bits & 0xFFFFFFFFFFFFFUL) | (exponent == 0 ? 0UL : 1UL << 52);
    }

    /// <summary>Carries: every limb but the top one gets back into 0 to 2^32 - 1, and the sign stands in the top one.</summary>
    private void Resolve()
    {
        long carry = 0;
        for (int i = 0; i < Limbs - 1; i++)
        {
            long limb = _limbs[i] + carry;
            carry = limb >> 32;
            _limbs[i] = limb & uint.MaxValue;
        }

        _limbs[Limbs - 1] += carry;
        _pending = 2;
    }

    private static void Negate(Span<long> limbs)
    {
        long carry = 0;
        for (int i = 0; i < Limbs - 1; i++)
        {
            long limb = carry - limbs[i];
            carry = limb >> 32;
            limbs[i] = limb & uint.MaxValue;
        }

        limbs[Limbs - 1] = carry - limbs[Limbs - 1];
    }

    private static double Round(ReadOnlySpan<long> limbs)
    {
        int top = Limbs - 1;
        while (top >= 0 && limbs[top] == 0)
        {
            top--;
        }

        if (top < 0)
        {
            return 0;
        }

        // Four limbs hold at least 97 leading bits; whatever lies below only breaks ties.
        int lowest = Math.Max(0, top - 3);
        ulong high = 0;
        ulong low = 0;
        for (int i = top; i >= lowest; i--)
        {
            (high, low) = ((high << 32) | (low >> 32), (low << 32) | (ulong)limbs[i]);
        }

        bool below = false;
        foreach (long limb in limbs[..lowest])
        {
            below |= limb != 0;
        }

        int headPower = (32 * lowest) - Bias;
        int leading = headPower + (high != 0 ? 127 - BitOperations.LeadingZeroCount(high) : 63 - BitOperations.LeadingZeroCount(low));
        if (leading > 1023)
        {
            return double.PositiveInfinity;
        }

        int lastPower = Math.Max(leading - 52, -1074);
        int drop = lastPower - headPower;
        if (drop > 128)
        {
            return 0;
        }

        if (drop <= 0)
        {
            return Scale(low, headPower);
        }

        ulong kept = drop switch
        {
            128 => 0,
            >= 64 => high >> (drop - 64),
            _ => (high << (64 - drop)) | (low >> drop),
        };

        // To the nearest, of two to the even one: what is dropped begins with a half, and more follows or the last bit kept is odd.
        int half = drop - 1;
        bool atLeastHalf = ((half >= 64 ? high >> (half - 64) : low >> half) & 1) != 0;
        below |= half >= 64 ? low != 0 || (high & ((1UL << (half - 64)) - 1)) != 0 : (low & ((1UL << half) - 1)) != 0;
        kept += atLeastHalf && (below || (kept & 1) != 0) ? 1UL : 0;
        return Scale(kept, lastPower);
    }

    // Two exact steps, because the power itself can lie below the normal range.
    private static double Scale(double mantissa, int power) => power < -960
        ? mantissa * Power(power + 200) * Power(-200)
        : mantissa * Power(power);

    private static double Power(int exponent) => BitConverter.UInt64BitsToDouble((ulong)(exponent + 1023) << 52);
}
