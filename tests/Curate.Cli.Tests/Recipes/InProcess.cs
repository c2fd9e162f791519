using Curate.Cli.Commands;
using Curate.Core.Errors;
using Curate.TestKit;

namespace Curate.Cli.Tests.Recipes;

/// <summary>
/// Runs commands in this process, which takes milliseconds where a process of its own takes most of a second; recipes by the executable that was chosen to be tested,
/// if one was, because checkpoints are those of one build. Paths are absolute.
/// </summary>
internal static class InProcess
{
    /// <summary>The exit code, and what went to standard error. Standard output is that of this process.</summary>
    public static (int Exit, string Error) Run(params IReadOnlyList<string> arguments)
    {
        if (arguments[0] == "run" && CurateProcess.IsChosen)
        {
            CurateResult result = CurateProcess.Run([.. arguments]);
            return (result.ExitCode, result.Error);
        }

        var error = new StringWriter();
        var host = new CommandHost { Error = error, OpenStandardInput = static () => new MemoryStream(), OpenStandardOutput = static () => throw new NotSupportedException() };
        try
        {
            CommandSpec command = CommandLine.Find(arguments[0]);
            int exit = command.Run(CommandLine.Parse(command, [.. arguments.Skip(1)]), host);
            return (exit, error.ToString());
        }
        catch (CurateException failure)
        {
            return ((int)failure.Code.Exit, error + failure.Message + "\n" + failure.Hint);
        }
    }

    /// <summary>A run that must end with 0; what it wrote to standard error.</summary>
    public static string Ok(params IReadOnlyList<string> arguments)
    {
        (int exit, string error) = Run(arguments);
        Assert.True(exit == 0, $"curate {string.Join(' ', arguments)}\n{error}");
        return error;
    }
}
