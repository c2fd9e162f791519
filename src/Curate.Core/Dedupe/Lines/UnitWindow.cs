using Curate.Core.Hashing;

namespace Curate.Core.Dedupe.Lines;

/// <summary>
/// The hash of the last n units of a text, updated in O(1) for each: two polynomials modulo 2^61 - 1 (Karp and Rabin 1987), so that two different windows
/// meet with a chance below n 2^-120. Memory: 20 bytes a unit of the window.
/// </summary>
/// <param name="size">Units of a window.</param>
internal sealed class UnitWindow(int size)
{
    private const ulong Prime = (1UL << 61) - 1;
    private const ulong HighBase = 0x0D1B54A32D192ED0UL;
    private const ulong LowBase = 0x1A2B7C9F05E83B47UL;

    private readonly ulong[] _high = new ulong[size];
    private readonly ulong[] _low = new ulong[size];
    private readonly int[] _characters = new int[size];
    private readonly ulong _highOut = Power(HighBase, size);
    private readonly ulong _lowOut = Power(LowBase, size);
    private ulong _highSum;
    private ulong _lowSum;
    private int _slot;
    private int _held;

    /// <summary>Characters of the units of the window, where they are counted.</summary>
    public long Characters { get; private set; }

    /// <summary>Starts a text.</summary>
    public void Clear()
    {
        _highSum = 0;
        _lowSum = 0;
        _held = 0;
        _slot = 0;
        Characters = 0;
    }

    /// <summary>Adds the next unit; false while there are too few for a window.</summary>
    public bool Add(Hash128 unit, int characters, out Hash128 window)
    {
        if (size == 1)
        {
            Characters = characters;
            window = unit;
            return true;
        }

        // Plus one, so that a leading zero counts.
        ulong high = (unit.High % Prime) + 1;
        ulong low = (unit.Low % Prime) + 1;
        _highSum = Reduce(Multiply(_highSum, HighBase) + high);
        _lowSum = Reduce(Multiply(_lowSum, LowBase) + low);
        Characters += characters;
        if (_held == size)
        {
            _highSum = Reduce(_highSum + Prime - Multiply(_high[_slot], _highOut));
            _lowSum = Reduce(_lowSum + Prime - Multiply(_low[_slot], _lowOut));
            Characters -= _characters[_slot];
        }
        else
        {
            _held++;
        }

        _high[_slot] = high;
        _low[_slot] = low;
        _characters[_slot] = characters;
        _slot = _slot + 1 == size ? 0 : _slot + 1;
        window = new Hash128(_highSum, _lowSum).Then(new Hash128(_lowSum, (ulong)size));
        return _held == size;
    }

    private static ulong Power(ulong of, int exponent)
    {
        ulong power = 1;
        for (int i = 0; i < exponent; i++)
        {
            power = Multiply(power, of);
        }

        return power;
    }

    private static ulong Multiply(ulong a, ulong b)
    {
        ulong high = Math.BigMul(a, b, out ulong low);
        return Reduce((low & Prime) + ((low >> 61) | (high << 3)));
    }

    private static ulong Reduce(ulong sum)
    {
        sum = (sum & Prime) + (sum >> 61);
        return sum >= Prime ? sum - Prime : sum;
    }
}
