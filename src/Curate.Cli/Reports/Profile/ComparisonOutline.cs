using Curate.Cli.Reports.Blocks;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>What changed against another dataset.</summary>
internal static class ComparisonOutline
{
    private const int BriefColumns = 20;
    private const int BriefClasses = 20;

    public static void Append(List<Block> blocks, ProfileReport report, OutlineOptions options)
    {
        if (report.Comparison is not { } comparison)
        {
            return;
        }

        blocks.Add(new HeadingBlock(2, $"Against {comparison.Other}") { Note = $"{Figures.Of(comparison.OtherRows, "row")} there, {Figures.Count(report.Rows)} here" });
        Schema(blocks, comparison, options);
        Columns(blocks, comparison, options);
        Values(blocks, comparison, options);
        Classes(blocks, comparison, options);
    }

    private static void Schema(List<Block> blocks, ComparisonReport comparison, OutlineOptions options)
    {
        if (comparison.Added.Count + comparison.Removed.Count + comparison.KindChanged.Count == 0)
        {
            blocks.Add(new TextBlock("The columns are the same."));
            return;
        }

        int most = options.Most(10);
        var facts = new List<(string, string)>();
        if (comparison.Added.Count > 0)
        {
            facts.Add(("new columns", ProfileOutline.List(comparison.Added, most)));
        }

        if (comparison.Removed.Count > 0)
        {
            facts.Add(("columns gone", ProfileOutline.List(comparison.Removed, most)));
        }

        if (comparison.KindChanged.Count > 0)
        {
            facts.Add(("of another kind", ProfileOutline.List([.. comparison.KindChanged.Select(static k => $"{k.Name} ({k.Before} to {k.After})")], most)));
        }

        blocks.Add(new FactsBlock(facts));
    }

    private static void Columns(List<Block> blocks, ComparisonReport comparison, OutlineOptions options)
    {
        bool all = options.Full || options.IsPage;
        ColumnShift[] moved = [.. comparison.Columns.Where(c => all || c.Size != "none")];
        int most = Math.Min(moved.Length, options.Most(BriefColumns));
        int still = comparison.Columns.Count - moved.Length;
        if (moved.Length > 0)
        {
            blocks.Add(new TableBlock("How far each column moved",
                [
                    TableColumn.Name("column", 10), new("shift"), TableColumn.Number("PSI"), TableColumn.Number("Jensen-Shannon"), TableColumn.Number("KS"), TableColumn.Number("KS p", 4),
                    TableColumn.Number("Cramer's V"), TableColumn.Number("chi-square p", 4), TableColumn.Number("mean shift (d)", 2), TableColumn.Number("nulls there", 3), TableColumn.Number("nulls here", 3),
                ],
                [.. moved.Take(most).Select(static c => (IReadOnlyList<Cell>)
                [
                    c.Name, new(c.Size, SizeTone(c.Size)), Figures.Measure(c.Psi), Figures.Measure(c.JensenShannon),
                    Figures.Measure(c.Ks) + (c.Ks is not null && c.KsError > 0 ? " ±" + Figures.Measure(c.KsError) : ""), Figures.Measure(c.KsP),
                    Figures.Measure(c.CramersV), Figures.Measure(c.ChiSquareP), Figures.Measure(c.MeanShift), Figures.Share(c.NullsBefore), Figures.Share(c.NullsAfter),
                ])])
            {
                Keys = 1,
                More = OutlineOptions.Rest(moved.Length, most, "columns"),
            });
        }

        if (still > 0)
        {
            blocks.Add(new TextBlock(moved.Length == 0 ? "No column moved." : $"{Figures.Of(still, "column")} did not move.", Tone.Good));
        }
    }

    private static void Values(List<Block> blocks, ComparisonReport comparison, OutlineOptions options)
    {
        int most = options.Most(5);
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (ColumnShift column in comparison.Columns)
        {
            foreach ((string what, IReadOnlyList<ValueCount> values) in new[] { ("new", column.NewValues), ("gone", column.VanishedValues) })
            {
                if (values.Count > 0)
                {
                    rows.Add([column.Name, what, Figures.Count(values.Count), ProfileOutline.List([.. values.Select(static v => $"{v.Value} ({Figures.Count(v.Count)})")], most)]);
                }
            }
        }

        if (rows.Count > 0)
        {
            int shown = Math.Min(rows.Count, options.Most(BriefColumns));
            blocks.Add(new TableBlock("Values that came and went", [TableColumn.Name("column"), new("what"), TableColumn.Number("values"), new("which (rows)") { Fit = Fit.Fold, Least = 20 }], rows[..shown])
            {
                More = OutlineOptions.Rest(rows.Count, shown),
            });
        }
    }

    private static void Classes(List<Block> blocks, ComparisonReport comparison, OutlineOptions options)
    {
        if (comparison.Classes.Count == 0)
        {
            return;
        }

        int most = Math.Min(comparison.Classes.Count, options.Most(BriefClasses));
        blocks.Add(new TableBlock("Shares of classes",
            [TableColumn.Name("column"), TableColumn.Name("class"), TableColumn.Number("rows there", 2), TableColumn.Number("rows here", 2), TableColumn.Number("there"), TableColumn.Number("here"), TableColumn.Number("difference"), new("95% interval") { Optional = 1 }],
            [.. comparison.Classes.Take(most).Select(static c =>
            {
                bool clear = double.IsFinite(c.Difference.Low) && (c.Difference.Low > 0 || c.Difference.High < 0);
                return (IReadOnlyList<Cell>)
                [
                    c.Column, c.Class, Figures.Count(c.Before), Figures.Count(c.After), Figures.Share(c.ShareBefore), Figures.Share(c.ShareAfter),
                    new(Figures.Points(c.Difference.Value), clear ? Tone.Warning : Tone.Plain),
                    new(double.IsFinite(c.Difference.Low) ? $"{Figures.Points(c.Difference.Low)} to {Figures.Points(c.Difference.High)}" : "", Tone.Soft),
                ];
            })])
        {
            More = OutlineOptions.Rest(comparison.Classes.Count, most, "classes"),
        });
    }

    private static Tone SizeTone(string size) => size switch
    {
        "large" => Tone.Bad,
        "medium" => Tone.Warning,
        "none" => Tone.Soft,
        _ => Tone.Plain,
    };
}
