using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>A script named <c>curate</c> that starts the built tool, for shells that look it up on <c>PATH</c>.</summary>
internal static class ToolShim
{
    /// <summary>Writes the script into a folder and gives the variables under which a shell finds it.</summary>
    public static Dictionary<string, string?> Write(ScratchFolder folder)
    {
        string command = string.Join(' ', CurateProcess.Command.Select(word => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'"));
        string script = folder.File("curate", "#!/bin/sh\nexec " + command + " \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new Dictionary<string, string?>
        {
            ["PATH"] = folder.Root + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            ["LC_ALL"] = "C",
            ["NO_COLOR"] = "1",
        };
    }
}
