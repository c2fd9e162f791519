using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Curate.Core.Errors;
using Curate.Core.Numerics.Kernels;
using Curate.Core.Running;

namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// n vectors of float32, row after row: first <see cref="Numeric"/> numbers, then <see cref="Codes"/> category codes (whole numbers held as floats,
/// exact below 2^24). In memory where the run's budget has room, else in a mapped region of scratch; the values and all results are the same.
/// </summary>
/// <remarks>4 (Numeric + Codes) bytes a row, without padding. At most 2^31 - 1 rows. Reading is safe from any thread; a row is written by one.</remarks>
public sealed unsafe class VectorStore : IDisposable
{
    /// <summary>Category codes are below this, because float32 holds every whole number up to it.</summary>
    public const int MostCategories = 1 << 24;

    private readonly MemoryBudget _memory;
    private readonly long _bytes;
    private readonly NativeBlock<float>? _block;
    private readonly IMappedRegion? _region;
    private bool _disposed;

    /// <param name="count">Rows; all zero at first.</param>
    /// <param name="numeric">Numbers of a row.</param>
    /// <param name="codes">Category codes of a row.</param>
    /// <param name="run">Where the memory, or else the scratch space, comes from.</param>
    /// <exception cref="CurateException">Neither memory nor scratch has room.</exception>
    public VectorStore(int count, int numeric, int codes, RunContext run)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(numeric);
        ArgumentOutOfRangeException.ThrowIfNegative(codes);
        Count = count;
        Numeric = numeric;
        Codes = codes;
        _memory = run.Memory;
        _bytes = BytesFor(count, Width);
        if (run.Memory.TryTake(_bytes))
        {
            _block = new NativeBlock<float>((long)count * Width);
        }
        else
        {
            _region = run.Scratch.Map("vectors", Math.Max(4, _bytes));
        }
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Numbers of a row.</summary>
    public int Numeric { get; }

    /// <summary>Category codes of a row, after its numbers.</summary>
    public int Codes { get; }

    /// <summary>Floats of a row.</summary>
    public int Width => Numeric + Codes;

    /// <summary>True when the rows lie in scratch rather than in memory.</summary>
    public bool IsMapped => _region is not null;

    /// <summary>One row.</summary>
    public Span<float> this[int row] => Rows(row, 1);

    /// <summary>What a store of this size takes: 4 x rows x width bytes.</summary>
    public static long BytesFor(long count, int width) => checked(count * width * sizeof(float));

    /// <summary>Consecutive rows as one span, <see cref="Width"/> floats each.</summary>
    public Span<float> Rows(int first, int count)
    {
        if ((uint)first > (uint)Count || (uint)count > (uint)(Count - first) || _disposed)
        {
            ThrowRange(first, count);
        }

        int length = checked(count * Width);
        return _block is not null
            ? new Span<float>(_block.Start + ((long)first * Width), length)
            : MemoryMarshal.Cast<byte, float>(_region!.Slice((long)first * Width * sizeof(float), checked(length * sizeof(float))));
    }

    /// <summary>A store with some of the rows, in the given order.</summary>
    public VectorStore Gather(ReadOnlySpan<int> rows, RunContext run)
    {
        var picked = new VectorStore(rows.Length, Numeric, Codes, run);
        for (int i = 0; i < rows.Length; i++)
        {
            this[rows[i]].CopyTo(picked[i]);
        }

        return picked;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_block is not null)
        {
            _block.Dispose();
            _memory.Return(_bytes);
        }

        _region?.Dispose();
    }

    [DoesNotReturn]
    private void ThrowRange(int first, int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        throw new ArgumentOutOfRangeException(nameof(first), $"Rows {first} to {(long)first + count - 1} of {Count}.");
    }
}
