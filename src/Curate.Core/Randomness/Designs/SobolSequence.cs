namespace Curate.Core.Randomness.Designs;

/// <summary>
/// Sobol's low-discrepancy sequence in up to 40 dimensions with the direction numbers of Joe and Kuo 2008 ("Constructing Sobol sequences with better
/// two-dimensional projections", their file new-joe-kuo-6), in 52 bits. Any 2^k points that follow each other from a multiple of 2^k have exactly one in
/// each of 2^k equal cells of every axis. A keyed digital shift (exclusive or) keeps that and makes each point uniform.
/// </summary>
public sealed class SobolSequence
{
    /// <summary>The largest number of dimensions.</summary>
    public const int MostDimensions = 40;

    private const int Bits = 52;

    // For dimensions 2 and up: degree of the primitive polynomial, its inner coefficients, then the first direction numbers.
    private static readonly int[][] s_directions =
    [
        [1, 0, 1],
        [2, 1, 1, 3],
        [3, 1, 1, 3, 1],
        [3, 2, 1, 1, 1],
        [4, 1, 1, 1, 3, 3],
        [4, 4, 1, 3, 5, 13],
        [5, 2, 1, 1, 5, 5, 17],
        [5, 4, 1, 1, 5, 5, 5],
        [5, 7, 1, 1, 7, 11, 19],
        [5, 11, 1, 1, 5, 1, 1],
        [5, 13, 1, 1, 1, 3, 11],
        [5, 14, 1, 3, 5, 5, 31],
        [6, 1, 1, 3, 3, 9, 7, 49],
        [6, 13, 1, 1, 1, 15, 21, 21],
        [6, 16, 1, 3, 1, 13, 27, 49],
        [6, 19, 1, 1, 1, 15, 7, 5],
        [6, 22, 1, 3, 1, 15, 13, 25],
        [6, 25, 1, 1, 5, 5, 19, 61],
        [7, 1, 1, 3, 7, 11, 23, 15, 103],
        [7, 4, 1, 3, 7, 13, 13, 15, 69],
        [7, 7, 1, 1, 3, 13, 7, 35, 63],
        [7, 8, 1, 3, 5, 9, 1, 25, 53],
        [7, 14, 1, 3, 1, 13, 9, 35, 107],
        [7, 19, 1, 3, 1, 5, 27, 61, 31],
        [7, 21, 1, 1, 5, 11, 19, 41, 61],
        [7, 28, 1, 3, 5, 3, 3, 13, 69],
        [7, 31, 1, 1, 7, 13, 1, 19, 1],
        [7, 32, 1, 3, 7, 5, 13, 19, 59],
        [7, 37, 1, 1, 3, 9, 25, 29, 41],
        [7, 41, 1, 3, 5, 13, 23, 1, 55],
        [7, 42, 1, 3, 7, 3, 13, 59, 17],
        [7, 50, 1, 3, 1, 3, 5, 53, 69],
        [7, 55, 1, 1, 5, 5, 23, 33, 13],
        [7, 56, 1, 1, 7, 7, 1, 61, 123],
        [7, 59, 1, 1, 7, 9, 13, 61, 49],
        [7, 62, 1, 3, 3, 5, 3, 55, 33],
        [8, 14, 1, 3, 1, 15, 31, 13, 49, 245],
        [8, 21, 1, 3, 5, 15, 31, 59, 63, 97],
        [8, 22, 1, 3, 1, 11, 11, 11, 77, 249],
    ];

    private readonly ulong[] _directions;
    private readonly ulong[] _shifts;

    /// <param name="dimensions">From 1 to 40.</param>
    /// <param name="draw">Gives the digital shift; null for none, where the first point is the origin.</param>
    public SobolSequence(int dimensions, SeededDraw? draw = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, MostDimensions);
        _directions = new ulong[dimensions * Bits];
        _shifts = new ulong[dimensions];
        for (int p = 0; p < dimensions; p++)
        {
            Fill(p, _directions.AsSpan(p * Bits, Bits));
            _shifts[p] = draw is { } keyed ? keyed.Bits(0, p) >> (64 - Bits) : 0;
        }
    }

    public int Dimensions => _shifts.Length;

    /// <summary>Point <paramref name="index"/> (below 2^52), in [0, 1), in the order of Gray codes. O(dimensions x bits of the index).</summary>
    public void Point(long index, Span<double> into)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, 1L << Bits);
        ulong gray = (ulong)index ^ ((ulong)index >> 1);
        for (int p = 0; p < _shifts.Length; p++)
        {
            ulong point = _shifts[p];
            int bit = p * Bits;
            for (ulong rest = gray; rest != 0; rest >>= 1, bit++)
            {
                point ^= (rest & 1) != 0 ? _directions[bit] : 0;
            }

            into[p] = point * (1.0 / (1UL << Bits));
        }
    }

    private static void Fill(int dimension, Span<ulong> directions)
    {
        if (dimension == 0)
        {
            for (int i = 0; i < Bits; i++)
            {
                directions[i] = 1UL << (Bits - 1 - i);
            }

            return;
        }

        int[] numbers = s_directions[dimension - 1];
        int degree = numbers[0];
        int inner = numbers[1];
        for (int i = 0; i < Bits; i++)
        {
            if (i < degree)
            {
                directions[i] = (ulong)numbers[2 + i] << (Bits - 1 - i);
                continue;
            }

            ulong next = directions[i - degree] ^ (directions[i - degree] >> degree);
            for (int k = 1; k < degree; k++)
            {
                next ^= ((inner >> (degree - 1 - k)) & 1) != 0 ? directions[i - k] : 0;
            }

            directions[i] = next;
        }
    }
}
