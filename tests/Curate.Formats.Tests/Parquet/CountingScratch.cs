using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Parquet;

/// <summary>Scratch in memory that tells whether it was used.</summary>
internal sealed class CountingScratch : IScratch
{
    private readonly MemoryScratch _inner = new();

    public int Runs { get; private set; }

    public long BytesInUse => _inner.BytesInUse;

    public Stream CreateRun(string purpose, out ScratchRun run)
    {
        Runs++;
        return _inner.CreateRun(purpose, out run);
    }

    public Stream OpenRun(ScratchRun run) => _inner.OpenRun(run);

    public void Delete(ScratchRun run) => _inner.Delete(run);

    public IMappedRegion Map(string purpose, long bytes) => _inner.Map(purpose, bytes);

    public void Dispose() => _inner.Dispose();
}
