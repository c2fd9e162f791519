using Curate.Core.Errors;
using Curate.Core.Running;

namespace Curate.Formats.Files;

/// <summary>
/// An input that is decoded once and kept in scratch: standard input and other pipes, and compressed files that are read more than
/// once. The first pass copies the decoded text to scratch while it reads; later passes read from there. A later opening first copies
/// what earlier passes left unread, so passes may stop early and may overlap. Without scratch it is read once. Scratch space: the
/// decoded text. Opening is safe from any thread.
/// </summary>
public sealed class SpooledInput : IPeekableInput
{
    private readonly Func<Stream> _open;
    private readonly IDisposable? _owned;
    private readonly IScratch? _spool;
    private readonly IScratch? _anywhere;
    private readonly Lock _gate = new();
    private Stream? _source;
    private Stream? _write;
    private ScratchRun _run;
    private bool _started;
    private bool _finished;
    private bool _handedOut;
    private byte[] _head = [];
    private Stream? _headRest;

    /// <param name="oneShot">Stored bytes that can be read once; owned by this input.</param>
    /// <param name="spool">Where the decoded text is kept; null = it is read once.</param>
    /// <param name="encoding">As for <see cref="FileInput"/>.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="ct">Ends a read that waits for bytes, with <see cref="OperationCanceledException"/>.</param>
    /// <param name="anywhere">Where the bytes go when they must be read from any place, although <paramref name="spool"/> is null.</param>
    public SpooledInput(Stream oneShot, IScratch? spool, string? encoding = null, string name = "standard input", CancellationToken ct = default,
        IScratch? anywhere = null)
    {
        Name = name;
        _spool = spool;
        _anywhere = spool ?? anywhere;
        _owned = oneShot;
        _open = () => InputDecoding.Decode(ct.CanBeCanceled ? new PipeReadStream(oneShot, ct) : oneShot, name, encoding);
        if (encoding is not null)
        {
            TextEncodings.Find(encoding);
        }
    }

    /// <param name="inner">The input to decode once; owned by this input.</param>
    /// <param name="spool">Where the decoded text is kept; null = every opening goes to <paramref name="inner"/>.</param>
    public SpooledInput(IByteInput inner, IScratch? spool)
    {
        Name = inner.Name;
        SizeBytes = inner.SizeBytes;
        _spool = spool;
        _anywhere = spool;
        _owned = inner;
        _open = inner.Open;
        PassesThrough = spool is null && inner.CanReopen;
    }

    public string Name { get; }

    public long? SizeBytes { get; }

    public bool CanReopen => _spool is not null || PassesThrough;

    private bool PassesThrough { get; }

    public Stream Open()
    {
        if (PassesThrough)
        {
            return _open();
        }

        lock (_gate)
        {
            if (_headRest is { } rest)
            {
                _headRest = null;
                _handedOut = true;
                return new HeadStream(_head, rest);
            }

            if (!_handedOut)
            {
                _handedOut = true;
                return Start();
            }

            if (_spool is null)
            {
                Fail.With(ErrorCodes.BadOrder, $"'{Name}' can be read only once, and the run needs it again.", ErrorCodes.BadOrder.Remedy);
            }

            DrainRest();
            return _spool.OpenRun(_run);
        }
    }

    /// <summary>
    /// All bytes as a stream that can seek: the whole input is taken in first. Nothing else may be open or be opened later.
    /// </summary>
    public Stream OpenAnywhere()
    {
        lock (_gate)
        {
            if (PassesThrough)
            {
                return _open();
            }

            if (_anywhere is null || (_handedOut && _spool is null))
            {
                Fail.With(ErrorCodes.BadOrder, $"'{Name}' can be read only from start to end, and the end of a Parquet file comes first.", ErrorCodes.BadOrder.Remedy);
            }

            if (_spool is not null)
            {
                if (!_handedOut && _headRest is null)
                {
                    _headRest = Start();
                }

                _headRest = null;
                _handedOut = true;
                DrainRest();
                return _anywhere.OpenRun(_run);
            }

            Stream rest = _headRest ?? Start();
            _headRest = null;
            _handedOut = true;
            using (Stream write = _anywhere.CreateRun("input", out _run))
            {
                write.Write(_head);
                rest.CopyTo(write);
            }

            rest.Dispose();
            _started = true;
            return _anywhere.OpenRun(_run);
        }
    }

    /// <inheritdoc/>
    public byte[] Peek(int count)
    {
        lock (_gate)
        {
            if (PassesThrough || _handedOut)
            {
                using Stream text = Open();
                return FileInput.ReadHead(text, count);
            }

            Stream rest = _headRest ?? Start();
            _headRest = rest;
            if (_head.Length < count)
            {
                _head = [.. _head, .. FileInput.ReadHead(rest, count - _head.Length)];
            }

            return _head[..Math.Min(count, _head.Length)];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Quietly(_source);
            Quietly(_write);
            Quietly(_owned);
            if (_started && _anywhere is not null)
            {
                _anywhere.Delete(_run);
                _started = false;
            }
        }
    }

    private static void Quietly(IDisposable? held)
    {
        try
        {
            held?.Dispose();
        }
        catch (Exception failure) when (failure is CurateException || FileFailures.IsOutside(failure))
        {
            // The run is over for this input; its scratch goes away with it.
        }
    }

    private Stream Start()
    {
        _source = _open();
        if (_spool is null)
        {
            return _source;
        }

        _write = _spool.CreateRun("input", out _run);
        _started = true;
        return new FirstPass(this);
    }

    private void DrainRest()
    {
        byte[] block = new byte[256 * 1024];
        while (!_finished)
        {
            Advance(block);
        }
    }

    private int Advance(Span<byte> buffer)
    {
        int read = _source!.Read(buffer);
        _write!.Write(buffer[..read]);
        if (read == 0 && !buffer.IsEmpty)
        {
            _write.Dispose();
            _source.Dispose();
            _finished = true;
        }

        return read;
    }

    /// <summary>Reads the source while filling scratch; once another pass has drained the source, it goes on from scratch.</summary>
    private sealed class FirstPass(SpooledInput owner) : ReadStream
    {
        private Stream? _fromScratch;
        private long _at;

        public override int Read(Span<byte> buffer)
        {
            lock (owner._gate)
            {
                int read = owner._finished ? FromScratch().Read(buffer) : owner.Advance(buffer);
                _at += read;
                return read;
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _fromScratch?.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Skip(Stream run)
        {
            if (run.CanSeek)
            {
                run.Seek(_at, SeekOrigin.Begin);
                return;
            }

            byte[] block = new byte[64 * 1024];
            for (long left = _at; left > 0;)
            {
                left -= run.Read(block.AsSpan(0, (int)Math.Min(left, block.Length)));
            }
        }

        private Stream FromScratch()
        {
            if (_fromScratch is null)
            {
                _fromScratch = owner._spool!.OpenRun(owner._run);
                Skip(_fromScratch);
            }

            return _fromScratch;
        }
    }
}
