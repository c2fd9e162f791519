using System.Runtime.InteropServices;

namespace Curate.Core.Numerics.Kernels;

/// <summary>Memory outside the garbage-collected heap, aligned to 64 bytes, of any length; zeroed unless all of it is written before it is read. Not counted here: owners take it
/// from the run's budget.</summary>
internal sealed unsafe class NativeBlock<T> : IDisposable
    where T : unmanaged
{
    private const int Alignment = 64;
    private void* _room;
    private T* _start;

    public NativeBlock(long length, bool zeroed = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = checked((nuint)length * (nuint)sizeof(T));

        // What is asked for zeroed, the system hands out untouched where it can: threads that fill it then fault its pages in, side by side.
        nuint room = checked(bytes + Alignment);
        _room = zeroed ? NativeMemory.AllocZeroed(room) : NativeMemory.Alloc(room);
        _start = (T*)(((nuint)_room + Alignment - 1) & ~((nuint)Alignment - 1));
    }

    ~NativeBlock() => NativeMemory.Free(_room);

    public long Length { get; }

    public T* Start => _start;

    public Span<T> Slice(long first, int count)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        if (first < 0 || count < 0 || first > Length - count)
        {
            throw new ArgumentOutOfRangeException(nameof(first));
        }

        return new Span<T>(_start + first, count);
    }

    public void Dispose()
    {
        NativeMemory.Free(_room);
        _room = null;
        _start = null;
        GC.SuppressFinalize(this);
    }
}
