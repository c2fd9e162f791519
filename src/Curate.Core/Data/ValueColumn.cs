using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Curate.Core.Data;

/// <summary>A column whose values all have one size: an array of them. The kinds differ in how a value is saved.</summary>
/// <typeparam name="T">A value.</typeparam>
/// <param name="kind">The kind.</param>
public abstract class ValueColumn<T>(ColumnKind kind) : Column(kind)
    where T : unmanaged
{
    private T[] _values = [];

    /// <summary>The values of all rows; the default value stands for a null.</summary>
    public ReadOnlySpan<T> Values
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _values.AsSpan(0, Count);
    }

    public T this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _values[row];
    }

    public override long StorageBytes => base.StorageBytes + (_values.LongLength * Unsafe.SizeOf<T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override unsafe void Expect(int row)
    {
        if (Sse.IsSupported && row < _values.Length)
        {
            // Nothing is read: the collector may move the array, and the hint is then of no use and no harm.
            Sse.Prefetch0(Unsafe.AsPointer(ref _values[row]));
        }
    }

    /// <summary>Appends <paramref name="rows"/> values, none null, and returns them to be filled.</summary>
    public Span<T> Reserve(int rows)
    {
        int start = Count;
        Grow(ref _values, checked(start + rows));
        Grew(rows);
        return _values.AsSpan(start, rows);
    }

    public void Append(T value)
    {
        Grow(ref _values, Count + 1);
        _values[Count] = value;
        Grew();
    }

    private protected override void ClearValues()
    {
    }

    private protected override void AppendDefault()
    {
        Grow(ref _values, Count + 1);
        _values[Count] = default;
    }

    private protected override void AppendValueFrom(Column other, int row) => Append(((ValueColumn<T>)other)._values[row]);

    // Methods that are only called through their base class are not compiled ahead; this loop is worth full optimisation at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void AppendValuesFrom(Column other, ReadOnlySpan<int> rows)
    {
        T[] values = ((ValueColumn<T>)other)._values;
        Span<T> to = Reserve(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            to[i] = values[rows[i]];
        }
    }
}
