using System.Globalization;
using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>
/// The files of one output folder. None is visible before all are whole: they are written under part names, and renamed together at the
/// end, or where somebody holds them back, when that one says. Disposing without completing removes the files and the folders that were made for them.
/// </summary>
internal sealed class OutputSet : IDisposable
{
    private static readonly StringComparer s_names =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private readonly string _folder;
    private readonly string _extension;
    private readonly bool _force;
    private readonly HeldFolders? _hold;
    private readonly List<AtomicFile> _files = [];
    private readonly HashSet<string> _paths = new(s_names);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _made = [];
    private bool _held;
    private bool _completed;

    /// <param name="folder">The output folder; made if it is not there.</param>
    /// <param name="extension">Extension of the parts with dot.</param>
    /// <param name="force">The folder may hold files. Parts of an earlier run that this one does not replace are removed on completion.</param>
    /// <param name="hold">Who gives the files their names; null = completion does.</param>
    public OutputSet(string folder, string extension, bool force, HeldFolders? hold = null)
    {
        _hold = hold;
        _folder = folder;
        _extension = extension;
        _force = force;
        if (File.Exists(folder))
        {
            Fail.With(ErrorCodes.CannotWrite, $"Cannot write parts to '{folder}': it is a file.", "Name a folder.");
        }

        try
        {
            if (!force && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(path => !Path.GetFileName(path).StartsWith('.')))
            {
                Fail.With(ErrorCodes.OutputExists, $"The output folder '{folder}' is not empty.", ErrorCodes.OutputExists.Remedy);
            }
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotWrite(folder, failure);
        }
    }

    /// <summary>What the files hold, by their paths below the folder; none where no hashes are kept.</summary>
    public IEnumerable<ProvenanceOutput> Contents => _files.Where(static f => f.Content is not null)
        .Select(f => f.Content! with { Name = Path.GetRelativePath(_folder, f.Name).Replace(Path.DirectorySeparatorChar, '/') });

    /// <summary>A new part.</summary>
    /// <param name="subFolder">Folder below the output folder, or empty.</param>
    /// <param name="number">Number of the part in its folder.</param>
    /// <param name="blockBytes">Bytes of one write.</param>
    public AtomicFile Add(string subFolder, long number, int blockBytes)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"part-{number:D5}{_extension}");
        return Add(subFolder.Length == 0 ? name : Path.Combine(subFolder, name), blockBytes);
    }

    /// <summary>A new file.</summary>
    /// <param name="relative">Its path below the output folder.</param>
    /// <param name="blockBytes">Bytes of one write.</param>
    public AtomicFile Add(string relative, int blockBytes)
    {
        string path = Path.Combine(_folder, relative);
        string folder = Path.GetDirectoryName(path)!;
        if (!_paths.Add(path))
        {
            Fail.With(ErrorCodes.CannotWrite, $"Two files of the output would have the path '{path}', or paths that this file system does not tell apart.",
                "Make the partition values, or the names of the input files, differ in more than case.");
        }

        MakeFolder(folder);
        var file = new AtomicFile(path, _force, blockBytes, null);
        if (_hold is { KeepHashes: true })
        {
            file.KeepHash();
        }

        _files.Add(file);
        return file;
    }

    public void Complete()
    {
        foreach (AtomicFile file in _files)
        {
            file.Finish();
        }

        if (_hold is null)
        {
            Publish();
        }
        else
        {
            _held = true;
            _hold.Add(this);
        }
    }

    /// <summary>Gives the files of a completed set their names.</summary>
    public void Publish()
    {
        if (_completed)
        {
            return;
        }

        int published = 0;
        try
        {
            for (; published < _files.Count; published++)
            {
                _files[published].Publish();
            }
        }
        catch when (!_force)
        {
            // With force a published part may have replaced another file, which nothing brings back.
            foreach (AtomicFile file in _files.Take(published))
            {
                file.Withdraw();
            }

            throw;
        }

        if (_force)
        {
            RemoveStale(_folder);
        }

        _completed = true;
    }

    /// <summary>Ends the set, unless somebody holds it.</summary>
    public void Dispose()
    {
        if (!_held)
        {
            Discard();
        }
    }

    /// <summary>Removes what was not published.</summary>
    public void Discard()
    {
        _files.ForEach(file => file.Dispose());
        if (_completed)
        {
            return;
        }

        for (int i = _made.Count - 1; i >= 0; i--)
        {
            try
            {
                Directory.Delete(_made[i]);
            }
            catch (Exception failure) when (FileFailures.IsOutside(failure))
            {
                // Not empty: someone else uses it by now.
            }
        }
    }

    private void MakeFolder(string folder)
    {
        if (!_known.Add(folder) || Directory.Exists(folder))
        {
            return;
        }

        if (Path.GetDirectoryName(folder) is { Length: > 0 } above)
        {
            MakeFolder(above);
        }

        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotWrite(folder, failure);
        }

        _made.Add(folder);
    }

    private void RemoveStale(string folder)
    {
        try
        {
            foreach (string path in Directory.GetFiles(folder, "part-*"))
            {
                if (IsPart(Path.GetFileName(path)) && !_paths.Contains(path))
                {
                    File.Delete(path);
                }
            }

            foreach (string below in Directory.GetDirectories(folder, "*=*"))
            {
                RemoveStale(below);
            }
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotWrite(folder, failure);
        }
    }

    private bool IsPart(string name)
    {
        ReadOnlySpan<char> rest = name.AsSpan("part-".Length);
        return rest.EndsWith(_extension) && rest[..^_extension.Length] is { Length: >= 5 } number && !number.ContainsAnyExceptInRange('0', '9');
    }
}
