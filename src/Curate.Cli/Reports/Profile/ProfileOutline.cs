using Curate.Cli.Reports.Blocks;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>A profile as a sequence of blocks, in the order in which people want to know: what it is, what is wrong, the columns, then what was asked for.</summary>
internal static class ProfileOutline
{
    private const int BriefAlerts = 3;

    public static IReadOnlyList<Block> Of(ProfileReport report, OutlineOptions options)
    {
        var blocks = new List<Block>();
        Overview(blocks, report);
        Alerts(blocks, report.Alerts, options);
        ColumnsOutline.Append(blocks, report, options);
        BalanceOutline.Append(blocks, report, options);
        MetricsOutline.Append(blocks, report.Metrics, options);
        ComparisonOutline.Append(blocks, report, options);
        AssociationOutline.Append(blocks, report, options);
        DependencyOutline.Append(blocks, report.Dependencies, options);
        DiversityOutline.Append(blocks, report.Diversity, options);
        StorageOutline.Append(blocks, report.Storage, options);
        if (options.Full || options.IsPage)
        {
            DetailOutline.Append(blocks, report.Columns, options.Full);
        }

        return blocks;
    }

    private static void Overview(List<Block> blocks, ProfileReport report)
    {
        var facts = new List<(string, string)> { ("rows", Figures.Count(report.Rows)), ("columns", Figures.Count(report.Columns.Count)) };
        if (report.Bytes is { } bytes)
        {
            facts.Add(("size", Figures.Bytes(bytes)));
        }

        double cells = (double)report.Rows * report.Columns.Count;
        double nulls = 0;
        foreach (ColumnReport column in report.Columns)
        {
            nulls += column.Nulls;
        }

        if (cells > 0)
        {
            facts.Add(("missing values", nulls == 0 ? "none" : Figures.Share(nulls / cells)));
        }

        if (report.Duplicates is { } duplicates)
        {
            facts.Add(("repeated rows", duplicates.DuplicateRows.Value < 0.5 ? "none" : Figures.EstimateWithBounds(duplicates.DuplicateRows)));
            facts.Add(("keys",
                duplicates.Keys.Count == 0 ? "none" : List(duplicates.Keys, 5) + (duplicates.KeysAreExact ? "" : " (as far as the sample tells)")));
        }

        blocks.Add(new FactsBlock(facts));
        if (report.Limit is { } limit)
        {
            blocks.Add(new TextBlock($"A trial: only the first {Figures.Of(limit, "row")} were read (--limit).", Tone.Warning));
        }

        if (report.Rows == 0)
        {
            blocks.Add(new TextBlock("There are no rows.", Tone.Warning));
        }
    }

    private static void Alerts(List<Block> blocks, IReadOnlyList<Alert> alerts, OutlineOptions options)
    {
        string[] counts = [.. new[] { AlertSeverity.Error, AlertSeverity.Warning, AlertSeverity.Note }
            .Select(s => (Severity: s, Count: alerts.Count(a => a.Severity == s)))
            .Where(static s => s.Count > 0)
            .Select(static s => Figures.Of(s.Count, ProfileWords.Of(s.Severity)))];
        blocks.Add(new HeadingBlock(2, "Alerts") { Note = counts.Length == 0 ? "none" : string.Join(", ", counts) });
        if (alerts.Count == 0)
        {
            return;
        }

        var rows = new List<IReadOnlyList<Cell>>();
        int left = 0;
        int most = options.Most(BriefAlerts, page: 200);
        int shown = 0;
        Alert? before = null;
        foreach (Alert alert in alerts)
        {
            // Alerts of one severity and code stand together.
            shown = before is not null && before.Severity == alert.Severity && before.Code == alert.Code ? shown + 1 : 1;
            before = alert;
            if (shown > most)
            {
                left++;
                continue;
            }

            rows.Add([new(ProfileWords.Of(alert.Severity), ToneOf(alert.Severity)), alert.Code, List(alert.Columns, 4), alert.Message]);
        }

        blocks.Add(new TableBlock("Alerts",
            [new("severity"), new("code"), TableColumn.Name("columns", 10), new("what") { Fit = Fit.Fold, Least = 24 }], rows)
        {
            More = left == 0 ? null : $"{Figures.Count(left)} more of the same codes (--report-detail full)",
        });
        blocks.Add(new TextBlock($"curate explain {alerts[0].Code} says what an alert means, from which figure on it is raised, and what to do.", Tone.Soft));
    }

    /// <summary>Names in a row, with the number of those left out.</summary>
    internal static string List(IReadOnlyList<string> names, int most) =>
        names.Count <= most ? string.Join(", ", names) : string.Join(", ", names.Take(most)) + $" and {Figures.Count(names.Count - most)} more";

    private static Tone ToneOf(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Error => Tone.Bad,
        AlertSeverity.Warning => Tone.Warning,
        _ => Tone.Soft,
    };
}
