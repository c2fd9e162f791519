using System.Text;
using Curate.Cli.Commands;
using Curate.Core.Errors;

namespace Curate.Cli.Tests.Recipes;

/// <summary>Runs commands in this process, which takes milliseconds where a process of its own takes most of a second. Paths are absolute.</summary>
internal static class InProcess
{
    /// <summary>The exit code, and what went to standard error and to standard output.</summary>
    public static (int Exit, string Error, string Output) Run(params IReadOnlyList<string> arguments)
    {
        var error = new StringWriter();
        var output = new MemoryStream();
        var host = new CommandHost { Error = error, OpenStandardInput = static () => new MemoryStream(), OpenStandardOutput = () => new Unclosed(output) };
        try
        {
            CommandSpec command = CommandLine.Find(arguments[0]);
            int exit = command.Run(CommandLine.Parse(command, [.. arguments.Skip(1)]), host);
            return (exit, error.ToString(), Encoding.UTF8.GetString(output.ToArray()));
        }
        catch (CurateException failure)
        {
            return ((int)failure.Code.Exit, error + failure.Message + "\n" + failure.Hint, Encoding.UTF8.GetString(output.ToArray()));
        }
    }

    /// <summary>A run that must end with 0; what it wrote to standard error.</summary>
    public static string Ok(params IReadOnlyList<string> arguments)
    {
        (int exit, string error, _) = Run(arguments);
        Assert.True(exit == 0, $"curate {string.Join(' ', arguments)}\n{error}");
        return error;
    }

    private sealed class Unclosed(MemoryStream to) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => to.Length;

        public override long Position { get => to.Position; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => to.Write(buffer, offset, count);
    }
}
