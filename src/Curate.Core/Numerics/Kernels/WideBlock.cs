using System.Buffers;
using Curate.Core.Numerics.Vectors;

namespace Curate.Core.Numerics.Kernels;

/// <summary>
/// A few vectors, widened to double, beside others: what <see cref="PairSums"/> gives of each pair, bit for bit. Widening and reading are most of what the sum of one pair costs; here one widening of
/// a vector serves all of the block, and sums of several pairs share the numbers.
/// </summary>
/// <remarks>8 (<see cref="Rows"/> + <see cref="Others"/>) bytes a dimension, from a pool. For one thread.</remarks>
/// <param name="dimensions">Numbers of a vector.</param>
internal sealed class WideBlock(int dimensions) : IDisposable
{
    /// <summary>Vectors that a block takes.</summary>
    public const int Rows = 16;

    /// <summary>Vectors that meet the block at a time.</summary>
    public const int Others = 2;

    private readonly double[] _rows = ArrayPool<double>.Shared.Rent(Rows * dimensions);
    private readonly double[] _others = ArrayPool<double>.Shared.Rent(Others * dimensions);

    /// <summary>Vectors of the block.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a vector; <see cref="Rows"/> at most.</summary>
    public void Add(ReadOnlySpan<float> vector) => PairSums.Widen(vector, _rows.AsSpan(Count++ * dimensions, dimensions));

    /// <summary>sum (a - b)^2 of each vector of the block with others.</summary>
    /// <param name="rows">What holds the others.</param>
    /// <param name="others">Which they are; <see cref="Others"/> at most.</param>
    /// <param name="to">The sums of the first of them, then of the second: of each as many as the block has vectors.</param>
    public void Squares(VectorStore rows, ReadOnlySpan<int> others, Span<double> to) => PairSums.Squares(_rows.AsSpan(0, Count * dimensions), Widened(rows, others), dimensions, to);

    /// <summary>sum a b of each vector of the block with others, in the order of <see cref="Squares"/>.</summary>
    public void Products(VectorStore rows, ReadOnlySpan<int> others, Span<double> to) => PairSums.Products(_rows.AsSpan(0, Count * dimensions), Widened(rows, others), dimensions, to);

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_rows);
        ArrayPool<double>.Shared.Return(_others);
    }

    private ReadOnlySpan<double> Widened(VectorStore rows, ReadOnlySpan<int> others)
    {
        for (int o = 0; o < others.Length; o++)
        {
            PairSums.Widen(rows[others[o]], _others.AsSpan(o * dimensions, dimensions));
        }

        return _others.AsSpan(0, others.Length * dimensions);
    }
}
