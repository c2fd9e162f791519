using Curate.Cli.Reports.Blocks;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>Measures of a classifier.</summary>
internal static class MetricsOutline
{
    private const int BriefClasses = 12;
    private const int PageClasses = 40;
    private const int MostDrawn = 200;

    public static void Append(List<Block> blocks, MetricsReport? metrics, OutlineOptions options)
    {
        if (metrics is null)
        {
            return;
        }

        blocks.Add(new HeadingBlock(2, $"Predictions {metrics.Prediction} of {metrics.Label}")
        {
            Note = Figures.Of(metrics.Rows, "row") + (metrics.Skipped > 0 ? $", {Figures.Count(metrics.Skipped)} without label or prediction" : ""),
        });
        blocks.Add(new TableBlock("Measures over all classes, in order of trust", [new("measure"), TableColumn.Number("value"), new("95% interval"), new("") { IsBar = true, Optional = 1 }],
            [.. metrics.Overall.Select(m => (IReadOnlyList<Cell>)
            [
                m.Name == "accuracy" && metrics.AccuracyIsUninformative ? new Cell("accuracy (says nothing here)", Tone.Soft) : m.Name,
                Figures.Measure(m.Value.Value), new(Figures.Ends(m.Value), Tone.Soft), Measure(m.Value),
            ])]));
        if (metrics.AccuracyIsUninformative)
        {
            blocks.Add(new TextBlock("More than 90% of the rows are of one class: always answering it is as accurate. Look at F1, then at the g-mean.", Tone.Warning));
        }

        Classes(blocks, metrics, options);
        Confusion(blocks, metrics, options);
        if (metrics.Impact.Count > 0)
        {
            blocks.Add(new TableBlock("What each measure owes to the class ratio", [TableColumn.Name("class"), new("measure"), TableColumn.Number("balanced"), TableColumn.Number("natural"), TableColumn.Number("change")],
                [.. metrics.Impact.Select(static i => (IReadOnlyList<Cell>)[i.Class, i.Measure, Figures.Measure(i.Balanced), Figures.Measure(i.Natural), (i.Change > 0 ? "+" : "") + Figures.Share(i.Change)])]));
        }

        if (metrics.AssumeMissed.Count > 0)
        {
            string[] names = [.. metrics.AssumeMissed[0].Measures.Select(static m => m.Name)];
            blocks.Add(new TableBlock("If a share of the positives had been labelled negative", [TableColumn.Number("missed"), .. names.Select(static n => TableColumn.Number(n))],
                [.. metrics.AssumeMissed.Select(static a => (IReadOnlyList<Cell>)[Figures.Share(a.Missed), .. a.Measures.Select(static m => (Cell)Figures.Measure(m.Value))])])
            { Keys = 1 });
        }
    }

    private static void Classes(List<Block> blocks, MetricsReport metrics, OutlineOptions options)
    {
        bool scores = metrics.Classes.Any(static c => double.IsFinite(c.RocAuc.Value) || double.IsFinite(c.PrAuc.Value));
        (string Name, Func<ClassMetrics, Interval> Of)[] measures =
        [
            ("precision", static c => c.Precision), ("recall", static c => c.Recall), ("F1", static c => c.F1), ("g-mean", static c => c.GMean), ("MCC", static c => c.Mcc),
            ("specificity", static c => c.Specificity), ("IBA", static c => c.Iba),
            .. scores ? [("PR area", static c => c.PrAuc), ("ROC area", static c => c.RocAuc)] : Array.Empty<(string, Func<ClassMetrics, Interval>)>(),
        ];
        int most = Math.Min(metrics.Classes.Count, options.Most(BriefClasses));
        blocks.Add(new TableBlock("Each class against the rest", [TableColumn.Name("class"), TableColumn.Number("rows"), TableColumn.Number("answered"), .. measures.Select(static m => TableColumn.Number(m.Name))],
            [.. metrics.Classes.Take(most).Select(c => (IReadOnlyList<Cell>)[c.Name, Figures.Count(c.Support), Figures.Count(c.Predicted), .. measures.Select(m => (Cell)Figures.Measure(m.Of(c).Value))])])
        {
            Keys = 1,
            More = OutlineOptions.Rest(metrics.Classes.Count, most, "classes"),
        });
        if (options.Full || options.IsPage)
        {
            blocks.Add(new TableBlock("Their 95% intervals", [TableColumn.Name("class"), .. measures.Select(static m => new TableColumn(m.Name))],
                [.. metrics.Classes.Take(most).Select(c => (IReadOnlyList<Cell>)[c.Name, .. measures.Select(m => (Cell)Figures.Ends(m.Of(c)))])])
            { Keys = 1 });
        }
    }

    private static void Confusion(List<Block> blocks, MetricsReport metrics, OutlineOptions options)
    {
        int most = Math.Min(metrics.Confusion.Count, options.Most(BriefClasses, PageClasses));
        string[] names = [.. metrics.Classes.Select(static c => c.Name)];
        if (names.Length != metrics.Confusion.Count)
        {
            return;
        }

        blocks.Add(new TableBlock("Confusion: rows are true, columns are answered", [TableColumn.Name("true"), .. names.Take(most).Select(static n => TableColumn.Number(n))],
            [.. metrics.Confusion.Take(most).Select((row, r) => (IReadOnlyList<Cell>)[names[r], .. row.Take(most).Select((n, c) => new Cell(Figures.Count(n), c == r ? Tone.Good : n == 0 ? Tone.Soft : Tone.Plain))])])
        {
            Keys = 1,
            More = OutlineOptions.Rest(names.Length, most, "classes"),
        });
        if (names.Length > MostDrawn)
        {
            return;
        }

        blocks.Add(new ChartBlock(new HeatMapChart("Share of each true class that was answered as each class", names, names,
            [.. metrics.Confusion.Select(static row =>
            {
                double sum = row.Sum();
                return (IReadOnlyList<double>)[.. row.Select(n => sum == 0 ? double.NaN : n / sum)];
            })],
            names.Length <= 20 ? [.. metrics.Confusion.Select(static row =>
            {
                double sum = row.Sum();
                return (IReadOnlyList<string>)[.. row.Select(n => sum == 0 ? Figures.None : Figures.ShortShare(n / sum))];
            })] : null)));
    }

    private static Cell Measure(Interval value) => double.IsFinite(value.Value)
        ? new Cell("") { Bar = double.IsFinite(value.Low) ? new Bar(value.Value, value.Low, value.High) : Bar.Of(value.Value) }
        : "";
}
