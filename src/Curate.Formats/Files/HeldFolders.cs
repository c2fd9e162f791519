namespace Curate.Formats.Files;

/// <summary>
/// Folders of files whose completion is held back, as <see cref="HeldFile"/> does for one file: completing a sink brings every byte to the disk, and
/// <see cref="Publish"/> gives all files their names. What is not published goes away with <see cref="Dispose"/>.
/// </summary>
public sealed class HeldFolders : IDisposable
{
    private readonly List<OutputSet> _sets = [];

    /// <summary>Files are hashed as they are written.</summary>
    public bool KeepHashes { get; set; }

    /// <summary>What the files of completed folders hold, by their paths below the folder, in ordinal order; empty without <see cref="KeepHashes"/>.</summary>
    public IReadOnlyList<ProvenanceOutput> Contents => [.. _sets.SelectMany(static s => s.Contents).OrderBy(static f => f.Name, StringComparer.Ordinal)];

    /// <summary>Gives every file of every completed folder its name.</summary>
    public void Publish()
    {
        foreach (OutputSet set in _sets)
        {
            set.Publish();
        }
    }

    public void Dispose() => _sets.ForEach(static set => set.Discard());

    internal void Add(OutputSet set) => _sets.Add(set);
}
