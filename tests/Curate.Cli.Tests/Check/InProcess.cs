using Curate.Cli.Commands;
using Curate.TestKit;

namespace Curate.Cli.Tests.Check;

/// <summary>Runs <c>check</c> inside the test process: a hundred processes would take minutes.</summary>
internal static class InProcess
{
    public static void InferThenCheck(string data, string rules)
    {
        (int code, string output) = Run("check", data, "--infer", "-o", rules, "--force");
        Assert.True(code == 0, output);
        (code, output) = Run("check", data, "--rules", rules, "--fail-on", "note", "--report-detail", "full");
        Assert.True(code == 0, output + File.ReadAllText(rules));
    }

    public static (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var host = new CommandHost { Error = error, OpenStandardInput = static () => Stream.Null, OpenStandardOutput = () => new Kept(output) };
        try
        {
            CommandSpec command = CommandLine.Find(arguments[0]);
            int code = command.Run(CommandLine.Parse(command, arguments[1..]), host);
            return (code, System.Text.Encoding.UTF8.GetString(output.ToArray()) + error);
        }
        catch (Core.Errors.CurateException failure)
        {
            return ((int)failure.Code.Exit, failure.Message + "\n" + failure.Hint);
        }
    }

    /// <summary>What is written outlives the writer.</summary>
    private sealed class Kept(MemoryStream output) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => output.Length;

        public override long Position { get => output.Position; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer, offset, count);
    }
}
