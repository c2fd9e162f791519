using System.Runtime.InteropServices;
using Curate.Core.Running;

namespace Curate.Formats.Files;

/// <summary>A zeroed block of native memory. Spans of it must not be used after it is disposed.</summary>
internal sealed unsafe class MappedMemory(long bytes, ScratchUse use) : IMappedRegion
{
    private byte* _start = (byte*)NativeMemory.AllocZeroed((nuint)Math.Max(1, bytes));

    public long Bytes => bytes;

    public Span<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, bytes - offset);
        return new Span<byte>(_start + offset, length);
    }

    public void Dispose()
    {
        if (_start is not null)
        {
            NativeMemory.Free(_start);
            _start = null;
            use.GiveBackAll();
        }
    }
}
