using Curate.Cli.Commands;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>The manual page: all of the command line, in roff that groff reads without a complaint.</summary>
public sealed class ManPageTests
{
    private static readonly string[] s_sections = ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"];

    [Fact]
    public void Sections_stand_in_the_usual_order()
    {
        using ScratchFolder folder = new();
        string[] lines = Cli.Lines(Cli.Text(folder, "completions", "man"));
        Assert.StartsWith(".TH CURATE 1 ", lines[0], StringComparison.Ordinal);
        Assert.Equal(s_sections, lines.Where(l => l.StartsWith(".SH ", StringComparison.Ordinal)).Select(l => l[4..].Trim('"')));
    }

    [Fact]
    public void Page_is_ASCII_and_its_only_requests_are_those_of_the_man_macros()
    {
        using ScratchFolder folder = new();
        string page = Cli.Text(folder, "completions", "man");
        Assert.All(page, c => Assert.InRange(c, '\n', '~'));
        string[] requests = [.. Cli.Lines(page).Where(l => l[0] is '.' or '\'').Select(l => l.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal([".PP", ".RE", ".RS", ".SH", ".SS", ".TH", ".TP", ".ad", ".fi", ".nf", ".nh"], requests);
    }

    [CommandFact("groff")]
    public void Groff_reads_it_without_a_warning_and_the_text_names_everything()
    {
        using ScratchFolder folder = new();
        Cli.Run(folder, "completions", "man").Expect(0);
        folder.File("curate.1", Cli.Text(folder, "completions", "man"));
        CurateCall call = new() { Arguments = ["-man", "-Tutf8", "-ww", "-P-cbou", "-rLL=2000n", folder.Path("curate.1")] };
        using CurateProcess process = CurateProcess.Start([Programs.Find("groff")!], call);
        CurateResult result = process.Wait().Expect(0);
        Assert.Equal("", result.Error);
        string text = result.Text.Replace('\u2010', '-').Replace('\u2212', '-');
        foreach (CommandSpec command in CommandLine.Commands)
        {
            Assert.Contains(command.Usage, text, StringComparison.Ordinal);
            Assert.All(command.Examples, example => Assert.Contains(example, text, StringComparison.Ordinal));
            Assert.All(command.AllOptions(), option => Assert.Contains("--" + option.Name, text, StringComparison.Ordinal));
            Assert.All(command.Methods.Where(_ => command.Methods.Count > 1), method => Assert.Contains(method.Summary, text, StringComparison.Ordinal));
        }

        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Matches($"(?m)^ +{(int)code} +[a-z]", text));
    }

    [CommandFact("man")]
    public void Man_shows_it()
    {
        using ScratchFolder folder = new();
        folder.File("curate.1", Cli.Text(folder, "completions", "man"));
        CurateCall call = new() { Arguments = ["-l", folder.Path("curate.1")], Environment = new Dictionary<string, string?> { ["MANPAGER"] = "cat", ["MANWIDTH"] = "80" } };
        using CurateProcess process = CurateProcess.Start([Programs.Find("man")!], call);
        CurateResult result = process.Wait().Expect(0);
        Assert.Equal("", result.Error);
        Assert.Contains("good training sets", string.Join(' ', result.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
