using Curate.Core.Errors;

namespace Curate.Formats.Files;

/// <summary>Turns what the operating system reports into failures that name the file and the reason.</summary>
public static class FileFailures
{
    private const int UnixNoSpace = 28;
    private const int UnixBrokenPipe = 32;
    private const int UnixFileTooLarge = 27;
    private const int UnixQuotaLinux = 122;
    private const int UnixQuotaMac = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsNoData = unchecked((int)0x800700E8);

    /// <summary>The failures that opening, reading, writing and renaming raise for reasons outside the program.</summary>
    public static bool IsOutside(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>There is no space, or no more is allowed.</summary>
    public static bool IsDiskFull(Exception failure) => failure is IOException && failure.HResult is
        UnixNoSpace or UnixFileTooLarge or UnixQuotaLinux or UnixQuotaMac or WindowsDiskFull or WindowsHandleDiskFull;

    /// <summary>Nobody reads the other end.</summary>
    public static bool IsClosedPipe(Exception failure) =>
        failure is IOException && failure.HResult is UnixBrokenPipe or WindowsBrokenPipe or WindowsNoData;

    /// <summary>Reading failed, with the reason in words of this program.</summary>
    public static CurateException CannotRead(string name, Exception failure) =>
        new(ErrorCodes.CannotRead, $"Cannot read '{name}': {Reason(failure)}.", ErrorCodes.CannotRead.Remedy, failure);

    /// <summary>A closed pipe stays apart, because it is no failure of the run.</summary>
    public static Exception CannotWrite(string name, Exception failure) => IsClosedPipe(failure)
        ? new ClosedPipeException($"The reader of '{name}' is gone.", failure)
        : new CurateException(ErrorCodes.CannotWrite, $"Cannot write '{name}': {Reason(failure)}.",
            IsDiskFull(failure) ? "Free some space, or write to another disk." : ErrorCodes.CannotWrite.Remedy, failure);

    /// <summary>The file is damaged.</summary>
    public static CurateException Corrupt(string name, string what, Exception? failure = null, string? hint = null) =>
        new(ErrorCodes.CorruptFile, $"'{name}' {what}.", hint ?? ErrorCodes.CorruptFile.Remedy, failure);

    /// <summary>Why, in a few words without a full stop, and without the path.</summary>
    public static string Reason(Exception failure) => failure switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "a folder of its path does not exist",
        UnauthorizedAccessException => "permission is denied",
        PathTooLongException => "the path is too long",
        _ when IsDiskFull(failure) => "the disk is full",
        _ => failure.Message.TrimEnd('.'),
    };
}
