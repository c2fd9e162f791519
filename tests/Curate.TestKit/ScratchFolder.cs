using System.Text;

namespace Curate.TestKit;

/// <summary>A temporary folder that goes away with the test. Cleaning up never throws: a leftover file must not hide the result of a test.</summary>
public sealed class ScratchFolder : IDisposable
{
    public ScratchFolder() => Root = Directory.CreateTempSubdirectory("curate-test-").FullName;

    /// <summary>The absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>The absolute path of a name inside the folder; nothing is created.</summary>
    public string Path(string name) => System.IO.Path.Combine(Root, name);

    /// <summary>Writes a file as UTF-8 without a byte order mark and gives its path. Folders in the name are created.</summary>
    public string File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="File(string, string)"/>
    public string File(string name, ReadOnlySpan<byte> bytes)
    {
        string path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        using FileStream file = new(path, FileMode.Create, FileAccess.Write);
        file.Write(bytes);
        return path;
    }

    /// <summary>Creates a folder inside and gives its path.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path(name)).FullName;

    public byte[] Bytes(string name) => System.IO.File.ReadAllBytes(Path(name));

    public string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public bool Exists(string name) => System.IO.File.Exists(Path(name)) || Directory.Exists(Path(name));

    /// <summary>Every file inside, relative to the folder, with forward slashes, in ordinal order.</summary>
    public IReadOnlyList<string> Files()
    {
        string[] files = [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/'))];
        Array.Sort(files, string.CompareOrdinal);
        return files;
    }

    /// <summary>Copies a folder, for instance one of <c>examples/</c>, into this one.</summary>
    public void CopyIn(string folder, string name)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string target = System.IO.Path.Combine(Path(name), System.IO.Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }
    }

    public void Dispose()
    {
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // Tests of missing permissions leave folders that cannot be listed.
                foreach (string folder in Directory.EnumerateDirectories(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
                {
                    System.IO.File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }
            }

            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
