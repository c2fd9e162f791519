using Curate.Cli.Reports.Blocks;
using Curate.Core.Dependencies;

namespace Curate.Cli.Reports.Profile;

/// <summary>What columns say about each other.</summary>
internal static class DependencyOutline
{
    private const int BriefEntries = 8;
    private const int BriefGroups = 3;
    private const int BriefRows = 10;

    public static void Append(List<Block> blocks, DependencyReport? report, OutlineOptions options)
    {
        if (report is null)
        {
            return;
        }

        blocks.Add(new HeadingBlock(2, "Dependencies") { Note = $"among {Figures.Of(report.Columns.Count, "column")}" });
        blocks.Add(new FactsBlock(
        [
            ("hold", $"{Figures.Count(report.ExactCount)} minimal" + (report.FromKeys > 0 ? $", {Figures.Count(report.FromKeys)} of them from keys" : "")),
            ("almost hold", Figures.Count(report.AlmostCount)),
            ("minimal keys", Figures.Count(report.KeyCount)),
            ("inclusions", Figures.Count(report.InclusionCount)),
            ("likely typos", Figures.Count(report.TypoCount)),
        ]));
        blocks.Add(new TextBlock(Scope(report), report.IsCut ? Tone.Warning : Tone.Soft));
        if (report.Note is { } note)
        {
            blocks.Add(new TextBlock(note, Tone.Warning));
        }

        Exact(blocks, report, options);
        Almost(blocks, report, options);
        Inclusions(blocks, report, options);
        Typos(blocks, report, options);
    }

    /// <summary>What was looked at and what was not.</summary>
    private static string Scope(DependencyReport report)
    {
        string left = report.IsExhausted ? "All left sides were searched"
            : report.IsCut ? $"--dependency-work ended the search: left sides of up to {Figures.Of(report.Complete, "column")} are complete"
            : $"Left sides of up to {Figures.Of(report.Complete, "column")} were searched (--dependency-left)";
        string columns = report.LeftOut.Count == 0 ? "" : $" Not searched: {ProfileOutline.List(report.LeftOut, 5)} (--dependency-columns, --columns; vectors never).";
        string few = report.BelowSupport == 0 ? "" : $" {Figures.Of(report.BelowSupport, "dependency holds", "dependencies hold")} in fewer than {Figures.Of(report.Options.Support, "row")} that share their left side, and {(report.BelowSupport == 1 ? "is" : "are")} not listed (--dependency-support).";
        return $"{left}. Values are compared as texts; missing values equal each other.{columns}{few}";
    }

    private static void Exact(List<Block> blocks, DependencyReport report, OutlineOptions options)
    {
        if (report.Keys.Count > 0)
        {
            int most = Math.Min(report.Keys.Count, options.Most(5));
            blocks.Add(new TextBlock("Minimal keys: " + string.Join("; ", report.Keys.Take(most).Select(static k => string.Join(" + ", k))) + (report.KeyCount > most ? $"; {Figures.Count(report.KeyCount - most)} more" : "") + "."));
        }

        if (report.Exact.Count == 0)
        {
            return;
        }

        int shown = Math.Min(report.Exact.Count, options.Most(BriefEntries));
        blocks.Add(new TableBlock("Dependencies that hold",
            [TableColumn.Name("rows equal in"), TableColumn.Name("are equal in"), TableColumn.Number("groups", 1), TableColumn.Number("rows that say so")],
            [.. report.Exact.Take(shown).Select(static d => (IReadOnlyList<Cell>)[Left(d), d.To, Figures.Count(d.Measures.Groups), Figures.Count(d.Measures.Support)])])
        {
            More = Rest(report.ExactCount - report.FromKeys - report.BelowSupport + Listed(report), report.Exact.Count, shown),
        });
    }

    // Keys of rows that all differ have no support, so that with --dependency-support 0 they are listed, too.
    private static long Listed(DependencyReport report) => report.Options.Support == 0 ? report.FromKeys : 0;

