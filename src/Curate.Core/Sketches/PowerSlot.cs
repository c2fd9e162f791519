using System.Numerics;
using System.Runtime.CompilerServices;

namespace Curate.Core.Sketches;

/// <summary>
/// Power sums of mantissas that share one power of ten or two, in limbs of 64 bits: 2^63 additions of numbers below 2^64, 2^128, 2^192 and 2^256. The sums of
/// odd powers are in two's complement, so the limbs are a function of the multiset.
/// </summary>
internal sealed class PowerSlot(int key)
{
    private const int FirstAt = 0;
    private const int FirstLimbs = 2;
    private const int SecondAt = 2;
    private const int SecondLimbs = 3;
    private const int ThirdAt = 5;
    private const int ThirdLimbs = 4;
    private const int FourthAt = 9;
    private const int FourthLimbs = 5;
    private const int Limbs = 14;

    private readonly ulong[] _limbs = new ulong[Limbs];

    public int Key { get; } = key;

    public PowerSlot? Next { get; init; }

    public bool IsEmpty => !_limbs.AsSpan().ContainsAnyExcept(0UL);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ulong mantissa, bool negative, long times)
    {
        ulong squareHigh = Math.BigMul(mantissa, mantissa, out ulong squareLow);
        ulong cubeMiddle = Math.BigMul(squareLow, mantissa, out ulong cubeLow);
        ulong cubeHigh = Math.BigMul(squareHigh, mantissa, out ulong add);
        cubeMiddle += add;
        cubeHigh += cubeMiddle < add ? 1UL : 0;

        // (h 2^64 + l)^2 = h^2 2^128 + 2 h l 2^64 + l^2.
        UInt128 low = Wide(squareLow, squareLow);
        UInt128 cross = Wide(squareLow, squareHigh);
        UInt128 middle = (low >> 64) + (ulong)cross + (ulong)cross;
        UInt128 high = Wide(squareHigh, squareHigh) + (cross >> 64) + (cross >> 64) + (middle >> 64);
        ulong sign = negative ? ulong.MaxValue : 0;
        if (times == 1)
        {
            ref ulong limbs = ref _limbs[0];
            ulong carry = Plus(ref Unsafe.Add(ref limbs, FirstAt), mantissa ^ sign, sign & 1);
            Unsafe.Add(ref limbs, FirstAt + 1) += sign + carry;

            carry = Plus(ref Unsafe.Add(ref limbs, SecondAt), squareLow, 0);
            carry = Plus(ref Unsafe.Add(ref limbs, SecondAt + 1), squareHigh, carry);
            Unsafe.Add(ref limbs, SecondAt + 2) += carry;

            carry = Plus(ref Unsafe.Add(ref limbs, ThirdAt), cubeLow ^ sign, sign & 1);
            carry = Plus(ref Unsafe.Add(ref limbs, ThirdAt + 1), cubeMiddle ^ sign, carry);
            carry = Plus(ref Unsafe.Add(ref limbs, ThirdAt + 2), cubeHigh ^ sign, carry);
            Unsafe.Add(ref limbs, ThirdAt + 3) += sign + carry;

            carry = Plus(ref Unsafe.Add(ref limbs, FourthAt), (ulong)low, 0);
            carry = Plus(ref Unsafe.Add(ref limbs, FourthAt + 1), (ulong)middle, carry);
            carry = Plus(ref Unsafe.Add(ref limbs, FourthAt + 2), (ulong)high, carry);
            carry = Plus(ref Unsafe.Add(ref limbs, FourthAt + 3), (ulong)(high >> 64), carry);
            Unsafe.Add(ref limbs, FourthAt + 4) += carry;
        }
        else
        {
            AddTimes(FirstAt, FirstLimbs, sign, times, mantissa);
            AddTimes(SecondAt, SecondLimbs, 0, times, squareLow, squareHigh);
            AddTimes(ThirdAt, ThirdLimbs, sign, times, cubeLow, cubeMiddle, cubeHigh);
            AddTimes(FourthAt, FourthLimbs, 0, times, (ulong)low, (ulong)middle, (ulong)high, (ulong)(high >> 64));
        }
    }

    public void Add(in PowerBlock block)
    {
        ulong firstSign = (ulong)(block.First >> 63);
        ulong thirdSign = (ulong)(block.Third >> 127);
        AddLimbs(FirstAt, FirstLimbs, firstSign, (ulong)block.First);
        AddLimbs(SecondAt, SecondLimbs, 0, (ulong)block.Second, (ulong)(block.Second >> 64));
        AddLimbs(ThirdAt, ThirdLimbs, thirdSign, (ulong)block.Third, (ulong)(block.Third >> 64));
        AddLimbs(FourthAt, FourthLimbs, 0, (ulong)block.Fourth, (ulong)(block.Fourth >> 64));
    }

    /// <summary>Adds sums of powers of magnitudes, in words from the lowest on; odd ones are taken off where the numbers are negative.</summary>
    public void Add(bool negative, ulong first, ReadOnlySpan<ulong> second, ReadOnlySpan<ulong> third, ReadOnlySpan<ulong> fourth)
    {
        ulong sign = negative ? ulong.MaxValue : 0;
        AddTimes(FirstAt, FirstLimbs, sign, 1, first);
        AddTimes(SecondAt, SecondLimbs, 0, 1, second);
        AddTimes(ThirdAt, ThirdLimbs, sign, 1, third);
        AddTimes(FourthAt, FourthLimbs, 0, 1, fourth);
    }

    public void Merge(PowerSlot later)
    {
        ReadOnlySpan<ulong> more = later._limbs;
        AddLimbs(FirstAt, FirstLimbs, 0, more.Slice(FirstAt, FirstLimbs));
        AddLimbs(SecondAt, SecondLimbs, 0, more.Slice(SecondAt, SecondLimbs));
        AddLimbs(ThirdAt, ThirdLimbs, 0, more.Slice(ThirdAt, ThirdLimbs));
        AddLimbs(FourthAt, FourthLimbs, 0, more.Slice(FourthAt, FourthLimbs));
    }

    /// <summary>The sum of the k-th powers.</summary>
    public BigInteger Sum(int k) => k switch
    {
        1 => Number(FirstAt, FirstLimbs, isSigned: true),
        2 => Number(SecondAt, SecondLimbs, isSigned: false),
        3 => Number(ThirdAt, ThirdLimbs, isSigned: true),
        _ => Number(FourthAt, FourthLimbs, isSigned: false),
    };

    public void Save(BinaryWriter to)
    {
        to.Write(Key);
        foreach (ulong limb in _limbs)
        {
            to.Write(limb);
        }
    }

    public void Load(BinaryReader from)
    {
        for (int i = 0; i < Limbs; i++)
        {
            _limbs[i] = from.ReadUInt64();
        }
    }

    private BigInteger Number(int at, int limbs, bool isSigned)
    {
        BigInteger number = isSigned && _limbs[at + limbs - 1] >> 63 != 0 ? BigInteger.MinusOne : BigInteger.Zero;
        for (int i = limbs - 1; i >= 0; i--)
        {
            number = number << 64 | _limbs[at + i];
        }

        return number;
    }

    /// <summary>Adds a number, extended to the width by <paramref name="extension"/>.</summary>
    private void AddLimbs(int at, int limbs, ulong extension, params ReadOnlySpan<ulong> number)
    {
        ulong carry = 0;
        for (int i = 0; i < limbs; i++)
        {
            carry = Plus(ref _limbs[at + i], i < number.Length ? number[i] : extension, carry);
        }
    }

    /// <summary>Adds magnitude x times, negated where the sign has all bits set.</summary>
    private void AddTimes(int at, int limbs, ulong sign, long times, params ReadOnlySpan<ulong> magnitude)
    {
        ulong high = 0;
        ulong carry = sign & 1;
        for (int i = 0; i < limbs; i++)
        {
            UInt128 piece = high + (i < magnitude.Length ? Wide(magnitude[i], (ulong)times) : 0);
            carry = Plus(ref _limbs[at + i], (ulong)piece ^ sign, carry);
            high = (ulong)(piece >> 64);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt128 Wide(ulong x, ulong y)
    {
        ulong high = Math.BigMul(x, y, out ulong low);
        return new UInt128(high, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Plus(ref ulong limb, ulong add, ulong carry)
    {
        ulong sum = limb + add;
        ulong over = sum < add ? 1UL : 0;
        sum += carry;
        limb = sum;
        return over + (sum < carry ? 1UL : 0);
    }
}
