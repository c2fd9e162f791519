using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Curate.Core.Running;

/// <summary>
/// A zeroed array of a fixed length that is held in memory where the budget allows and mapped from scratch where it does not, with the same
/// use either way. Elements on scratch cost a call each.
/// </summary>
public sealed class ScratchArray<T> : IDisposable
    where T : unmanaged
{
    private readonly MemoryBudget _budget;
    private readonly T[] _held = [];
    private readonly IMappedRegion? _region;
    private readonly long _taken;

    /// <param name="context">Budget and scratch.</param>
    /// <param name="purpose">Names the file on scratch.</param>
    /// <param name="length">Elements.</param>
    public ScratchArray(RunContext context, string purpose, long length)
    {
        _budget = context.Memory;
        Length = length;
        long bytes = Math.Max(1, length) * Unsafe.SizeOf<T>();
        if (length <= Array.MaxLength && context.Memory.TryTake(bytes))
        {
            _taken = bytes;
            _held = new T[length];
        }
        else
        {
            _region = context.Scratch.Map(purpose, bytes);
        }
    }

    public long Length { get; }

    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            return ref _region is null ? ref _held[index] : ref Mapped(index);
        }
    }

    /// <summary>Sets every element.</summary>
    public void Fill(T value)
    {
        if (_region is null)
        {
            Array.Fill(_held, value);
            return;
        }

        for (long i = 0; i < Length; i++)
        {
            Mapped(i) = value;
        }
    }

    /// <summary>A range of elements.</summary>
    public Span<T> Slice(long from, int length) =>
        _region is null ? _held.AsSpan((int)from, length) : MemoryMarshal.Cast<byte, T>(_region.Slice(from * Unsafe.SizeOf<T>(), checked(length * Unsafe.SizeOf<T>())));

    public void Dispose()
    {
        _region?.Dispose();
        _budget.Return(_taken);
    }

    private ref T Mapped(long index) => ref MemoryMarshal.Cast<byte, T>(_region!.Slice(index * Unsafe.SizeOf<T>(), Unsafe.SizeOf<T>()))[0];
}
