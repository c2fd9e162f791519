namespace Curate.TestKit;

/// <summary>Programs on <c>PATH</c>.</summary>
public static class Programs
{
    /// <summary>The absolute path of a program, or null.</summary>
    public static string? Find(string name)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat", ""] : [""];
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (string ending in endings)
            {
                string path = Path.Combine(folder, name + ending);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        return null;
    }
}
