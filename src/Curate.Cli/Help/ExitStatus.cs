using Curate.Core.Errors;

namespace Curate.Cli.Help;

/// <summary>What every exit code means, for the manual page and for docs/exit-codes.md.</summary>
internal static class ExitStatus
{
    /// <summary>All codes, ascending.</summary>
    public static IReadOnlyList<(ExitCode Code, string Meaning)> All { get; } =
    [
        (ExitCode.Done, "done; also when the reader of a pipe stops early"),
        (ExitCode.Found, "the run worked and found what it was told to fail on (check, --fail-on)"),
        (ExitCode.Usage, "usage or configuration: the command line, or a request that these rows cannot meet"),
        (ExitCode.BadData, "the input data is bad"),
        (ExitCode.InputOutput, "an input or output could not be read or written"),
        (ExitCode.Limit, "a limit: memory budget, scratch space, record size"),
        (ExitCode.Bug, "a bug in curate; please report it with the output of --debug"),
        (ExitCode.Interrupted, "cancelled by SIGINT (Ctrl+C)"),
        (ExitCode.Terminated, "cancelled by SIGTERM"),
    ];
}
