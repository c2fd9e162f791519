using System.Text.RegularExpressions;
using Curate.Core.Errors;
using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>The pages hang together: links, the index, and tables that repeat what the code says.</summary>
public partial class PageTests
{
    [Fact]
    public void Relative_links_lead_to_files_and_headings()
    {
        Dictionary<string, MarkdownPage> pages = MarkdownPage.All.ToDictionary(page => page.Path, StringComparer.Ordinal);
        List<string> broken = [];
        int checkedLinks = 0;
        foreach (MarkdownPage page in pages.Values)
        {
            foreach ((int line, string link) in page.Links().Where(link => !link.Target.Contains("://", StringComparison.Ordinal) && !link.Target.StartsWith("mailto:", StringComparison.Ordinal)))
            {
                checkedLinks++;
                string[] parts = link.Split('#', 2);
                string target = parts[0].Length == 0 ? page.Path : Resolve(page.Path, parts[0]);
                string full = RepositoryRoot.Combine(target);
                if (!File.Exists(full) && !Directory.Exists(full))
                {
                    broken.Add($"{page.Path}:{line}: {link} is not there");
                }
                else if (parts.Length == 2 && pages.TryGetValue(target, out MarkdownPage? other) && !other.Anchors().Contains(parts[1]))
                {
                    broken.Add($"{page.Path}:{line}: {target} has no heading #{parts[1]}");
                }
            }
        }

        Assert.True(broken.Count == 0, string.Join("\n", broken));
        Assert.True(checkedLinks > 0, "no link was found; the pattern must be wrong");
    }

    [Fact]
    public void Every_page_of_a_command_or_method_is_linked_from_the_index()
    {
        MarkdownPage index = MarkdownPage.All.Single(page => page.Path == "docs/index.md");
        HashSet<string> linked = [.. index.Links().Select(link => Resolve(index.Path, link.Target.Split('#')[0]))];
        string[] missing = [.. MarkdownPage.All.Select(page => page.Path)
            .Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path != index.Path && !linked.Contains(path))];
        Assert.True(missing.Length == 0, "docs/index.md does not link: " + string.Join(", ", missing));
    }

    [Fact]
    public void Exit_codes_page_lists_every_error_code()
    {
        const string path = "docs/exit-codes.md";
        string page = File.ReadAllText(RepositoryRoot.Combine(path));
        string table = string.Concat(ErrorCodes.All.OrderBy(code => code.Exit).ThenBy(code => code.Id, StringComparer.Ordinal)
            .Select(code => $"| `{code.Id}` | {(int)code.Exit} | {code.Meaning} | {code.Remedy} |\n"));
        string expected = ErrorTable().Replace(page, match => match.Groups[1].Value + table);
        Assert.Matches(ErrorTable(), page);
        GoldenFile.Matches(path, expected);
    }

    [CommandFact("git")]
    public void Tracked_files_hold_no_path_of_the_machine_they_were_written_on()
    {
        string root = RepositoryRoot.Path.Replace('\\', '/');
        string parent = Path.GetDirectoryName(RepositoryRoot.Path)!.Replace('\\', '/');
        List<string> found = [];
        string[] files = TrackedFiles();
        Assert.NotEmpty(files);
        foreach (string file in files.Where(file => Path.GetExtension(file) is not (".gz" or ".zst" or ".parquet" or ".png")))
        {
            string full = RepositoryRoot.Combine(file);
            if (!File.Exists(full))
            {
                continue;
            }

            int line = 0;
            foreach (string text in File.ReadLines(full))
            {
                line++;

                // The parent says who wrote the file where; a shared folder such as /tmp says nothing.
                if (text.Contains(root + "/", StringComparison.Ordinal)
                    || (parent is not ("/" or "/tmp" or "/home" or "/src" or "/data" or "/opt") && Preceded(text, parent + "/"))
                    || HomePattern().IsMatch(text))
                {
                    found.Add($"{file}:{line}: {text.Trim()}");
                }
            }
        }

        Assert.True(found.Count == 0, string.Join("\n", found));
    }

    private static bool Preceded(string text, string path)
    {
        int at = text.IndexOf(path, StringComparison.Ordinal);
        return at == 0 || (at > 0 && !char.IsLetterOrDigit(text[at - 1]) && text[at - 1] is not ('.' or '/' or '-' or '_' or '}' or ')'));
    }

    private static string[] TrackedFiles()
    {
        using CurateProcess process = CurateProcess.Start(
            [Programs.Find("git")!], new CurateCall { Arguments = ["ls-files", "-z"], WorkingDirectory = RepositoryRoot.Path });
        return process.Wait().Expect(0).Text.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Resolve(string from, string link) =>
        Path.GetRelativePath(RepositoryRoot.Path, Path.Combine(RepositoryRoot.Combine(Path.GetDirectoryName(from)!), link)).Replace('\\', '/');

    [GeneratedRegex(@"(\| Code \| Exit \|[^\n]*\n\|[-| ]+\n)(?:\|[^\n]*\n)*")]
    private static partial Regex ErrorTable();

    [GeneratedRegex(@"(^|[^\w.-])(/home[/]\w|/Users[/]\w|/root[/]|[A-Z]:[\\]Users\\)")]
    private static partial Regex HomePattern();
}
