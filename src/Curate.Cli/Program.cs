using System.Runtime.InteropServices;
using Curate.Cli.Commands;
using Curate.Cli.Help;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Cli;

/// <summary>Entry point: owns signals, exceptions and exit codes.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        using var cancel = new CancellationTokenSource();
        var cause = ExitCode.Interrupted;
        void Stop(PosixSignalContext context, ExitCode code)
        {
            // The first signal stops in good order; a second one ends the process at once, as the system would.
            context.Cancel = !cancel.IsCancellationRequested;
            cause = code;
            cancel.Cancel();
        }

        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Stop(c, ExitCode.Interrupted));
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Stop(c, ExitCode.Terminated));
        TextWriter error = Console.Error;
        bool debug = args.Contains("--debug", StringComparer.Ordinal);
        try
        {
            return Run(args, new CommandHost
            {
                Error = error,
                OpenStandardInput = Console.OpenStandardInput,
                OpenStandardOutput = Console.OpenStandardOutput,
                InputIsTerminal = !Console.IsInputRedirected,
                ErrorIsTerminal = !Console.IsErrorRedirected,
                OutputWidth = Terminal.OutputWidth(),
                Ct = cancel.Token,
            });
        }
        catch (Exception failure)
        {
            return Report(failure, error, args, debug, cancel.IsCancellationRequested ? cause : null);
        }
    }

    private static int Run(string[] args, CommandHost host)
    {
        if (args.Length == 0 || args[0] is "--help" or "-h" or "-?" or "help")
        {
            CommandSpec? about = args.Length > 1 ? CommandLine.Find(args[1]) : null;
            host.WriteOut(about is null ? HelpText.Overview() : HelpText.Of(about));
            return (int)ExitCode.Done;
        }

        if (args[0] == "--version")
        {
            host.WriteOut(CommandHost.Commit.Length == 0 ? $"curate {CommandHost.Version}\n" : $"curate {CommandHost.Version} ({CommandHost.Commit})\n");
            return (int)ExitCode.Done;
        }

        if (args[0].StartsWith("[suggest", StringComparison.Ordinal))
        {
            return CommandLine.Tree().Parse(args).Invoke();
        }

        CommandSpec command = CommandLine.Find(args[0]);
        string[] rest = args[1..];
        int end = Array.IndexOf(rest, "--");
        if (rest.AsSpan(0, end < 0 ? rest.Length : end).IndexOfAny("--help", "-h") >= 0)
        {
            host.WriteOut(HelpText.Of(command));
            return (int)ExitCode.Done;
        }

        return command.Run(CommandLine.Parse(command, rest), host);
    }

    private static int Report(Exception failure, TextWriter error, string[] args, bool debug, ExitCode? cancelled)
    {
        (ExitCode code, string message, string? hint) = failure switch
        {
            ClosedPipeException => (ExitCode.Done, "", null),
            _ when cancelled is { } cause => (cause, "cancelled; nothing was written", null),
            CurateException known => (known.Code.Exit, $"error[{known.Code.Id}]: {known.Message}", known.Hint),
            OutOfMemoryException => (ExitCode.Limit, "error[memory-budget]: the machine ran out of memory.", "Lower --memory, or choose a method that needs less."),
            UnauthorizedAccessException => (ExitCode.InputOutput, $"error[cannot-read]: {failure.Message}", null),
            IOException => (ExitCode.InputOutput, $"error[cannot-write]: {failure.Message}", null),
            _ => (ExitCode.Bug, $"internal error: {failure.GetType().Name}: {failure.Message}",
                debug ? null : "This is a bug in curate. Run again with --debug and report what it prints."),
        };
        if (message.Length > 0)
        {
            bool colour = Terminal.UsesColour(args, !Console.IsErrorRedirected);
            error.WriteLine(colour && code != ExitCode.Done ? $"\x1b[1;31mcurate:\x1b[0m {message}" : "curate: " + message);
        }

        if (hint is not null)
        {
            error.WriteLine("  " + hint);
        }

        if (debug)
        {
            error.WriteLine(failure.ToString());
        }

        return (int)code;
    }
}
