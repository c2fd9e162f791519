using System.Text;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>What the process does to the system around it: signals, pipes, full disks, locales, silence.</summary>
public sealed class ProcessTests
{
    private static readonly string s_rows = "a,b\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},{i * 7L}\n"));

    [UnixTheory]
    [InlineData("convert", false)]
    [InlineData("convert", true)]
    [InlineData("dedupe", false)]
    [InlineData("shuffle", true)]
    public void Signal_while_writing_leaves_nothing(string command, bool terminate)
    {
        using ScratchFolder folder = new();
        string scratch = folder.Folder("scratch");
        using CurateProcess process = CurateProcess.Start(
            Cli.Call(folder, command, "-", "--input-format", "csv", "-o", "out.csv", "--scratch", scratch) with { Input = Encoding.UTF8.GetBytes(s_rows), KeepInputOpen = true });

        // Either the output or the spooled input is being written: the run waits for more input in the middle of it.
        process.WaitUntil(() => folder.Files().Any(static f => f.EndsWith(".part", StringComparison.Ordinal) || f.StartsWith("scratch/", StringComparison.Ordinal)), "it wrote");
        Stop(process, terminate);
        CurateResult result = process.Wait().Expect(terminate ? 143 : 130);
        Cli.AssertTold(result, "cancelled; nothing was written");
        Assert.Empty(folder.Files());
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch));
    }

    [UnixFact]
    public void Signal_while_a_folder_is_written_leaves_nothing()
    {
        using ScratchFolder folder = new();
        string scratch = folder.Folder("scratch");
        using CurateProcess process = CurateProcess.Start(
            Cli.Call(folder, "convert", "-", "--input-format", "csv", "-o", "parts/", "--rows-per-file", "1000", "--scratch", scratch) with { Input = Encoding.UTF8.GetBytes(s_rows), KeepInputOpen = true });
        process.WaitUntil(() => folder.Exists("parts"), "it wrote a part");
        process.Interrupt();
        process.Wait().Expect(130);
        Assert.Empty(folder.Files());
        Assert.False(folder.Exists("parts"));
    }

    [UnixFact]
    public void Signal_does_not_touch_the_file_that_force_would_replace()
    {
        using ScratchFolder folder = new();
        folder.File("out.csv", "mine\n");
        string scratch = folder.Folder("scratch");
        using CurateProcess process = CurateProcess.Start(
            Cli.Call(folder, "convert", "-", "--input-format", "csv", "-o", "out.csv", "--force", "--scratch", scratch) with { Input = Encoding.UTF8.GetBytes(s_rows), KeepInputOpen = true });
        process.WaitUntil(() => folder.Files().Count > 1, "it wrote");
        process.Terminate();
        process.Wait().Expect(143);
        Assert.Equal(["out.csv"], folder.Files());
        Assert.Equal("mine\n", folder.Text("out.csv"));
    }

    [Theory]
    [InlineData("convert")]
    [InlineData("dedupe")]
    [InlineData("shuffle")]
    public void Closed_pipe_ends_quietly(string command)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        CurateResult result = CurateProcess.Run(Cli.Call(folder, command, "in.csv") with { CloseOutputAfter = 4 }).Expect(0);
        Assert.Equal("a,b\n", result.Text);
        Assert.Equal("", result.Error);
    }

    [UnixTheory]
    [InlineData("convert")]
    [InlineData("dedupe")]
    [InlineData("shuffle")]
    public void Full_disk_under_the_output_is_told(string command)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        Cli.Fails(folder, 4, ["cannot-write", "/dev/full", "disk is full"], command, "in.csv", "-o", "/dev/full");
        Assert.False(File.Exists("/dev/full.curate.json"));
    }

    [UnixTheory]
    [InlineData("convert in.csv")]
    [InlineData("dedupe in.csv")]
    [InlineData("methods")]
    [InlineData("--help")]
    public void Full_disk_under_standard_output_is_told(string arguments)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        string command = string.Join(' ', CurateProcess.Command.Select(static c => $"'{c}'"));
        using CurateProcess shell = CurateProcess.Start(["sh", "-c", $"exec {command} {arguments} > /dev/full"], new CurateCall { WorkingDirectory = folder.Root });
        Cli.AssertTold(shell.Wait().Expect(4), "cannot-write", "standard output", "disk is full");
    }

    [Fact]
    public void Output_that_exists_needs_force()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n");
        folder.File("out.csv", "mine\n");
        Cli.Fails(folder, 2, ["output-exists", "'out.csv'", "--force"], "dedupe", "in.csv", "-o", "out.csv");
        Assert.Equal("mine\n", folder.Text("out.csv"));
        Cli.Run(folder, "dedupe", "in.csv", "-o", "out.csv", "--force").Expect(0);
        Assert.Equal("a\n1\n", folder.Text("out.csv"));
    }

    [Fact]
    public void Output_may_replace_its_input_with_force()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n");
        Cli.Run(folder, "dedupe", "in.csv", "-o", "in.csv", "--force").Expect(0);
        Assert.Equal("a\n1\n", folder.Text("in.csv"));
    }

    [Theory]
    [InlineData("--report", "there.json")]
    [InlineData("--removed", "there.csv")]
    public void Second_output_that_exists_stops_the_run_before_the_first_is_written(string option, string name)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n");
        folder.File(name, "mine\n");
        Cli.Fails(folder, 2, ["output-exists", name], "dedupe", "in.csv", "-o", "out.csv", option, name);
    }

    [Fact]
    public void Report_in_a_folder_that_is_not_there_stops_the_run_first()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n");
        Cli.Fails(folder, 4, ["cannot-write", "nowhere"], "dedupe", "in.csv", "-o", "out.csv", "--report", "nowhere/report.json");
    }

    [Theory]
    [InlineData("--removed")]
    [InlineData("--report")]
    [InlineData("--on-bad-row")]
    public void Two_outputs_of_one_name_are_refused(string option)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n");
        string value = option switch { "--on-bad-row" => "quarantine=out.txt", _ => "./out.txt" };
        Cli.Fails(folder, 2, ["usage", "same file", option], "dedupe", "in.csv", "-o", "out.txt", "--output-format", "csv", option, value);
    }

    [Theory]
    [InlineData("LANG")]
    [InlineData("LC_ALL")]
    public void Locale_with_decimal_commas_changes_nothing(string variable)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,x\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i},{i}.5\n")));
        CurateCall german = Cli.Call(folder) with { Environment = new Dictionary<string, string?> { [variable] = "de_DE.UTF-8" } };
        string quarter = Run("select", "in.csv", "--fraction", "0.25");
        Assert.Equal(501, Cli.Lines(quarter).Length);
        Assert.Equal(101, Cli.Lines(Run("select", "in.csv", "--fraction", "5%")).Length);
        Assert.Equal(Cli.Text(folder, "select", "in.csv", "--fraction", "0.25"), quarter);
        Assert.StartsWith("{\"a\":1000,\"x\":1000.5}\n", Run("convert", "in.csv", "--where", "x > 1000.25", "--output-format", "jsonl"), StringComparison.Ordinal);
        CurateResult counts = CurateProcess.Run(german with { Arguments = ["dedupe", "in.csv", "-o", "out.csv"] }).Expect(0);
        Assert.Contains("2,000 rows in", counts.Error, StringComparison.Ordinal);
        CurateResult comma = CurateProcess.Run(german with { Arguments = ["select", "in.csv", "--fraction", "0,25"] }).Expect(2);
        Cli.AssertTold(comma, "--fraction", "'0,25'");

        string Run(params string[] arguments) => CurateProcess.Run(german with { Arguments = arguments }).Expect(0).Text;
    }

    [Fact]
    public void No_progress_is_shown_on_a_pipe()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", s_rows);
        CurateResult result = Cli.Run(folder, "shuffle", "in.csv", "-o", "out.csv").Expect(0);
        Assert.DoesNotContain('\r', result.Error);
        Assert.DoesNotContain('\u001b', result.Error);
        Assert.Equal(2, Cli.Lines(result.Error).Length);
        Assert.StartsWith("shuffle random: 300,000 rows in, 300,000 out", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-q")]
    [InlineData("--quiet")]
    public void Quiet_says_nothing_but_errors(string option)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n");
        CurateResult result = Cli.Run(folder, "dedupe", "in.csv", "-o", "out.csv", option).Expect(0);
        Assert.Equal("", result.Error + result.Text);
        Cli.Fails(folder, 4, ["cannot-read"], "dedupe", "nope.csv", option);
    }

    [Fact]
    public void Verbose_tells_of_each_pass()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n1\n");
        Assert.Contains("dedupe: filter: 2 rows", Cli.Run(folder, "dedupe", "in.csv", "-v").Expect(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Stack_trace_is_shown_with_debug_alone()
    {
        using ScratchFolder folder = new();
        Assert.Contains("   at ", Cli.Run(folder, "dedupe", "nope.csv", "--debug").Expect(4).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Cli.Run(folder, "dedupe", "nope.csv").Expect(4).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_to_a_device_gets_no_sidecar()
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n");
        Cli.Run(folder, "dedupe", "in.csv", "-o", "/dev/null").Expect(0);
        Assert.False(File.Exists("/dev/null.curate.json"));
    }

    private static void Stop(CurateProcess process, bool terminate)
    {
        if (terminate)
        {
            process.Terminate();
        }
        else
        {
            process.Interrupt();
        }
    }
}
