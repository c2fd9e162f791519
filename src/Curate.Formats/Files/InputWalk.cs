namespace Curate.Formats.Files;

/// <summary>Walks folders for <see cref="InputPaths"/>. Entries come in no order; the caller sorts.</summary>
internal sealed class InputWalk(IReadOnlyCollection<string> extensions)
{
    private const string AnyDepth = "**";

    /// <summary>All files with a known extension below a folder.</summary>
    public List<InputPath> Folder(string folder)
    {
        var found = new List<InputPath>();
        Walk(folder, [], found, [RealPath(folder)]);
        return found;
    }

    /// <summary>All files that a glob matches; a folder that it matches stands for the files below it.</summary>
    public List<InputPath> Glob(string glob)
    {
        string[] segments = glob.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int first = Array.FindIndex(segments, GlobSegment.IsPattern);
        string root = (glob.StartsWith('/') ? "/" : "") + string.Join('/', segments[..first]);
        if (OperatingSystem.IsWindows() && root.EndsWith(':'))
        {
            root += "/";
        }

        var found = new List<InputPath>();
        if (root.Length == 0 || Directory.Exists(root))
        {
            Match(root, segments.AsMemory(first), [], found, [RealPath(root.Length == 0 ? "." : root)]);
        }

        return found;
    }

    private static string RealPath(string folder)
    {
        string full = Path.GetFullPath(folder);
        try
        {
            return Directory.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            return full;
        }
    }

    private static bool IsHidden(string name) => name.StartsWith('.') || name.StartsWith('_');

    private static IReadOnlyList<KeyValuePair<string, string?>> WithKey(IReadOnlyList<KeyValuePair<string, string?>> keys, string folder)
    {
        if (!HivePath.TryParse(folder, out KeyValuePair<string, string?> pair))
        {
            return keys;
        }

        // The innermost folder of a repeated key counts.
        return [.. keys.Where(k => k.Key != pair.Key), pair];
    }

    private bool IsKnown(string name)
    {
        string bare = Compressions.Strip(name);
        return extensions.Any(extension => bare.Length > extension.Length && bare.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
    }

    private void Walk(string folder, IReadOnlyList<KeyValuePair<string, string?>> keys, List<InputPath> found, IReadOnlyList<string> above)
    {
        foreach ((string path, string name, bool isFolder) in Entries(folder))
        {
            if (IsHidden(name))
            {
                continue;
            }

            if (!isFolder)
            {
                if (IsKnown(name))
                {
                    found.Add(new InputPath(path) { Keys = keys });
                }
            }
            else if (Descend(path, above) is { } deeper)
            {
                Walk(path, WithKey(keys, name), found, deeper);
            }
        }
    }

    private void Match(string folder, ReadOnlyMemory<string> segments, IReadOnlyList<KeyValuePair<string, string?>> keys, List<InputPath> found,
        IReadOnlyList<string> above)
    {
        string segment = segments.Span[0];
        bool last = segments.Length == 1;
        if (!GlobSegment.IsPattern(segment))
        {
            string path = Join(folder, segment);
            if (last && File.Exists(path))
            {
                found.Add(new InputPath(path) { Keys = keys });
            }
            else if (Directory.Exists(path) && Descend(path, above) is { } deeper)
            {
                Below(path, WithKey(keys, segment), deeper);
            }

            return;
        }

        if (segment == AnyDepth)
        {
            AnyBelow(folder, segments, keys, found, above);
            return;
        }

        foreach ((string path, string name, bool isFolder) in Entries(folder))
        {
            if (!GlobSegment.Matches(segment, name))
            {
                continue;
            }

            if (isFolder)
            {
                if (Descend(path, above) is { } deeper)
                {
                    Below(path, WithKey(keys, name), deeper);
                }
            }
            else if (last && (segment != "*" || IsKnown(name)))
            {
                // A bare star takes what a folder would give; any more telling pattern is taken at its word.
                found.Add(new InputPath(path) { Keys = keys });
            }
        }

        void Below(string path, IReadOnlyList<KeyValuePair<string, string?>> below, IReadOnlyList<string> deeper)
        {
            if (last)
            {
                Walk(path, below, found, deeper);
            }
            else
            {
                Match(path, segments[1..], below, found, deeper);
            }
        }
    }

    private void AnyBelow(string folder, ReadOnlyMemory<string> segments, IReadOnlyList<KeyValuePair<string, string?>> keys, List<InputPath> found,
        IReadOnlyList<string> above)
    {
        if (segments.Length == 1)
        {
            Walk(folder, keys, found, above);
            return;
        }

        Match(folder, segments[1..], keys, found, above);
        foreach ((string path, string name, bool isFolder) in Entries(folder))
        {
            if (isFolder && !IsHidden(name) && Descend(path, above) is { } deeper)
            {
                AnyBelow(path, segments, WithKey(keys, name), found, deeper);
            }
        }
    }

    // The real folders above and including this one, or null where a link leads back to one of them.
    private static IReadOnlyList<string>? Descend(string path, IReadOnlyList<string> above)
    {
        string real = new DirectoryInfo(path).LinkTarget is null ? Path.GetFullPath(path) : RealPath(path);
        return above.Contains(real) ? null : [.. above, real];
    }

    private static string Join(string folder, string name) => folder.Length == 0 ? name : folder.EndsWith('/') ? folder + name : folder + "/" + name;

    private static List<(string Path, string Name, bool IsFolder)> Entries(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos()
                .Select(entry => (Join(folder, entry.Name), entry.Name, IsFolder(entry)))];
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            throw FileFailures.CannotRead(folder, failure);
        }
    }

    private static bool IsFolder(FileSystemInfo entry) =>
        entry is DirectoryInfo || (entry.LinkTarget is not null && Directory.Exists(entry.FullName));
}
