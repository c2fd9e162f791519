namespace Curate.Core.Running;

/// <summary>
/// Scratch space as the core sees it: named append-only runs, and mapped regions. Everything in it vanishes when the run ends. It
/// enforces <c>--scratch-limit</c> and turns a full disk into a clear error.
/// </summary>
public interface IScratch : IDisposable
{
    /// <summary>A new run to append to. Dispose the stream before reading it.</summary>
    Stream CreateRun(string purpose, out ScratchRun run);

    /// <summary>Opens a finished run for reading from its start; it may be opened any number of times.</summary>
    Stream OpenRun(ScratchRun run);

    /// <summary>Gives the space of a run back early.</summary>
    void Delete(ScratchRun run);

    /// <summary>Maps a zeroed region of the given size, backed by scratch rather than by memory.</summary>
    IMappedRegion Map(string purpose, long bytes);

    /// <summary>Bytes in use now.</summary>
    long BytesInUse { get; }
}
