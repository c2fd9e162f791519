using System.Globalization;
using Curate.Cli.Reports.Blocks;
using Curate.Core.Resample.Advice;

namespace Curate.Cli.Reports.Advice;

/// <summary>Advice as a sequence of blocks: the answer, what it rests on, then every figure.</summary>
internal static class AdviceOutline
{
    private const int BriefClasses = 12;

    public static IReadOnlyList<Block> Of(AdvicePage page, bool full)
    {
        AdviceReport report = page.Report;
        var blocks = new List<Block> { new TextBlock(report.Answer[0], report.Resample ? Tone.Good : Tone.Strong) };
        blocks.AddRange(report.Answer.Skip(1).Select(static a => new TextBlock(a)));
        blocks.Add(new FactsBlock(Facts(report)));
        Notes(blocks, page);
        int most = full ? report.Classes.Count : Math.Min(report.Classes.Count, BriefClasses);
        double rows = report.Rows;
        blocks.Add(new TableBlock("Classes", [TableColumn.Name("class"), TableColumn.Number("rows"), TableColumn.Number("share")],
            [.. report.Classes.Take(most).Select(c => (IReadOnlyList<Cell>)[c.Key, Figures.Count(c.Value), Figures.Share(c.Value / rows)])])
        {
            More = most == report.Classes.Count ? null : $"{Figures.Count(report.Classes.Count - most)} more classes (--report-detail full)",
        });
        foreach (IGrouping<string, AdviceResult> learner in report.Results.GroupBy(static r => r.Learner))
        {
            Learner(blocks, learner.Key, [.. learner], full);
        }

        blocks.Add(new TextBlock("A gain is the difference to doing nothing on the same test rows, above 0 where it is better, with its 95% interval over splits; * marks "
            + "those that chance explains in less than 5% of cases, all treatments of a measure counted together.", Tone.Soft));
        return blocks;
    }

    private static void Learner(List<Block> blocks, string name, AdviceResult[] results, bool full)
    {
        string strength = name == "logistic-regression" ? "weak" : "strong";
        blocks.Add(new HeadingBlock(2, name.Replace('-', ' ')) { Note = "the " + strength + " learner" });
        AdviceMeasure[] measures = [.. AdviceMeasures.All];
        string[] treatments = [.. results.Select(static r => r.Treatment).Distinct(StringComparer.Ordinal)];
        AdviceResult At(string treatment, AdviceMeasure measure) => results.First(r => r.Treatment == treatment && r.Measure == measure);
        TableColumn[] columns = [TableColumn.Name("treatment", 14), .. measures.Select(static m => TableColumn.Number(Short(m)))];
        if (full)
        {
            blocks.Add(new TableBlock($"Means over splits, {name}", columns,
                [.. treatments.Select(t => (IReadOnlyList<Cell>)[t, .. measures.Select(m => (Cell)Figures.Measure(At(t, m).Mean))])])
            { Keys = 1 });
        }

        blocks.Add(new TableBlock($"Doing nothing, and what others gain, {name}", columns,
        [
            [treatments[0], .. measures.Select(m => (Cell)Figures.Measure(At(treatments[0], m).Mean))],
            .. treatments.Skip(1).Select(t => (IReadOnlyList<Cell>)[t, .. measures.Select(m => Gain(At(t, m)))]),
        ])
        { Keys = 1 });
    }

    private static string Short(AdviceMeasure measure) => measure switch
    {
        AdviceMeasure.BalancedAccuracy => "balanced acc.",
        AdviceMeasure.MacroF1 => "macro F1",
        AdviceMeasure.AveragePrecision => "avg. precision",
        AdviceMeasure.LogLoss => "log loss (low)",
        _ => "Brier (low)",
    };

    private static Cell Gain(AdviceResult result)
    {
        if (result.Gain == 0 && !(result.High > result.Low))
        {
            return new("0  ", Tone.Soft);
        }

        string gain = result.Gain.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);
        string ends = double.IsFinite(result.Low) ? string.Create(CultureInfo.InvariantCulture, $" ({result.Low:0.000} to {result.High:0.000})") : "";
        return new(gain + ends + (result.Verdict == 0 ? "  " : " *"), ToneOf(result));
    }

    private static Tone ToneOf(AdviceResult result) => result.Verdict switch { > 0 => Tone.Good, < 0 => Tone.Bad, _ => Tone.Plain };

    private static List<(string Name, string Value)> Facts(AdviceReport report)
    {
        string design = report.Design switch
        {
            "forward" => $"{Figures.Of(report.Splits, "step")} forward by {DisplayText.Clean(report.DesignColumn!)}",
            "grouped" => $"{Figures.Of(report.Folds, "fold")} of whole groups by {DisplayText.Clean(report.DesignColumn!)}, {Times(report.Repeats)}",
            _ => $"{Figures.Of(report.Folds, "fold")} stratified by class, {Times(report.Repeats)}",
        };
        return
        [
            ("rows", Figures.Count(report.Rows) + (Sampled(report) ? " sampled of " + Figures.Count(Usable(report)) : "")),
            ("features", $"{Figures.Of(report.Numbers, "number")}, {Figures.Of(report.Categories, "category", "categories")}"),
            ("splits", design),
        ];
    }

    private static void Notes(List<Block> blocks, AdvicePage page)
    {
        AdviceReport report = page.Report;
        if (Sampled(report))
        {
            blocks.Add(new TextBlock($"A sample of {Figures.Of(report.Rows, "row")} with the same shares of classes was looked at; --rows N takes another number."));
        }

        if (report.UnlabelledRows > 0)
        {
            blocks.Add(new TextBlock($"Left out: {Figures.Of(report.UnlabelledRows, "row")} without a label."));
        }

        if (report.IncompleteRows > 0)
        {
            blocks.Add(new TextBlock($"Left out: {Figures.Of(report.IncompleteRows, "row")} that lack a number (--missing drop)."));
        }

        LeftOutNotes.Add(blocks, page.LeftOut, page.BadRows, page.Limit);

        if (report.WithoutThreshold > 0)
        {
            blocks.Add(new TextBlock($"In {Figures.Of(report.WithoutThreshold, "split")} the training rows could not be divided again to choose a threshold; it stayed where it was.", Tone.Warning));
        }
    }

    private static string Times(int repeats) => repeats == 1 ? "once" : Figures.Count(repeats) + " times";

    private static long Usable(AdviceReport report) => report.InputRows - report.UnlabelledRows - report.IncompleteRows;

    private static bool Sampled(AdviceReport report) => report.Rows < Usable(report);
}
