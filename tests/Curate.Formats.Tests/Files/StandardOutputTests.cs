using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Formats.Tests.Files;

public sealed class StandardOutputTests
{
    private const int BrokenPipe = 32;
    private const int NoSpace = 28;

    [Fact]
    public void Complete_hands_everything_on_and_keeps_the_stream_open()
    {
        var to = new MemoryStream();
        using (var output = new StandardOutput(to))
        {
            output.Stream.Write("ab"u8);
            output.Stream.WriteByte((byte)'c');
            Assert.Equal(0, to.Length);
            output.Complete();
        }

        Assert.Equal("abc"u8.ToArray(), to.ToArray());
        to.WriteByte(0);
    }

    [Fact]
    public void Closed_pipe_is_not_a_failure_of_the_run()
    {
        using var output = new StandardOutput(new FailingStream(null, 0, BrokenPipe));
        output.Stream.Write("a"u8);
        Assert.Throws<ClosedPipeException>(output.Complete);
    }

    [Fact]
    public void Full_disk_behind_a_redirection_is_cannot_write()
    {
        using var output = new StandardOutput(new FailingStream(null, 10, NoSpace));
        CurateException failure = Streams.Fails(ErrorCodes.CannotWrite, () => output.Stream.Write(new byte[2_000_000]));
        Assert.Contains("standard output", failure.Message);
    }
}
