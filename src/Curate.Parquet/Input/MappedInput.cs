using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Curate.Parquet.Input;

/// <summary>
/// A file mapped into memory: pages are decoded where they lie. The file must not shrink while it is mapped; whoever cannot be sure of
/// that takes <see cref="FileInput"/>.
/// </summary>
public sealed unsafe class MappedInput : IParquetInput
{
    // Windows overlap, so that any page (1 GiB at most) lies wholly in the window that its first byte falls into.
    private const long Stride = 1L << 29;
    private const long WindowBytes = int.MaxValue;

    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private readonly Window[] _windows = [];
    private bool _disposed;

    public MappedInput(string path)
    {
        Length = new FileInfo(path).Length;
        if (Length == 0)
        {
            // An empty file cannot be mapped.
            return;
        }

        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        Length = stream.Length;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
        _windows = new Window[(Length + Stride - 1) / Stride];
        for (int i = 0; i < _windows.Length; i++)
        {
            _windows[i] = new Window(_start + i * Stride, (int)Math.Min(WindowBytes, Length - i * Stride));
        }
    }

    public long Length { get; }

    public int Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset >= Length)
        {
            return 0;
        }

        int count = (int)Math.Min(into.Length, Length - offset);
        new ReadOnlySpan<byte>(_start + offset, count).CopyTo(into);
        return count;
    }

    public bool TryGetMemory(long offset, int length, out ReadOnlyMemory<byte> memory)
    {
        if (offset < 0 || length < 0 || offset > Length - length || offset / Stride >= _windows.Length)
        {
            memory = default;
            return false;
        }

        Window window = _windows[offset / Stride];
        int at = (int)(offset % Stride);
        if (length > window.Bytes - at)
        {
            memory = default;
            return false;
        }

        memory = window.Memory.Slice(at, length);
        return true;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_view is not null)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file!.Dispose();
        }
    }

    private sealed class Window(byte* start, int bytes) : MemoryManager<byte>
    {
        private readonly byte* _start = start;

        public int Bytes => bytes;

        public override Span<byte> GetSpan() => new(_start, bytes);

        public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
