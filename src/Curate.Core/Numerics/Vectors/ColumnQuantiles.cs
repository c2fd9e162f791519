namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// Exact quantiles of one float32 column of a store: the bits of a float order as its value does once negative ones are flipped, so two histograms of 16
/// bits each find any rank. The quantile q of n values is the value of rank ceil(q n), the smallest with at least that share at or below it.
/// </summary>
/// <remarks>Two passes over the column a quantile; 256 KiB.</remarks>
internal sealed class ColumnQuantiles
{
    private readonly VectorStore _store;
    private readonly int _column;
    private readonly HashSet<(int Row, int Column)> _without;
    private readonly int[] _high = new int[1 << 16];
    private readonly int[] _low = new int[1 << 16];
    private readonly long _count;

    public ColumnQuantiles(VectorStore store, int column, HashSet<(int Row, int Column)> without)
    {
        _store = store;
        _column = column;
        _without = without;
        for (int row = 0; row < store.Count; row++)
        {
            if (!IsLeftOut(row))
            {
                _high[Key(store[row][column]) >> 16]++;
                _count++;
            }
        }
    }

    /// <summary>0 where there is no value.</summary>
    public double At(double share)
    {
        if (_count == 0)
        {
            return 0;
        }

        long rank = Math.Max(1, (long)Math.Ceiling(share * _count));
        int high = 0;
        while (_high[high] < rank)
        {
            rank -= _high[high++];
        }

        Array.Clear(_low);
        for (int row = 0; row < _store.Count; row++)
        {
            uint key = Key(_store[row][_column]);
            if (key >> 16 == high && !IsLeftOut(row))
            {
                _low[key & 0xFFFF]++;
            }
        }

        int low = 0;
        while (_low[low] < rank)
        {
            rank -= _low[low++];
        }

        uint found = ((uint)high << 16) | (uint)low;
        return BitConverter.UInt32BitsToSingle((found & 0x80000000) != 0 ? found & 0x7FFFFFFF : ~found);
    }

    private bool IsLeftOut(int row) => _without.Count > 0 && _without.Contains((row, _column));

    private static uint Key(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
    }
}