    private static void Almost(List<Block> blocks, DependencyReport report, OutlineOptions options)
    {
        if (report.Almost.Count == 0)
        {
            return;
        }

        int shown = Math.Min(report.Almost.Count, options.Most(BriefEntries, 60));
        blocks.Add(new TableBlock("Dependencies that almost hold",
            [
                TableColumn.Name("rows equal in"), TableColumn.Name("are mostly equal in"), TableColumn.Number("broken by"), TableColumn.Number("g3"), TableColumn.Number("mu+"), TableColumn.Number("g1", 2),
                TableColumn.Number("rows that say so", 3),
            ],
            [
                .. report.Almost.Take(shown).Select(static d => (IReadOnlyList<Cell>)
                [
                    Left(d), d.To, Figures.Of(d.Measures.Violations, "row"), Figures.Share(d.Measures.G3), Figures.Measure(d.Measures.MuPlus), Figures.Measure(d.Measures.G1), Figures.Count(d.Measures.Support),
                ]),
            ])
        {
            More = Rest(report.AlmostCount, report.Almost.Count, shown),
        });
        int explained = Math.Min(shown, options.Most(BriefGroups, 20));
        foreach (Dependency dependency in report.Almost.Take(explained))
        {
            string rows = string.Join(", ", dependency.Rows.Take(BriefRows).Select(Figures.Count));
            blocks.Add(new TextBlock($"{Left(dependency)} does not determine {dependency.To} in {Figures.Of(dependency.BrokenGroups, "group")}: {Groups(dependency)}. Rows {rows}{(dependency.Measures.Violations > BriefRows ? " ..." : "")} break it."));
        }
    }

    private static string Groups(Dependency dependency)
    {
        IEnumerable<string> groups = dependency.Broken.Take(BriefGroups).Select(group =>
        {
            string left = string.Join(", ", dependency.From.Zip(group.Left, static (name, value) => $"{name} {Shown(value)}"));
            string values = string.Join(", ", group.Values.Take(4).Select(static v => $"{Shown(v.Value)} {Figures.Count(v.Rows)}x"));
            return $"{left} has {values}{(group.Values.Count > 4 ? " ..." : "")}";
        });
        return string.Join("; ", groups) + (dependency.BrokenGroups > BriefGroups ? "; ..." : "");
    }

    private static void Inclusions(List<Block> blocks, DependencyReport report, OutlineOptions options)
    {
        if (report.Inclusions.Count == 0)
        {
            return;
        }

        int shown = Math.Min(report.Inclusions.Count, options.Most(BriefEntries, 60));
        blocks.Add(new TableBlock("Values that occur in another column",
            [TableColumn.Name("values of"), TableColumn.Name("are among those of"), TableColumn.Number("distinct"), TableColumn.Number("found"), new("not there") { Fit = Fit.Fold, Least = 12 }],
            [
                .. report.Inclusions.Take(shown).Select(static i => (IReadOnlyList<Cell>)
                [
                    i.Column, i.IsOther ? i.In + " (other)" : i.In, Figures.Count(i.Distinct), Figures.Share(i.Share),
                    i.IsExact ? "" : $"{string.Join(", ", i.Missing.Select(static m => Shown(m)))} in {Figures.Of(i.Rows, "row")}",
                ]),
            ])
        {
            More = Rest(report.InclusionCount, report.Inclusions.Count, shown),
        });
    }

    private static void Typos(List<Block> blocks, DependencyReport report, OutlineOptions options)
    {
        if (report.Typos.Count == 0)
        {
            return;
        }

        int shown = Math.Min(report.Typos.Count, options.Most(BriefEntries, 60));
        blocks.Add(new TableBlock("Likely typos",
            [TableColumn.Name("column"), TableColumn.Name("value"), TableColumn.Name("usual value"), TableColumn.Number("rows"), TableColumn.Number("first row"), TableColumn.Name("because of")],
            [.. report.Typos.Take(shown).Select(static t => (IReadOnlyList<Cell>)[t.Column, Shown(t.Value), Shown(t.Proposed), Figures.Count(t.Rows), Figures.Count(t.FirstRow), string.Join(" + ", t.From)])])
        {
            More = Rest(report.TypoCount, report.Typos.Count, shown),
        });
    }

    private static string Left(Dependency dependency) => dependency.From.Count == 0 ? "(any)" : string.Join(" + ", dependency.From);

    private static string Shown(string? value) => value is null ? "(missing)" : $"'{value}'";

    private static string? Rest(long all, int listed, int shown) =>
        listed > shown ? OutlineOptions.Rest((int)Math.Min(int.MaxValue, all), shown) : all > listed ? $"{Figures.Count(all - listed)} more (--dependency-list)" : null;
}
