using Curate.Core.Running;

namespace Curate.Core.Tests.Support;

/// <summary>Scratch space in memory that checks how it is used: runs are read only once they are closed, and count as leaked until they are deleted.</summary>
internal sealed class MemoryScratch : IScratch
{
    private readonly Dictionary<int, Run> _runs = [];
    private readonly Lock _gate = new();
    private int _next;
    private long _mapped;

    /// <summary>Runs ever made.</summary>
    public int Created => _next;

    /// <summary>Runs not deleted yet.</summary>
    public int Live => _runs.Count;

    public long BytesInUse => _runs.Values.Sum(static r => r.Bytes?.LongLength ?? 0) + Interlocked.Read(ref _mapped);

    public Stream CreateRun(string purpose, out ScratchRun run)
    {
        lock (_gate)
        {
            var made = new Run();
            run = new ScratchRun(_next++);
            _runs.Add(run.Id, made);
            return new RunStream(made);
        }
    }

    public Stream OpenRun(ScratchRun run)
    {
        lock (_gate)
        {
            return new MemoryStream(_runs[run.Id].Bytes ?? throw new InvalidOperationException("A run was opened before it was closed."), false);
        }
    }

    public void Delete(ScratchRun run)
    {
        lock (_gate)
        {
            _runs.Remove(run.Id);
        }
    }

    public IMappedRegion Map(string purpose, long bytes)
    {
        Interlocked.Add(ref _mapped, bytes);
        return new Region(this, new byte[bytes]);
    }

    public void Dispose()
    {
    }

    private sealed class Run
    {
        public byte[]? Bytes { get; set; }
    }

    private sealed class RunStream(Run run) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            run.Bytes ??= ToArray();
            base.Dispose(disposing);
        }
    }

    private sealed class Region(MemoryScratch scratch, byte[] bytes) : IMappedRegion
    {
        private bool _disposed;

        public long Bytes => bytes.LongLength;

        public Span<byte> Slice(long offset, int length) => bytes.AsSpan((int)offset, length);

        public void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                Interlocked.Add(ref scratch._mapped, -bytes.LongLength);
            }
        }
    }
}
