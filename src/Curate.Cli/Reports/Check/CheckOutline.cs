using System.Globalization;
using Curate.Cli.Reports.Blocks;
using Curate.Core.Check;
using Curate.Core.Running;

namespace Curate.Cli.Reports.Check;

/// <summary>Checks as a sequence of blocks: the verdicts, every finding with what to do, then the figures.</summary>
internal static class CheckOutline
{
    private const int BriefRows = 12;

    public static IReadOnlyList<Block> Of(CheckPage page, bool full)
    {
        var blocks = new List<Block> { new TextBlock(Sentence(page), CheckWords.ToneOf(page.Verdict)) };
        LeftOutNotes.Add(blocks, page.LeftOut, page.BadRows, page.Limit);
        blocks.Add(new TableBlock("Checks", [TableColumn.Name("check", 12), TableColumn.Name("verdict"), TableColumn.Number("errors"), TableColumn.Number("warnings"), TableColumn.Number("notes")],
            [.. page.Results.Select(static r => (IReadOnlyList<Cell>)[r.Name, new Cell(CheckWords.Of(r.Verdict), CheckWords.ToneOf(r.Verdict)), Count(r, Severity.Error), Count(r, Severity.Warning), Count(r, Severity.Note)])]));
        if (page.NotRun.Count > 0)
        {
            blocks.Add(new TextBlock($"Not run, as {(page.NotRun.Count == 1 ? "it trains" : "they train")} models on the label: {string.Join(", ", page.NotRun)}. Name them with --with, or pass --with all.", Tone.Soft));
        }

        foreach (CheckResult result in page.Results)
        {
            Result(blocks, result, full);
        }

        string[] codes = [.. page.Findings.Select(static f => f.Code).Distinct(StringComparer.Ordinal).Take(3)];
        if (codes.Length > 0)
        {
            blocks.Add(new TextBlock($"curate explain {string.Join(' ', codes)} says what a code means, from which figure on it is raised, and what to do.", Tone.Soft));
        }

        return blocks;
    }

    /// <summary>One line for standard error and annotations.</summary>
    public static string Sentence(CheckPage page)
    {
        int measured = page.Results.Count(static r => r.Verdict != CheckVerdict.NotMeasurable);
        int open = page.Results.Count - measured;
        string counts = $"{Figures.Of(page.Count(Severity.Error), "error")}, {Figures.Of(page.Count(Severity.Warning), "warning")}, {Figures.Of(page.Count(Severity.Note), "note")}";
        return $"{(page.Verdict == CheckVerdict.NotMeasurable ? "nothing measured" : CheckWords.Of(page.Verdict))}: {Figures.Of(measured, "check")}, {counts}{(open == 0 ? "" : $"; {Figures.Count(open)} not measurable")}";
    }

    private static Cell Count(CheckResult result, Severity severity)
    {
        int count = result.Findings.Count(f => f.Severity == severity);
        return new Cell(result.Verdict == CheckVerdict.NotMeasurable ? Figures.None : Figures.Count(count), count > 0 ? CheckWords.ToneOf(severity) : Tone.Soft);
    }

    private static void Result(List<Block> blocks, CheckResult result, bool full)
    {
        blocks.Add(new HeadingBlock(2, result.Name) { Note = CheckWords.Of(result.Verdict) });
        if (result.Reason is { } reason)
        {
            blocks.Add(new TextBlock(reason, Tone.Soft));
        }

        // A p-value that stands in a table needs no second place.
        bool tabled = result.Tables.Any(t => t.Columns.Contains("p", StringComparer.Ordinal) && (full || t.Rows.Count <= BriefRows));
        if (result.Findings.Count > 0)
        {
            blocks.Add(new TableBlock("Findings", [TableColumn.Name("severity"), new TableColumn("code") { Fit = Fit.Whole }, new TableColumn("what") { Fit = Fit.Fold, Least = 30 }],
                [.. result.Findings.Select(f => (IReadOnlyList<Cell>)[new Cell(CheckWords.Of(f.Severity), CheckWords.ToneOf(f.Severity)), f.Code, tabled ? f.Message : Text(f)])]));
            foreach (IGrouping<string, Finding> advice in result.Findings.GroupBy(static f => f.Code, StringComparer.Ordinal))
            {
                foreach (string text in advice.Select(static f => f.Advice).Distinct(StringComparer.Ordinal))
                {
                    blocks.Add(new TextBlock($"{advice.Key}: {text}"));
                }
            }
        }

        foreach (ReportTable table in result.Tables)
        {
            if (table.Rows.Count > 0)
            {
                blocks.Add(Table(table, full));
            }
        }
    }

    /// <summary>The sentence of a finding with its place and its p-value.</summary>
    private static string Text(Finding finding)
    {
        string p = finding.AdjustedPValue is { } adjusted ? Invariant($" (p {Figures.Number(finding.PValue ?? adjusted)}, adjusted {Figures.Number(adjusted)})")
            : finding.PValue is { } value ? Invariant($" (p {Figures.Number(value)})") : "";
        return finding.Message + p;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static TableBlock Table(ReportTable table, bool full)
    {
        int shown = full ? table.Rows.Count : Math.Min(table.Rows.Count, BriefRows);
        bool[] numbers = [.. table.Columns.Select((_, c) => table.Rows.Any(r => r[c] is not null) && table.Rows.All(r => r[c] is null || Cells.IsNumber(r[c])))];
        return new TableBlock(table.Title,
            [.. table.Columns.Select((name, c) => numbers[c] ? TableColumn.Number(name.Replace('_', ' '), Optional(table, name)) : TableColumn.Name(name.Replace('_', ' '), c == 0 ? 20 : 8) with { Optional = Optional(table, name) })],
            [.. table.Rows.Take(shown).Select(row => (IReadOnlyList<Cell>)[.. row.Select(static cell => (Cell)Show(cell))])])
        {
            Keys = table.Key == "rules" ? 0 : 1,
            More = shown == table.Rows.Count ? null : $"{Figures.Count(table.Rows.Count - shown)} more (--report-detail full)",
        };
    }

    /// <summary>What a narrow terminal can do without in the table of rules; other formats have all.</summary>
    private static int Optional(ReportTable table, string column) => table.Key != "rules" ? 0 : column switch
    {
        "column" or "kind" => 5,
        "figure" => 4,
        "checked_rows" => 3,
        "failing_rows" => 2,
        _ => 0,
    };

    private static string Show(object? cell) => cell switch
    {
        null => Figures.None,
        double number => Figures.Number(number),
        long whole => Figures.Count(whole),
        _ => Cells.Show(cell),
    };
}
