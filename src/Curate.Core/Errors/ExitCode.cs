namespace Curate.Core.Errors;

/// <summary>Exit codes of the command line; every error code belongs to one.</summary>
public enum ExitCode
{
    Done = 0,
    /// <summary>The run worked and found what it was told to fail on.</summary>
    Found = 1,
    /// <summary>Usage or configuration.</summary>
    Usage = 2,
    /// <summary>Input data is bad.</summary>
    BadData = 3,
    /// <summary>Input or output could not be read or written.</summary>
    InputOutput = 4,
    /// <summary>A limit: memory budget, scratch space, record or page size.</summary>
    Limit = 5,
    /// <summary>A bug in curate.</summary>
    Bug = 70,
    /// <summary>Cancelled by SIGINT.</summary>
    Interrupted = 130,
    /// <summary>Cancelled by SIGTERM.</summary>
    Terminated = 143,
}
