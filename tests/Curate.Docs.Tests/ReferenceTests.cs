using System.Text.RegularExpressions;
using Curate.Cli;
using Curate.Cli.Commands;
using Curate.Cli.Help;
using Curate.Cli.Options;
using Curate.Cli.Reports.Check;
using Curate.Core.Check;
using Curate.Core.Check.Rules;
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

    public static TheoryData<string> AllChecks() => [.. CheckRegistry.All.Select(static check => check.Name)];

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

    /// <summary>The page of a check is docs/methods/check/NAME.md: its heading, somewhere its usage and memory, and two tables that are written here.</summary>
    [Theory]
    [MemberData(nameof(AllChecks))]
    public void Page_of_a_check_says_what_the_registry_says(string name)
    {
        CheckEntry check = CheckRegistry.All.Single(check => check.Name == name);
        string path = $"docs/methods/{check.Id}.md";
        string page = Read(path, "# " + check.Id);
        Assert.Contains(check.Memory, page, StringComparison.Ordinal);
        Assert.Contains(check.Usage, page, StringComparison.Ordinal);
        AssertTable(path, "## Options", "| option | meaning | default |", check.OptionSpecs.Select(static option => Row(option)));
        AssertTable(path, "## Findings", "| code | severity | raised when | what to do |",
            check.Codes.Select(static code => $"| `{code.Code}` | {CheckWords.Of(code.Severity)} | {Bars(code.Title)}: {Bars(code.Formula)} | {Bars(code.Advice)} |"));
        AssertNames(path, page, check.OptionSpecs);
    }

    [Fact]
    public void Page_of_rules_has_all_kinds_with_their_keys() =>
        AssertTable("docs/methods/check/rules.md", "## Kinds", "| kind | what holds | keys |",
            RuleKinds.All.Select(static kind => $"| `{kind.Name}` | {Bars(kind.Summary)} | {string.Join("<br>", kind.Keys.Select(Key))} |"));

    [Fact]
    public void Index_lists_every_check_as_the_registry_says() =>
        AssertTable(Index, "## Checks", "| check | what it does | needs | memory |",
            CheckRegistry.All.Select(static check => $"| [{check.Id}](methods/{check.Id}.md) | {check.Summary} | {check.Needs ?? "the data alone"} | {check.Memory} |"));

    [Theory]
    [MemberData(nameof(AllCommands))]
    public void Page_of_a_command_names_all_options_of_its_own_and_links_its_methods(string name)
    {
        CommandSpec command = CommandLine.Find(name);
        string path = $"docs/commands/{name}.md";
        string page = Read(path, "# " + name);
        OptionSpec[] own = [.. command.AllOptions().Where(static option => !IsShared(option))];
        string takers = command.Methods.Count > 0 ? " methods |" : command.Checks.Count > 0 ? " checks |" : "";
        AssertTable(path, "## Options of its own", "| option | meaning | default |" + takers, own.Select(option => Row(command, option)));
        AssertNames(path, page, own);
        Assert.All(command.Methods, method => Assert.Contains($"(../methods/{method.Id}.md)", page, StringComparison.Ordinal));
        Assert.All(command.Checks, check => Assert.Contains($"(../methods/{check.Id}.md)", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_of_files_has_its_options() =>
        AssertTable(FilesPage, "## Options", "| option | meaning | default |", FilesOptionSpecs.Own.Select(static option => Row(option)));

    [Fact]
    public void Page_of_exit_codes_has_all_of_them() =>
        AssertTable("docs/exit-codes.md", "# Exit codes and errors", "| Exit | Meaning |", ExitStatus.All.Select(static e => $"| {(int)e.Code} | {Bars(e.Meaning)} |"));

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
        string[] known = [SharedPage, .. CommandLine.Commands.Select(static c => $"docs/commands/{c.Name}.md"), .. MethodRegistry.All.Select(static m => $"docs/methods/{m.Id}.md"), .. CheckRegistry.All.Select(static c => $"docs/methods/{c.Id}.md"), .. ProfilePageTests.Pages, "docs/methods/resample/should-i.md", FilesPage, .. s_cardPages];
        string[] stale = [.. MarkdownPage.All.Select(static page => page.Path)
            .Where(path => (path.StartsWith("docs/commands/", StringComparison.Ordinal) || path.StartsWith("docs/methods/", StringComparison.Ordinal)) && !known.Contains(path))];
        Assert.True(stale.Length == 0, "No command or method belongs to: " + string.Join(", ", stale));
    }

    [Fact]
    public void Index_lists_every_method_as_the_registry_says() =>
        AssertTable(Index, "## Methods", "| method | what it does | traits | memory |",
            MethodRegistry.All.Select(static method => $"| [{method.Id}](methods/{method.Id}.md) | {method.Summary} | {method.Traits} | {method.Memory} |"));

    /// <summary>A key of a rule with what it takes.</summary>
    private static string Key(RuleKey key)
    {
        string more = key.Required ? " Required." : key.Default is { } value ? $" Default: {value}." : "";
        string choices = key.Choices.Count > 0 ? " " + string.Join(", ", key.Choices.Select(static c => $"`{c}`")) + "." : "";
        return $"`{key.Name}`: {Bars(key.Help)}{choices}{more}";
    }

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

        (string Name, IReadOnlyList<OptionSpec> Options)[] owners = command.Checks.Count > 0
            ? [.. command.Checks.Select(static check => (check.Name, check.OptionSpecs))]
            : [.. command.Methods.Select(static method => (method.Name, method.OptionSpecs))];
        (string Name, IReadOnlyList<OptionSpec> Options)[] takers = [.. owners.Where(owner => owner.Options.Any(taken => taken.Name == option.Name))];
        (string Name, IReadOnlyList<OptionSpec> Options)[] requiring = [.. takers.Where(owner => owner.Options.Any(taken => taken.Name == option.Name && taken.Required))];
        string? required = requiring.Length == 0 || requiring.Length == takers.Length ? null : "required by " + string.Join(", ", requiring.Select(static owner => owner.Name));
        bool all = takers.Length is 0 || takers.Length == owners.Length;
        return Row(option, null, required) + (owners.Length > 0 ? $" {(all ? "all" : string.Join(", ", takers.Select(static taker => taker.Name)))} |" : "");
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
        int section = ("\n" + now).IndexOf("\n" + heading + "\n", StringComparison.Ordinal);
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
