using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>
/// The text of one file: decompressed (gzip and Zstandard, told by first bytes, whatever the extension), converted to UTF-8, without a
/// byte order mark. Constructing it opens the file once, so that a missing or forbidden file is known before any work starts. A file
/// that changes between two openings is an error. A named pipe is read once.
/// </summary>
public sealed class FileInput : IPeekableInput
{
    private readonly string _path;
    private readonly string? _encoding;
    private readonly CancellationToken _ct;
    private readonly long _bytes;
    private readonly DateTime _written;
    private FileStream? _pipe;
    private byte[] _head = [];
    private Stream? _headRest;

    /// <param name="path">The file.</param>
    /// <param name="encoding">Name of its encoding; null = UTF-8 unless a byte order mark says otherwise.</param>
    /// <param name="ct">Ends a read of a named pipe that waits for bytes, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="CurateException">It cannot be read, or the encoding is unknown.</exception>
    public FileInput(string path, string? encoding = null, CancellationToken ct = default)
    {
        _ct = ct;
        Name = path;
        _path = path;
        _encoding = encoding;
        if (encoding is not null)
        {
            TextEncodings.Find(encoding);
        }

        FileStream file = OpenStored();
        CanReopen = file.CanSeek;
        if (!CanReopen)
        {
            _pipe = file;
            return;
        }

        using (file)
        {
            _bytes = file.Length;
            _written = File.GetLastWriteTimeUtc(file.SafeFileHandle);
            Span<byte> head = stackalloc byte[4];
            using var guarded = new GuardedReadStream(file, Name);
            Compression = Compressions.OfBytes(head[..guarded.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
        }
    }

    public string Name { get; }

    public long? SizeBytes => CanReopen ? _bytes : null;

    public bool CanReopen { get; }

    /// <summary>What the first bytes say; none for a pipe, which is looked into when it is opened.</summary>
    public Compression Compression { get; }

    public Stream Open()
    {
        if (_headRest is { } rest)
        {
            _headRest = null;
            return new HeadStream(_head, rest);
        }

        return InputDecoding.Decode(CanReopen ? Reopen() : TakePipe(), Name, _encoding);
    }

    /// <summary>The path of the stored bytes, for readers that go to any place of them; checked to be the file that was opened first.</summary>
    internal string Unchanged()
    {
        Reopen().Dispose();
        return _path;
    }

    /// <inheritdoc/>
    public byte[] Peek(int count)
    {
        if (CanReopen)
        {
            using Stream text = Open();
            return ReadHead(text, count);
        }

        if (_headRest is null || _head.Length < count)
        {
            Stream text = Open();
            _head = ReadHead(text, count);
            _headRest = text;
        }

        return _head[..Math.Min(count, _head.Length)];
    }

    /// <summary>SHA-256 of the stored bytes in lower-case hex: a pass of its own, safe beside readers of the same input. Null for a pipe.</summary>
    public string? Sha256(CancellationToken ct)
    {
        if (!CanReopen)
        {
            return null;
        }

        using var stored = new GuardedReadStream(Reopen(), Name);
        return ContentHash.Sha256(stored, ct);
    }

    public void Dispose()
    {
        _pipe?.Dispose();
        _headRest?.Dispose();
    }

    internal static byte[] ReadHead(Stream text, int count)
    {
        byte[] head = new byte[count];
        return head[..text.ReadAtLeast(head, count, throwOnEndOfStream: false)];
    }

    private Stream TakePipe()
    {
        FileStream? pipe = _pipe;
        _pipe = null;
        if (pipe is null)
        {
            Fail.With(ErrorCodes.BadOrder, $"'{Name}' is a pipe, and it was read already.", ErrorCodes.BadOrder.Remedy);
        }

        return _ct.CanBeCanceled ? new PipeReadStream(pipe, _ct) : pipe;
    }

    private FileStream Reopen()
    {
        FileStream file = OpenStored();
        if (file.Length != _bytes || File.GetLastWriteTimeUtc(file.SafeFileHandle) != _written)
        {
            file.Dispose();
            Fail.With(ErrorCodes.InputChanged, $"'{Name}' changed while the run was reading it.", ErrorCodes.InputChanged.Remedy);
        }

        return file;
    }

    private FileStream OpenStored()
    {
        if (Directory.Exists(_path))
        {
            Fail.With(ErrorCodes.CannotRead, $"Cannot read '{Name}': it is a folder.", "Name a file, or a glob such as 'folder/*.csv'.");
        }

        try
        {
            // Readers only need that nobody writes; bufferSize 0 leaves the blocks to the streams above.
            return new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotRead(Name, failure);
        }
    }
}
