namespace Curate.Core.Errors;

/// <summary>
/// Which failures mean that bytes curate wrote itself (plans, states) are damaged or cut short: what the framework's readers and our own
/// checks throw at lengths, numbers and texts that cannot be. Where bytes come from a file, the file's own failures are already errors
/// that name it, so nothing of the disk is mistaken for damage.
/// </summary>
public static class DamagedBytes
{
    public static bool Explain(Exception failure) => failure is IOException or InvalidDataException or FormatException or ArgumentException
        or OverflowException or IndexOutOfRangeException or OutOfMemoryException;
}
