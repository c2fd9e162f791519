namespace Curate.TestKit;

/// <summary>Public data sets that are too large or not ours to commit, in the folder <c>shared/data</c> beside the repository.</summary>
public static class SharedData
{
    /// <summary>Where the data would be; the folder need not exist.</summary>
    public static string Folder => System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot.Path, "..", "shared", "data"));

    /// <summary>The absolute path of one file or folder of the data.</summary>
    public static string Path(string relative) =>
        System.IO.Path.Combine(Folder, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));
}
