using System.Runtime.InteropServices;

namespace Curate.Formats.Files;

/// <summary>The two things that the framework's file calls leave out on Unix; elsewhere both do nothing.</summary>
internal static partial class UnixFiles
{
    private const int ReadOnly = 0;
    private const int AlreadyExists = 17;

    private static bool IsUnix => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Makes a rename durable: the folder's own entry must reach the disk too.</summary>
    public static void SyncFolder(string folder)
    {
        if (!IsUnix)
        {
            return;
        }

        try
        {
            int handle = Open(folder, ReadOnly);
            if (handle >= 0)
            {
                // Some network file systems refuse to sync a folder; the file itself is synced already.
                _ = Fsync(handle);
                _ = Close(handle);
            }
        }
        catch (DllNotFoundException)
        {
            // A system whose C library has another name goes without.
        }
    }

    /// <summary>
    /// Renames without ever replacing, in one step that no other process can slip into: a hard link fails where the name is taken. The
    /// framework's own call looks first and renames then.
    /// </summary>
    /// <returns>False where the file system has no hard links; the caller falls back to the framework.</returns>
    /// <exception cref="IOException">The target exists.</exception>
    public static bool TryMoveNew(string from, string to)
    {
        if (!IsUnix)
        {
            return false;
        }

        try
        {
            if (Link(from, to) == 0)
            {
                _ = Unlink(from);
                return true;
            }
        }
        catch (DllNotFoundException)
        {
            return false;
        }

        return Marshal.GetLastPInvokeError() == AlreadyExists ? throw new IOException($"The file '{to}' already exists", AlreadyExists) : false;
    }

    /// <summary>Asks Linux to begin writing a range of a file to disk, so that the sync at the end finds little left; a hint, never an error.</summary>
    public static void StartWriteback(Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, long bytes)
    {
        const uint Write = 2;
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = SyncFileRange(file, offset, bytes, Write);
            }
            catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
            {
                // A C library without the call: the sync at the end does it all.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, long bytes, uint flags);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unlink(string path);
}
