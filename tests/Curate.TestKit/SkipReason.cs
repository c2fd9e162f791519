using System.Runtime.InteropServices;

namespace Curate.TestKit;

/// <summary>Why a conditional test cannot run here; null when it can. xunit 2 cannot skip from inside a test, so attributes decide while tests are discovered.</summary>
internal static partial class SkipReason
{
    internal static string? ForSharedData(string[] relativePaths)
    {
        foreach (string relative in relativePaths)
        {
            string path = SharedData.Path(relative);
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                return $"needs shared/data/{relative} beside the repository, which is not there";
            }
        }

        return null;
    }

    internal static string? ForCommands(string[] programs)
    {
        foreach (string program in programs)
        {
            if (Programs.Find(program) is null)
            {
                return $"needs the program '{program}' on PATH, which is not there";
            }
        }

        return null;
    }

    internal static string? ForUnix() => OperatingSystem.IsWindows() ? "needs a Unix system" : null;

    internal static string? ForNotRoot()
    {
        if (ForUnix() is string reason)
        {
            return reason;
        }

        return GetEffectiveUserId() == 0 ? "needs a user other than root: root passes every permission check" : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();
}
