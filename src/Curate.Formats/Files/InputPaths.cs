using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>
/// Turns what the user names as input into files: paths, folders (all files below with a known extension), globs (<c>*</c> <c>?</c>
/// <c>[abc]</c> <c>**</c>), <c>-</c>, and <c>NAME=PATH</c> where sources have names. The files of one source come in ordinal order of
/// their paths, whatever the order of the arguments, and a file that two arguments name comes once, so that rows have the same numbers
/// on every machine. In folders, and behind <c>**</c>, names that start with a dot or an underscore are left out. A glob that is
/// spelled like an existing file is that file. Links to folders are followed, but never back up.
/// </summary>
public static class InputPaths
{
    /// <param name="inputs">The arguments, in order.</param>
    /// <param name="extensions">Known extensions with dot, without compression (<c>.csv</c>).</param>
    /// <param name="named">An argument may be <c>NAME=PATH</c>; one that exists as a path stays a path.</param>
    /// <returns>The files, source by source in order of first mention.</returns>
    /// <exception cref="CurateException">An argument matches nothing.</exception>
    public static IReadOnlyList<InputPath> Expand(IReadOnlyList<string> inputs, IReadOnlyCollection<string> extensions, bool named = false)
    {
        var groups = new List<NamedFiles>();
        foreach (string input in inputs)
        {
            (string? source, string path) = named ? SplitName(input) : (null, input);
            int group = groups.FindIndex(g => g.Source == source);
            if (group < 0)
            {
                group = groups.Count;
                groups.Add(new NamedFiles(source, new SortedDictionary<string, InputPath>(StringComparer.Ordinal)));
            }

            bool any = false;
            foreach (InputPath file in ExpandOne(path, extensions))
            {
                any = true;
                string full = file.IsStandardInput ? "-" : Path.GetFullPath(file.Path);
                groups[group].Files.TryAdd(Slashes(full), file with { Source = source });
            }

            if (!any)
            {
                ThrowNothing(path);
            }
        }

        return [.. groups.SelectMany(static g => g.Files.Values)];
    }

    private static (string? Source, string Path) SplitName(string input)
    {
        int equals = input.IndexOf('=', StringComparison.Ordinal);
        bool isName = equals > 0 && input.AsSpan(0, equals).IndexOfAny("/\\*?[") < 0;
        return isName && !File.Exists(input) && !Directory.Exists(input) ? (input[..equals], input[(equals + 1)..]) : (null, input);
    }

    private static IEnumerable<InputPath> ExpandOne(string path, IReadOnlyCollection<string> extensions)
    {
        if (path.Length == 0)
        {
            Fail.With(ErrorCodes.NoInput, "An input has an empty name.", ErrorCodes.NoInput.Remedy);
        }

        if (path == "-" || File.Exists(path))
        {
            return [new InputPath(path)];
        }

        if (Directory.Exists(path))
        {
            return Below(new InputWalk(extensions).Folder(path), path);
        }

        // A path that simply is not there is left to the opening of it, which says so best.
        return path.Split('/', '\\').Any(GlobSegment.IsPattern) ? Below(new InputWalk(extensions).Glob(Slashes(path)), GlobRoot(Slashes(path))) : [new InputPath(path)];
    }

    private static IEnumerable<InputPath> Below(IEnumerable<InputPath> files, string root) =>
        files.Select(file => file with { Relative = Slashes(Path.GetRelativePath(root.Length == 0 ? "." : root, file.Path)) });

    private static string GlobRoot(string glob)
    {
        string[] segments = glob.Split('/');
        return string.Join('/', segments[..Array.FindIndex(segments, GlobSegment.IsPattern)]) is { Length: > 0 } root ? root : glob.StartsWith('/') ? "/" : "";
    }

    private static string Slashes(string path) => OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void ThrowNothing(string path)
    {
        bool folder = Directory.Exists(path);
        Fail.With(ErrorCodes.NoInput,
            folder ? $"The folder '{path}' holds no file with a known extension." : $"Nothing matches '{path}'.",
            folder ? "Name the files, or use a glob such as 'folder/*.txt' with --input-format."
                : "Check the path; quote globs so that the shell does not expand them. '*' never matches a leading dot.");
    }

    // No tuple: queries over tuples are not compiled ahead, and every run comes by.
    private sealed record NamedFiles(string? Source, SortedDictionary<string, InputPath> Files);
}
