using System.Runtime.InteropServices;

namespace Curate.Core.Numerics.Kernels;

/// <summary>Memory outside the garbage-collected heap, aligned to 64 bytes, of any length; zeroed unless all of it is written before it is read. Not counted here: owners take it
/// from the run's budget.</summary>
internal sealed unsafe class NativeBlock<T> : IDisposable
    where T : unmanaged
{
    private T* _start;

    public NativeBlock(long length, bool zeroed = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        nuint bytes = checked((nuint)length * (nuint)sizeof(T));
        _start = (T*)NativeMemory.AlignedAlloc(Math.Max(bytes, 64), 64);
        if (zeroed)
        {
            NativeMemory.Clear(_start, bytes);
        }
    }

    ~NativeBlock() => NativeMemory.AlignedFree(_start);

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
        NativeMemory.AlignedFree(_start);
        _start = null;
        GC.SuppressFinalize(this);
    }
}
