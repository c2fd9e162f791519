namespace Curate.TestKit;

/// <summary>How the command line tool is started.</summary>
public sealed record CurateCall
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What standard input holds; empty by default.</summary>
    public byte[] Input { get; init; } = [];

    /// <summary>
    /// Leaves standard input open after <see cref="Input"/>, so that a run that reads it waits for more: tests of signals then need no
    /// sleeping. <see cref="CurateProcess.CloseInput"/> ends it.
    /// </summary>
    public bool KeepInputOpen { get; init; }

    /// <summary>Variables to set; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    /// <summary>After this time the process is killed and <see cref="CurateProcess.Wait"/> throws.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Closes our end of standard output once that many bytes have been read, as <c>head</c> does; null reads to the end.</summary>
    public long? CloseOutputAfter { get; init; }
}
