using Curate.Core.Running;

namespace Curate.Formats.Files;

/// <summary>Scratch space in memory, for tests and runs that are known to be tiny. A run holds at most 2 GiB.</summary>
/// <param name="limitBytes">Most bytes in use at one time.</param>
public sealed class MemoryScratch(long limitBytes = long.MaxValue) : IScratch
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, (MemoryStream Bytes, ScratchUse Use)> _runs = [];
    private readonly List<MappedMemory> _regions = [];
    private readonly ScratchUse _total = new(limitBytes, "scratch memory");
    private int _next;

    public long BytesInUse => _total.Bytes;

    public Stream CreateRun(string purpose, out ScratchRun run)
    {
        lock (_gate)
        {
            run = new ScratchRun(_next++);
            var bytes = new MemoryStream();
            var use = new ScratchUse(_total);
            _runs.Add(run.Id, (bytes, use));
            return new ScratchWriteStream(bytes, use, failure => failure);
        }
    }

    public Stream OpenRun(ScratchRun run)
    {
        lock (_gate)
        {
            // A memory stream that its writer has closed still gives its buffer.
            return _runs.TryGetValue(run.Id, out (MemoryStream Bytes, ScratchUse Use) known)
                ? new MemoryStream(known.Bytes.GetBuffer(), 0, (int)known.Use.Bytes, writable: false)
                : throw new ArgumentException("The run is not in this scratch.", nameof(run));
        }
    }

    public void Delete(ScratchRun run)
    {
        lock (_gate)
        {
            if (_runs.Remove(run.Id, out (MemoryStream Bytes, ScratchUse Use) gone))
            {
                gone.Use.GiveBackAll();
            }
        }
    }

    public IMappedRegion Map(string purpose, long bytes)
    {
        var use = new ScratchUse(_total);
        use.Take(bytes);
        var region = new MappedMemory(bytes, use);
        lock (_gate)
        {
            _regions.Add(region);
        }

        return region;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _regions.ForEach(region => region.Dispose());
            _regions.Clear();
            _runs.Clear();
        }
    }
}
