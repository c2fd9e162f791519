using System.IO.MemoryMappedFiles;
using Curate.Core.Running;

namespace Curate.Formats.Files;

/// <summary>A zeroed file that is addressed like memory. Spans of it must not be used after it is disposed.</summary>
internal sealed unsafe class MappedFile : IMappedRegion
{
    private readonly string _path;
    private readonly ScratchUse _use;
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private byte* _start;
    private bool _disposed;

    public MappedFile(string path, long bytes, ScratchUse use)
    {
        _path = path;
        _use = use;
        Bytes = bytes;
        if (bytes == 0)
        {
            return;
        }

        FileStream? file = null;
        try
        {
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Delete,
                BufferSize = 0,
                PreallocationSize = bytes,
            });
            file.SetLength(bytes);
            _map = MemoryMappedFile.CreateFromFile(file, null, bytes, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            _view = _map.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.ReadWrite);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
        }
        catch
        {
            _view?.Dispose();
            _map?.Dispose();
            file?.Dispose();
            OutputTarget.TryDelete(path);
            throw;
        }
    }

    public long Bytes { get; }

    public Span<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Bytes - offset);
        return new Span<byte>(_start + offset, length);
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
            // The view's own Dispose writes changed pages to the disk and waits; the file is about to go, so only the mapping is dropped.
            _view.SafeMemoryMappedViewHandle.Dispose();
            _map!.Dispose();
            OutputTarget.TryDelete(_path);
        }

        _use.GiveBackAll();
    }
}
