using System.Text.RegularExpressions;
using Curate.Cli;
using Curate.Cli.Commands;
using Curate.Cli.Help;
using Curate.Cli.Options;
using Curate.Core.Dedupe.Files;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>
/// Every command and every method of the registry has its page, whose tables of options say what the program says.
/// <c>CURATE_ACCEPT=1</c> rewrites the tables.
/// </summary>
public partial class ReferenceTests
{
    private const string SharedPage = "docs/commands/shared-options.md";
    private const string Index = "docs/index.md";
    private static readonly string[] s_cardPages = ["docs/methods/card/croissant.md", "docs/methods/card/data-card.md", "docs/methods/card/licence-audit.md"];
    private const string FilesPage = "docs/methods/dedupe/files.md";

    public static TheoryData<string> AllMethods() => [.. MethodRegistry.All.Select(static method => method.Id)];

    public static TheoryData<string> AllCommands() => [.. CommandLine.Commands.Select(static command => command.Name)];

    [Theory]
    [MemberData(nameof(AllMethods))]
    public void Page_of_a_method_says_what_the_registry_says(string id)
    {
        MethodEntry method = MethodRegistry.All.Single(method => method.Id == id);
        string path = $"docs/methods/{id}.md";
        string page = Read(path, "# " + id);
        Assert.Contains(method.Memory, page, StringComparison.Ordinal);
        Assert.Contains(method.Usage, page, StringComparison.Ordinal);
        AssertTable(path, "## Options", "| option | meaning | default |", method.OptionSpecs.Select(static option => Row(option)));
        AssertNames(path, page, method.OptionSpecs);
    }

