using System.Runtime.InteropServices;

namespace Curate.Formats.Files;

/// <summary>
/// Writes to an open handle through the system call itself: the framework's file stream writes at offsets of its own, which loses
/// bytes where several processes share a redirected standard output.
/// </summary>
internal sealed unsafe partial class UnixOutputStream(int handle) : WriteStream
{
    private const int Interrupted = 4;
    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;
    private const short Writable = 4;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            for (nint at = 0; at < buffer.Length;)
            {
                nint written = WriteCall(handle, start + at, buffer.Length - at);
                if (written >= 0)
                {
                    at += written;
                    continue;
                }

                int error = Marshal.GetLastPInvokeError();
                if (error is WouldBlockLinux or WouldBlockMac)
                {
                    var wait = new PollEntry { Handle = handle, Events = Writable };
                    _ = Poll(&wait, 1, -1);
                }
                else if (error != Interrupted)
                {
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
                }
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteCall(int handle, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(PollEntry* entries, uint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Handle;
        public short Events;
        public short Happened;
    }
}
