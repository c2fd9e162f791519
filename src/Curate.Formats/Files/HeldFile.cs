namespace Curate.Formats.Files;

/// <summary>
/// An output file whose completion is held back: completing it brings every byte to the disk, and <see cref="Publish"/> gives it its
/// name. So all files of a run appear after all of them could be written.
/// </summary>
public sealed class HeldFile(AtomicFile file) : IByteOutput
{
    private bool _complete;

    public string Name => file.Name;

    public Stream Stream => file.Stream;

    /// <inheritdoc cref="AtomicFile.Content"/>
    public ProvenanceOutput? Content => file.Content;

    /// <inheritdoc cref="AtomicFile.KeepHash"/>
    public void KeepHash() => file.KeepHash();

    public void Complete()
    {
        file.Finish();
        _complete = true;
    }

    /// <summary>Gives the file its name, if it was completed.</summary>
    public void Publish()
    {
        if (_complete)
        {
            file.Publish();
        }
    }

    /// <summary>A sink that is done disposes its output; a completed file then still waits for its name, and whoever made the file disposes that.</summary>
    public void Dispose()
    {
        if (!_complete)
        {
            file.Dispose();
        }
    }
}
