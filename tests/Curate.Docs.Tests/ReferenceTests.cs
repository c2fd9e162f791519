using System.Text.RegularExpressions;
using Curate.Cli;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>Every command and every method of the registry has its page, and the page names each of its options.</summary>
public partial class ReferenceTests
{
    private const string SharedPage = "docs/commands/shared-options.md";
    private const string Index = "docs/index.md";

    public static TheoryData<string> AllMethods() => [.. MethodRegistry.All.Select(static method => method.Id)];

    public static TheoryData<string> AllCommands() => [.. CommandLine.Commands.Select(static command => command.Name)];

    [Theory]
    [MemberData(nameof(AllMethods))]
    public void Page_of_a_method_names_all_of_its_options(string id)
    {
        MethodEntry method = MethodRegistry.All.Single(method => method.Id == id);
        string page = Read($"docs/methods/{id}.md", "# " + id);
        AssertNames(page, $"docs/methods/{id}.md", method.OptionSpecs);
        Assert.Contains(method.Memory, page, StringComparison.Ordinal);
        Assert.Contains(method.Usage, page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllCommands))]
    public void Page_of_a_command_names_all_options_of_its_own_and_links_its_methods(string name)
    {
        CommandSpec command = CommandLine.Find(name);
        string path = $"docs/commands/{name}.md";
        string page = Read(path, "# " + name);
        AssertNames(page, path, command.AllOptions().Where(static option => !RunOptionSpecs.All.Any(shared => ReferenceEquals(shared, option))));
        Assert.All(command.Methods, method => Assert.Contains($"(../methods/{method.Id}.md)", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_of_the_shared_options_names_all_of_them() => AssertNames(Read(SharedPage, "# "), SharedPage, RunOptionSpecs.All);

    [Fact]
    public void Pages_of_commands_and_methods_belong_to_something_that_exists()
    {
        string[] known = [SharedPage, .. CommandLine.Commands.Select(static c => $"docs/commands/{c.Name}.md"), .. MethodRegistry.All.Select(static m => $"docs/methods/{m.Id}.md")];
        string[] stale = [.. MarkdownPage.All.Select(static page => page.Path)
            .Where(path => (path.StartsWith("docs/commands/", StringComparison.Ordinal) || path.StartsWith("docs/methods/", StringComparison.Ordinal)) && !known.Contains(path))];
        Assert.True(stale.Length == 0, "No command or method belongs to: " + string.Join(", ", stale));
    }

    [Fact]
    public void Index_lists_every_method_as_the_registry_says()
    {
        string page = File.ReadAllText(RepositoryRoot.Combine(Index));
        string table = string.Concat(MethodRegistry.All.Select(static method => $"| [{method.Id}](methods/{method.Id}.md) | {method.Summary} | {method.Traits} | {method.Memory} |\n"));
        Assert.Matches(MethodTable(), page);
        GoldenFile.Matches(Index, MethodTable().Replace(page, match => match.Groups[1].Value + table));
    }

    private static string Read(string path, string heading)
    {
        string full = RepositoryRoot.Combine(path);
        Assert.True(File.Exists(full), $"{path} is not there.");
        string page = File.ReadAllText(full);
        Assert.StartsWith(heading, page, StringComparison.Ordinal);
        return page;
    }

    private static void AssertNames(string page, string path, IEnumerable<OptionSpec> options)
    {
        string[] missing = [.. options.Select(static option => option.Name).Where(name => !Regex.IsMatch(page, "`(-[a-z], )?--" + Regex.Escape(name) + "[ `]"))];
        Assert.True(missing.Length == 0, $"{path} does not name: " + string.Join(", ", missing.Select(static name => "--" + name)));
    }

    [GeneratedRegex(@"(\| method \| what it does \|[^\n]*\n\|[-| ]+\n)(?:\|[^\n]*\n)*")]
    private static partial Regex MethodTable();
}
