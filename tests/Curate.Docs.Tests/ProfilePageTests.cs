using System.Text.Json;
using System.Text.RegularExpressions;
using Curate.Cli.Commands;
using Curate.Cli.Reports.Profile;
using Curate.Core.Options;
using Curate.Core.Profile;
using Curate.Core.Profile.Alerts;
using Curate.TestKit;

namespace Curate.Docs.Tests;

/// <summary>The pages of <c>profile</c> say what the program does: alerts, and every key of its JSON document.</summary>
public partial class ProfilePageTests
{
    private const string Schema = "docs/report-schema.md";

    private static readonly string[] s_figures =
    [
        "count", "min", "max", "sum", "mean", "variance", "standard_deviation", "skewness", "kurtosis", "zeros", "negatives", "nans", "positive_infinities", "negative_infinities",
        "quantiles", "quantile_error", "histogram",
    ];

    /// <summary>Objects that the page explains once, by their keys.</summary>
    private static readonly string[][] s_shared = [["value", "count", "share", "low", "high"], ["value", "low", "high"], ["low", "high", "count"], s_figures];

    /// <summary>Pages of what a profile reports.</summary>
    public static IReadOnlyList<string> Pages { get; } =
        ["docs/methods/profile/alerts.md", "docs/methods/profile/class-balance.md", "docs/methods/profile/column-summary.md", "docs/methods/profile/functional-dependencies.md", "docs/methods/profile/imbalance-metrics.md", "docs/methods/profile/quality-diversity-complexity.md"];

    [Fact]
    public void Page_of_alerts_has_every_code() =>
        ReferenceTests.AssertTable("docs/methods/profile/alerts.md", "## Codes", "| code | severity | raised when | option |", AlertCodes.All.Select(static code =>
            $"| `{code.Code}` | {ProfileWords.Of(code.Severity)} | {code.Formula.Replace("|", "\\|", StringComparison.Ordinal)} | {(ExplainCommand.ThresholdOf(code) is { } option ? $"`--{option.Name}` ({option.Default})" : "")} |"));

    [Fact]
    public void Pages_name_every_option_of_profile()
    {
        string page = File.ReadAllText(RepositoryRoot.Combine("docs/commands/profile.md"));
        Assert.All(Pages, path => Assert.Contains($"(../methods/profile/{Path.GetFileName(path)}", page, StringComparison.Ordinal));
        foreach (OptionSpec option in ProfileOptionSpecs.Roles.Concat(ProfileOptionSpecs.Sizes).Concat(ProfileOptionSpecs.Dependencies).Concat(ProfileOptionSpecs.Diversity))
        {
            Assert.True(Pages.Any(path => File.ReadAllText(RepositoryRoot.Combine(path)).Contains($"`--{option.Name}", StringComparison.Ordinal)), $"No page of docs/methods/profile names --{option.Name}.");
        }
    }

    [Fact]
    public void Schema_page_has_every_key_of_a_full_report_and_no_other()
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(RepositoryRoot.Combine("tests/Curate.Cli.Tests/Profile/expected/profile.json")));
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        Collect(keys, "", report.RootElement);
        string page = File.ReadAllText(RepositoryRoot.Combine(Schema));
        string[] told = [.. KeyRow().Matches(page[page.IndexOf("## Keys", StringComparison.Ordinal)..]).Select(static m => m.Groups[1].Value)];
        Assert.Equal(told.Distinct(), told);
        Assert.Equal([], keys.Except(told));
        Assert.Equal([], told.Except(keys));
        Assert.All(s_figures, key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }

    private static void Collect(SortedSet<string> keys, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                string[] own = [.. value.EnumerateObject().Select(static p => p.Name)];
                if (path == "counts.bad_rows" || s_shared.Any(shared => shared.SequenceEqual(own)))
                {
                    return;
                }

                foreach (JsonProperty property in value.EnumerateObject())
                {
                    string key = path.Length == 0 ? property.Name : path + "." + property.Name;
                    keys.Add(key);
                    Collect(keys, key, property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Collect(keys, path + "[]", item);
                }

                break;
        }
    }

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex KeyRow();
}
