namespace Curate.Formats.Files;

/// <summary>Where the bytes of one output go; compression, if any, happens behind <see cref="Stream"/>.</summary>
public interface IByteOutput : IDisposable
{
    string Name { get; }

    Stream Stream { get; }

    /// <summary>Flushes, syncs and makes the output visible under its name. Disposing without it leaves nothing behind.</summary>
    void Complete();
}
