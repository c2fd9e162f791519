using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>What may stand, and what stands, where an output is to go.</summary>
internal static class OutputTarget
{
    /// <summary>The full path that a rename shall replace: symbolic links followed, devices left as they are.</summary>
    public static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        return IsDevice(full) || new FileInfo(full).LinkTarget is null
            ? full
            : File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
    }

    /// <summary>Refuses a target that cannot be written; true where it is a device or a pipe, which is written directly.</summary>
    public static bool Check(string name, string target, bool overwrite)
    {
        if (Directory.Exists(target) || name.EndsWith('/') || name.EndsWith(Path.DirectorySeparatorChar))
        {
            Fail.With(ErrorCodes.CannotWrite, $"Cannot write '{name}': it is a folder.", "Name a file in it, or ask for parts with --rows-per-file.");
        }

        if (File.Exists(target))
        {
            if (IsDirect(target))
            {
                return true;
            }

            if (!overwrite)
            {
                ThrowExists(name);
            }
        }

        string folder = Path.GetDirectoryName(target)!;
        if (!Directory.Exists(folder))
        {
            Fail.With(ErrorCodes.CannotWrite, $"Cannot write '{name}': the folder '{folder}' does not exist.", "Create the folder first.");
        }

        return false;
    }

    /// <summary>A device or a named pipe.</summary>
    public static bool IsDirect(string target) => File.Exists(target) && (IsDevice(target) || IsPipe(target));

    [DoesNotReturn]
    public static void ThrowExists(string name) =>
        Fail.With(ErrorCodes.OutputExists, $"The output '{name}' already exists.", ErrorCodes.OutputExists.Remedy);

    /// <summary>Creates the part file of a target, exclusively: processes of equal number on a shared disk do not meet.</summary>
    public static FileStream CreatePart(string target, out string part)
    {
        string folder = Path.GetDirectoryName(target)!;
        string name = Path.GetFileName(target);
        name = name.Length <= 100 ? name : name[..100];
        for (int n = 0; ; n++)
        {
            part = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".{name}.{Environment.ProcessId}-{n}.part"));
            try
            {
                return new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
            }
            catch (IOException) when (File.Exists(part))
            {
                // Left over from a process of this number that was ended.
            }
        }
    }

    /// <summary>Gives the file that is about to be replaced's permissions to its successor.</summary>
    public static void KeepMode(string target, string part)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(part, File.GetUnixFileMode(target));
        }
    }

    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            // Cleaning up is best effort: what went wrong before is what the user needs to hear.
        }
    }

    private static bool IsDevice(string full) =>
        !OperatingSystem.IsWindows() && (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal));

    private static bool IsPipe(string target)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        try
        {
            // Opened for both directions a pipe does not wait for its other end.
            using var probe = new FileStream(target, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
            return !probe.CanSeek;
        }
        catch (Exception failure) when (FileFailures.IsOutside(failure))
        {
            return false;
        }
    }
}