    [Theory]
    [MemberData(nameof(AllCommands))]
    public void Page_of_a_command_names_all_options_of_its_own_and_links_its_methods(string name)
    {
        CommandSpec command = CommandLine.Find(name);
        string path = $"docs/commands/{name}.md";
        string page = Read(path, "# " + name);
        OptionSpec[] own = [.. command.AllOptions().Where(static option => !IsShared(option))];
        AssertTable(path, "## Options of its own", command.Methods.Count > 0 ? "| option | meaning | default | methods |" : "| option | meaning | default |", own.Select(option => Row(command, option)));
        AssertNames(path, page, own);
        Assert.All(command.Methods, method => Assert.Contains($"(../methods/{method.Id}.md)", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_of_files_has_its_options() =>
        AssertTable(FilesPage, "## Options", "| option | meaning | default |", FilesOptionSpecs.Own.Select(static option => Row(option)));

    [Fact]
    public void Page_of_the_shared_options_has_all_of_them()
    {
        string page = Read(SharedPage, "# ");
        foreach ((string title, IReadOnlyList<OptionSpec> options) in MethodCommands.Groups)
        {
            AssertTable(SharedPage, "## " + title, "| option | meaning | default |", options.Select(static option => Row(option)));
        }

        AssertNames(SharedPage, page, RunOptionSpecs.All);
    }

    [Fact]
    public void Pages_of_commands_and_methods_belong_to_something_that_exists()
    {
        string[] known = [SharedPage, .. CommandLine.Commands.Select(static c => $"docs/commands/{c.Name}.md"), .. MethodRegistry.All.Select(static m => $"docs/methods/{m.Id}.md"), .. ProfilePageTests.Pages, "docs/methods/resample/should-i.md", FilesPage, .. s_cardPages];
        string[] stale = [.. MarkdownPage.All.Select(static page => page.Path)
            .Where(path => (path.StartsWith("docs/commands/", StringComparison.Ordinal) || path.StartsWith("docs/methods/", StringComparison.Ordinal)) && !known.Contains(path))];
        Assert.True(stale.Length == 0, "No command or method belongs to: " + string.Join(", ", stale));
    }

    [Fact]
    public void Index_lists_every_method_as_the_registry_says() =>
        AssertTable(Index, "## Methods", "| method | what it does | traits | memory |",
            MethodRegistry.All.Select(static method => $"| [{method.Id}](methods/{method.Id}.md) | {method.Summary} | {method.Traits} | {method.Memory} |"));

    /// <summary>An option as a line of a table.</summary>
    private static string Row(OptionSpec option, string? meaning = null, string? required = null)
    {
        string alias = RunOptionSpecs.Alias(option.Name) is { } letter ? letter + ", " : "";
        string place = HelpText.Placeholder(option);
        string text = meaning ?? option.Help + (option.Range is { } range ? $" ({range})" : "");
        string value = required ?? (option.Required ? "required" : option.Kind == OptionKind.Flag || option.Default is null ? "" : $"`{option.Default}`");
        return Spaces().Replace($"| `{alias}--{option.Name}{(place.Length > 0 ? " " + Bars(place) : "")}` | {(meaning is null ? Bars(text) : text)} | {value} |", " ");
    }

    /// <summary>An option of a command with, where it has methods, those that take it.</summary>
    private static string Row(CommandSpec command, OptionSpec option)
    {
        if (option.Name == "method")
        {
            string links = string.Join(", ", command.Methods.Select(static method => method.Name).Concat(command.OtherMethods).Select(name => $"[{name}](../methods/{command.Name}/{name}.md)"));
            return Row(option, $"Which method decides: {links}.") + (command.Methods.Count > 0 ? " |" : "");
        }

        MethodEntry[] takers = [.. command.Methods.Where(method => method.OptionSpecs.Any(taken => taken.Name == option.Name))];
        MethodEntry[] requiring = [.. takers.Where(method => method.OptionSpecs.Any(taken => taken.Name == option.Name && taken.Required))];
        string? required = requiring.Length == 0 || requiring.Length == takers.Length ? null : "required by " + string.Join(", ", requiring.Select(static method => method.Name));
        bool all = takers.Length is 0 || takers.Length == command.Methods.Count;
        return Row(option, null, required) + (command.Methods.Count > 0 ? $" {(all ? "all" : string.Join(", ", takers.Select(static taker => taker.Name)))} |" : "");
    }

    private static bool IsShared(OptionSpec option) => RunOptionSpecs.All.Any(shared => ReferenceEquals(shared, option));

    private static string Bars(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>The table with this header, below this heading, has these lines. It is rewritten with <c>CURATE_ACCEPT=1</c>; nothing is asked where there are no lines.</summary>
    internal static void AssertTable(string path, string heading, string header, IEnumerable<string> lines)
    {
        string[] rows = [.. lines];
        if (rows.Length == 0)
        {
            return;
        }

        // Earlier tables of the same page may have been rewritten since it was read.
        string now = File.ReadAllText(RepositoryRoot.Combine(path));
        int section = now.IndexOf("\n" + heading + "\n", StringComparison.Ordinal);
        int start = section < 0 ? -1 : now.IndexOf(header + "\n", section, StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} has no table '{header}' below '{heading}'.");
        int first = now.IndexOf('\n', start + header.Length + 1) + 1;
        int end = first;
        while (end < now.Length && now[end] == '|')
        {
            int next = now.IndexOf('\n', end);
            end = next < 0 ? now.Length : next + 1;
        }

        GoldenFile.Matches(path, now[..first] + string.Concat(rows.Select(static row => row + "\n")) + now[end..]);
    }

    private static string Read(string path, string heading)
    {
        string full = RepositoryRoot.Combine(path);
        Assert.True(File.Exists(full), $"{path} is not there.");
        string page = File.ReadAllText(full);
        Assert.StartsWith(heading, page, StringComparison.Ordinal);
        return page;
    }

    private static void AssertNames(string path, string page, IEnumerable<OptionSpec> options)
    {
        string[] missing = [.. options.Select(static option => option.Name).Where(name => !Regex.IsMatch(page, "`(-[a-z], )?--" + Regex.Escape(name) + "[ `]"))];
        Assert.True(missing.Length == 0, $"{path} does not name: " + string.Join(", ", missing.Select(static name => "--" + name)));
    }

    [GeneratedRegex("  +")]
    private static partial Regex Spaces();
}
