using System.Text;

namespace Curate.TestKit.Tests;

/// <summary>The runner is tested with the system's own programs, so that a fault of the product cannot look like one of the kit.</summary>
public class CurateProcessTests
{
    [UnixFact]
    public void Run_carries_arguments_input_environment_folder_and_both_outputs()
    {
        using ScratchFolder folder = new();
        CurateResult result = Shell("cat; printf '%s|%s|' \"$1\" \"$GREETING\" >&2; basename \"$PWD\" >&2; exit 3", new CurateCall
        {
            Arguments = ["one two"],
            Input = Encoding.UTF8.GetBytes("in"),
            Environment = new Dictionary<string, string?> { ["GREETING"] = "hej" },
            WorkingDirectory = folder.Root,
        });
        Assert.Equal("in", result.Text);
        Assert.Equal($"one two|hej|{Path.GetFileName(folder.Root)}\n", result.Error);
        Assert.Equal(3, result.Expect(3).ExitCode);
        Assert.Contains("exit code 3, not 0", Assert.ThrowsAny<Exception>(() => result.Expect(0)).Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void Run_reads_both_pipes_when_both_are_large()
    {
        CurateResult result = Shell("i=0; while [ $i -lt 3000 ]; do printf '%0100d\\n' $i; printf '%0100d\\n' $i >&2; i=$((i+1)); done", new CurateCall());
        Assert.Equal(303_000, result.Output.Length);
        Assert.Equal(303_000, result.Error.Length);
    }

    [UnixFact]
    public void Run_gives_input_larger_than_a_pipe_to_a_program_that_never_reads_it() =>
        Shell("exit 0", new CurateCall { Input = new byte[4_000_000] }).Expect(0);

    [UnixFact]
    public void Closing_the_output_early_ends_an_endless_writer()
    {
        CurateResult result = Shell("exec yes", new CurateCall { CloseOutputAfter = 10, Timeout = TimeSpan.FromSeconds(30) });
        Assert.Equal("y\ny\ny\ny\ny\n", result.Text);
        Assert.NotEqual(0, result.ExitCode);
    }

    [UnixFact]
    public void Signals_reach_a_process_that_waits_for_input()
    {
        foreach ((Action<CurateProcess> send, int code) in new (Action<CurateProcess>, int)[] { (process => process.Interrupt(), 7), (process => process.Terminate(), 9) })
        {
            using CurateProcess process = StartShell(
                "trap 'exit 7' INT; trap 'exit 9' TERM; echo ready >&2; while read line; do :; done", new CurateCall { KeepInputOpen = true });
            process.WaitUntil(() => process.ErrorSoFar.Contains("ready", StringComparison.Ordinal), "the shell is ready");
            send(process);
            Assert.Equal(code, process.Wait().ExitCode);
        }
    }

    [UnixFact]
    public void Closing_kept_input_lets_the_process_end()
    {
        using CurateProcess process = StartShell("cat", new CurateCall { Input = "x"u8.ToArray(), KeepInputOpen = true });
        Assert.False(process.HasExited);
        process.CloseInput();
        Assert.Equal("x", process.Wait().Expect(0).Text);
    }

    [UnixFact]
    public void A_process_that_runs_too_long_is_killed()
    {
        using CurateProcess process = StartShell("cat", new CurateCall { KeepInputOpen = true, Timeout = TimeSpan.FromMilliseconds(100) });
        Assert.Throws<TimeoutException>(process.Wait);
    }

    [UnixFact]
    public void Peak_memory_is_seen_on_linux()
    {
        CurateResult result = Shell("dd if=/dev/zero of=/dev/null bs=64M count=20 2>/dev/null", new CurateCall());
        if (OperatingSystem.IsLinux())
        {
            // dd is a child of the shell, or takes its place; either way the process itself holds some pages.
            Assert.InRange(result.PeakBytes!.Value, 100_000, 200_000_000);
        }
        else
        {
            Assert.Null(result.PeakBytes);
        }
    }

    [Fact]
    public void The_tool_itself_runs() => Assert.True(CurateProcess.Run("--version").Elapsed > TimeSpan.Zero);

    private static CurateResult Shell(string script, CurateCall call)
    {
        using CurateProcess process = StartShell(script, call);
        return process.Wait();
    }

    private static CurateProcess StartShell(string script, CurateCall call) =>
        CurateProcess.Start([Programs.Find("sh")!, "-c", script, "sh"], call);
}
