using Curate.Core.Errors;
using Curate.Core.Hashing;

namespace Curate.Formats.Files;

/// <summary>
/// A file that appears under its name only when it is whole: written as <c>.NAME.PID-N.part</c> beside the target, synced, renamed by
/// <see cref="Complete"/>. Compressed by extension (<c>.gz</c> level 6, <c>.zst</c> level 3). A symbolic link is followed, so the file
/// it points to is replaced. A device or named pipe (<c>/dev/null</c>) is written directly. Memory: one block of 1 MiB, two when
/// compressed, plus the compressor's own state; gzip takes a further 1 MB for each block that it compresses at the same time.
/// </summary>
public sealed class AtomicFile : IByteOutput
{
    private readonly string _target;
    private readonly string _part;
    private readonly bool _overwrite;
    private readonly bool _direct;
    private readonly int _blockBytes;
    private readonly Compression _compression;
    private readonly Func<Stream, Stream>? _wrap;
    private readonly BlockWriteStream _front;
    private BlockWriteStream? _back;
    private FileStream? _disk;
    private Sha256? _hash;
    private long _bytes;
    private bool _started;
    private bool _finished;
    private bool _published;
    private bool _disposed;

    /// <param name="path">The target.</param>
    /// <param name="overwrite">A file that is already there may be replaced (<c>--force</c>).</param>
    /// <exception cref="CurateException">The target exists, or its folder cannot be written to.</exception>
    public AtomicFile(string path, bool overwrite = false)
        : this(path, overwrite, BlockWriteStream.DefaultBlockBytes, null)
    {
    }

    /// <param name="path">The target.</param>
    /// <param name="overwrite">It may be replaced.</param>
    /// <param name="blockBytes">Bytes of one write.</param>
    /// <param name="wrap">Stands between the blocks and the part file.</param>
    internal AtomicFile(string path, bool overwrite, int blockBytes, Func<Stream, Stream>? wrap)
    {
        Name = path;
        _overwrite = overwrite;
        _blockBytes = blockBytes;
        _compression = Compressions.OfName(path);
        _wrap = wrap;
        if (_compression == Compression.Zstandard)
        {
            Zstandard.For(path, ErrorCodes.CannotWrite);
        }

        try
        {
            _target = OutputTarget.Resolve(path);
            _direct = OutputTarget.Check(path, _target, overwrite);
            _part = _target;
            _disk = _direct ? Reopen() : OutputTarget.CreatePart(_target, out _part);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotWrite(path, failure);
        }

        _front = new BlockWriteStream(OpenChain, Failed, blockBytes);
    }

    public string Name { get; }

    /// <summary>What the file holds, once it is finished; null where <see cref="KeepHash"/> was not asked for, or where it is a device.</summary>
    public ProvenanceOutput? Content { get; private set; }

    /// <summary>Has the bytes hashed as they are written, so that nobody has to read them again. To be called before the first write.</summary>
    public void KeepHash()
    {
        if (!_direct)
        {
            _hash ??= new Sha256();
        }
    }

    /// <summary>True when a path names a device or a named pipe: it is written directly, and nothing can stand beside it.</summary>
    public static bool IsDevice(string path) => OutputTarget.IsDirect(OutputTarget.Resolve(path));

    /// <summary>Refuses a path where a file stands that may not be replaced: said before the work, not after it.</summary>
    public static void RefuseExisting(string path)
    {
        string target = OutputTarget.Resolve(path);
        if (File.Exists(target) && !OutputTarget.IsDirect(target))
        {
            OutputTarget.ThrowExists(path);
        }
    }

    /// <summary>Where the bytes go. Flushing it only empties its block; disposing it does nothing.</summary>
    public Stream Stream => _front;

    public void Complete()
    {
        Finish();
        Publish();
    }

    /// <summary>
    /// Closes the file for now; the next write opens it again and appends. A compressed file ends its member or frame and goes on with
    /// another one.
    /// </summary>
    internal void Park()
    {
        _front.Close(EndChain);
        CloseDisk(sync: false);
    }

    /// <summary>Everything reaches the disk, and the file is closed, still under its part name.</summary>
    internal void Finish()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_finished)
        {
            return;
        }

        if (!_started && _compression != Compression.None)
        {
            _front.Open();
        }

        _front.Close(EndChain);
        CloseDisk(sync: !_direct);
        _finished = true;
        if (_hash is not null)
        {
            Content = new ProvenanceOutput(Path.GetFileName(Name), _bytes, Convert.ToHexStringLower(_hash.Finish()));
        }
    }

    /// <summary>Gives a finished file its name.</summary>
    internal void Publish()
    {
        if (_published || _direct)
        {
            _published = true;
            return;
        }

        try
        {
            if (_overwrite)
            {
                OutputTarget.KeepMode(_target, _part);
            }

            if (_overwrite || !UnixFiles.TryMoveNew(_part, _target))
            {
                File.Move(_part, _target, _overwrite);
            }
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            if (!_overwrite && File.Exists(_target))
            {
                OutputTarget.ThrowExists(Name);
            }

            throw Failed(failure);
        }

        _published = true;
        UnixFiles.SyncFolder(Path.GetDirectoryName(_target)!);
    }

    /// <summary>Removes a published file again.</summary>
    internal void Withdraw()
    {
        if (_published && !_direct)
        {
            OutputTarget.TryDelete(_target);
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _hash?.Dispose();
        try
        {
            _front.Abandon()?.Dispose();
            _back?.Abandon();
            _disk?.Dispose();
        }
        catch (Exception failure) when (failure is CurateException or ClosedPipeException || FileFailures.IsOutside(failure))
        {
            // The part file goes away next; nothing that was in flight matters.
        }

        if (!_published && !_direct)
        {
            OutputTarget.TryDelete(_part);
        }
    }

    private Exception Failed(Exception failure) => FileFailures.CannotWrite(Name, failure);

    private FileStream Reopen() =>
        new(_part, _direct ? FileMode.Open : FileMode.Append, FileAccess.Write, _direct ? FileShare.ReadWrite : FileShare.Read, 0);

    private Stream OpenFile()
    {
        _disk ??= Reopen();
        Stream file = _wrap is not null ? _wrap(_disk) : _direct ? _disk : new WritebackStream(_disk);
        return _hash is null ? file : new HashedWriteStream(file, _hash, count => _bytes += count);
    }

    private Stream OpenChain()
    {
        ObjectDisposedException.ThrowIf(_disposed || _finished, this);
        _started = true;
        if (_compression == Compression.None)
        {
            return OpenFile();
        }

        // Compressors hand on a few KiB at a time.
        _back = new BlockWriteStream(OpenFile, Failed, _blockBytes);
        return _compression == Compression.Gzip ? new GzipWriteStream(_back) : new ZstandardWriteStream(_back, Name);
    }

    private void EndChain(Stream chain)
    {
        switch (chain)
        {
            case GzipWriteStream gzip:
                gzip.Finish();
                gzip.Dispose();
                break;
            case ZstandardWriteStream zstandard:
                zstandard.Finish();
                zstandard.Dispose();
                break;
            default:
                chain.Flush();
                break;
        }

        _back?.Close(file => file.Flush());
        _back = null;
    }

    private void CloseDisk(bool sync)
    {
        try
        {
            if (sync)
            {
                _disk ??= Reopen();
                _disk.Flush(flushToDisk: true);
            }

            _disk?.Dispose();
            _disk = null;
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw Failed(failure);
        }
    }
}
