using System.Text.RegularExpressions;
using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>Every command of README.md, docs/ and examples/ works, and prints what the page says where the page says it.</summary>
public partial class CommandTests
{
    /// <summary>One case per command: where it stands and what it is.</summary>
    public static TheoryData<string, string> AllCommands()
    {
        TheoryData<string, string> data = [];
        foreach (MarkdownPage page in MarkdownPage.WithCommands)
        {
            foreach (PageCommand command in page.Blocks.SelectMany(block => PageSession.Commands(page, block)))
            {
                data.Add($"{page.Path}:{command.Line}", command.Text);
            }
        }

        return data;
    }

    /// <summary>The text blocks that show an output, each with the shell block above it.</summary>
    private static IEnumerable<(MarkdownPage Page, MarkdownBlock Shell, MarkdownBlock Output)> AllOutputs()
    {
        foreach (MarkdownPage page in MarkdownPage.WithCommands)
        {
            for (int i = 0; i < page.Blocks.Count; i++)
            {
                if (page.Blocks[i].Note("output") is not null)
                {
                    if (i == 0 || !page.Blocks[i - 1].IsShell || page.Blocks[i].Info != "text")
                    {
                        throw new InvalidOperationException($"{page.Path}:{page.Blocks[i].Line}: curate:output belongs above a text block that follows a shell block.");
                    }

                    yield return (page, page.Blocks[i - 1], page.Blocks[i]);
                }
            }
        }
    }

    [Fact]
    public void Documentation_holds_commands() => Assert.NotEmpty(AllCommands());

    [UnixTheory]
    [MemberData(nameof(AllCommands))]
    public void Command_runs(string place, string command)
    {
        (MarkdownPage page, int line) = Find(place);
        int exitCode = page.Blocks.SelectMany(block => PageSession.Commands(page, block)).Single(found => found.Line == line).ExitCode;
        CurateResult result = PageSession.Of(page).ResultAt(line);
        Assert.True(result.ExitCode == exitCode, $"{place}: {command}\nended with exit code {result.ExitCode}, not {exitCode}:\n{result.Text}");
    }

    [UnixFact]
    public void Shown_outputs_are_what_the_commands_print()
    {
        List<string> differences = [];
        foreach ((MarkdownPage page, MarkdownBlock shell, MarkdownBlock output) in AllOutputs())
        {
            PageSession session = PageSession.Of(page);
            string printed = string.Concat(PageSession.Commands(page, shell).Select(command => session.ResultAt(command.Line).Text));
            if (Trimmed(printed) != Trimmed(string.Join('\n', output.Lines)))
            {
                differences.Add($"{page.Path}:{output.Line} shows another output than the commands of line {shell.Line} print:\n{printed}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Fact]
    public void Readme_names_one_test_command_and_the_check_runs_that_one()
    {
        string[] commands = [.. File.ReadAllLines(RepositoryRoot.Combine("README.md")).Where(line => TestCommand().IsMatch(line))];
        Assert.Single(commands);

        // The check reads the command from the README instead of repeating it; what must agree is how both find it.
        string check = File.ReadAllText(RepositoryRoot.Combine(".ci/run"));
        Assert.Contains("grep -E '" + TestCommand() + "' README.md", check, StringComparison.Ordinal);
    }

    private static (MarkdownPage Page, int Line) Find(string place)
    {
        int colon = place.LastIndexOf(':');
        return (MarkdownPage.WithCommands.Single(page => page.Path == place[..colon]),
            int.Parse(place.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string Trimmed(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim();

    [GeneratedRegex(@"^(\$ )?dotnet test( |$)")]
    private static partial Regex TestCommand();
}
