using Curate.Core.Check;
using Curate.Core.Methods;
using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>
/// What is registered has laws, tests of its own and a page: docs/evidence.md lists them, made from the registry and the sources of the tests. <c>CURATE_ACCEPT=1</c> rewrites its tables.
/// </summary>
public class EvidenceTests
{
    private const string Page = "docs/evidence.md";
    private const int MostShown = 3;

    // Weighs more than any number of mentions: a file that is called like the method.
    private const int OwnFile = 1000;

    // Tests over many methods at once say little about one of them; a method needs others.
    private static readonly string[] s_general = ["MergeTests.cs", "RowPlanTests.cs", "AdvisorTests.cs", "FeatureTableTests.cs", "MethodFamilyTests.cs", "ArgumentTests.cs"];

    // Where a page says how exact its method is; else what it is.
    private static readonly string[] s_sections = ["Exactness", "Exactness and bounds", "Tolerances and bounds", "Measured", "Definition", "Kinds"];

    private static readonly Lazy<IReadOnlyList<(string Path, string Text)>> s_tests = new(ReadTests);

    public static TheoryData<string> Ids() => [.. MethodRegistry.All.Select(static m => m.Id), .. CheckRegistry.All.Select(static c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Registered_method_has_tests_of_its_own_and_a_page_that_says_how_exact_it_is(string id)
    {
        Assert.True(TestsOf(id).Count > 0, $"No test below tests/ names {id}: write one, with the name of the method in quotes.");
        Assert.True(File.Exists(RepositoryRoot.Combine($"docs/methods/{id}.md")), $"docs/methods/{id}.md is not there.");
        Assert.True(Section(id) is not null, $"docs/methods/{id}.md says nothing of how exact it is: {string.Join(", ", s_sections)}.");
    }

    [Fact]
    public void Page_lists_every_method() =>
        ReferenceTests.AssertTable(Page, "## Methods", "| method | laws | tests | what its page states |", MethodRegistry.All.Select(static m => Row(m.Id, Laws(m.Traits))));

    [Fact]
    public void Page_lists_every_check() =>
        ReferenceTests.AssertTable(Page, "## Checks", "| check | laws | tests | what its page states |", CheckRegistry.All.Select(static c => Row(c.Id, "all")));

    private static string Row(string id, string laws) =>
        $"| [{id}](methods/{id}.md) | {laws} | {string.Join(", ", TestsOf(id).Take(MostShown).Select(static path => $"[{Path.GetFileNameWithoutExtension(path)}](../{path})"))} "
            + $"| [{Section(id)}](methods/{id}.md#{Section(id)?.ToLowerInvariant().Replace(' ', '-')}) |";

    /// <summary>The laws of a method beyond those of all, by what its traits promise.</summary>
    private static string Laws(MethodTraits traits)
    {
        List<string> laws = ["all"];
        foreach ((MethodTraits trait, string law) in new[]
        {
            (MethodTraits.KeepsOrder, "order"), (MethodTraits.Subset, "no copies"), (MethodTraits.KeepsAll, "no losses"), (MethodTraits.Shardable, "shards"), (MethodTraits.Idempotent, "twice"),
        })
        {
            if (traits.HasFlag(trait))
            {
                laws.Add(law);
            }
        }

        return string.Join(", ", laws);
    }

    private static string? Section(string id)
    {
        string page = File.ReadAllText(RepositoryRoot.Combine($"docs/methods/{id}.md"));
        return s_sections.FirstOrDefault(section => page.Contains($"\n## {section}\n", StringComparison.Ordinal));
    }

    /// <summary>Files of tests that name a method in quotes, those that do it most first; general ones only beside others.</summary>
    private static IReadOnlyList<string> TestsOf(string id)
    {
        (string family, string name) = (id.Split('/')[0], id.Split('/')[1]);
        string pascal = name.Replace("-", "", StringComparison.Ordinal);
        bool isDefault = MethodRegistry.All.FirstOrDefault(m => m.Family == family)?.Name == name;
        var found = new List<(int Times, string Path)>();
        foreach ((string path, string text) in s_tests.Value)
        {
            bool isOwn = path.Contains($"/{family}/", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(path).StartsWith(pascal, StringComparison.OrdinalIgnoreCase);
            bool isFamily = path.Contains($"/{family}/", StringComparison.OrdinalIgnoreCase) || text.Contains($"\"{family}\"", StringComparison.Ordinal);
            int times = Times(text, $"\"{id}\"") + (isFamily ? Times(text, $"\"{name}\"") : 0);
            // The default of a command is often not named.
            times += isDefault && times == 0 && Times(text, $"\"{family}\"") > 1 ? 1 : 0;
            if (times > 0 || isOwn)
            {
                found.Add((times + (isOwn ? OwnFile : 0), path));
            }
        }

        return [.. found.Where(static f => !s_general.Contains(Path.GetFileName(f.Path))).OrderByDescending(f => f.Path.Contains($".Core.Tests/{family}/", StringComparison.OrdinalIgnoreCase))
            .ThenByDescending(static f => f.Path.Contains(".Core.Tests/", StringComparison.Ordinal)).ThenByDescending(static f => f.Times).ThenBy(static f => f.Path, StringComparer.Ordinal).Select(static f => f.Path)];
    }

    private static int Times(string text, string what)
    {
        int times = 0;
        for (int at = text.IndexOf(what, StringComparison.Ordinal); at >= 0; at = text.IndexOf(what, at + what.Length, StringComparison.Ordinal))
        {
            times++;
        }

        return times;
    }

    private static IReadOnlyList<(string Path, string Text)> ReadTests()
    {
        var tests = new List<(string Path, string Text)>();
        foreach (string project in new[] { "tests/Curate.Core.Tests", "tests/Curate.Cli.Tests" })
        {
            foreach (string file in Directory.EnumerateFiles(RepositoryRoot.Combine(project), "*Tests.cs", SearchOption.AllDirectories))
            {
                string path = Path.GetRelativePath(RepositoryRoot.Path, file).Replace('\\', '/');
                if (!path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
                {
                    tests.Add((path, File.ReadAllText(file)));
                }
            }
        }

        return tests;
    }
}
