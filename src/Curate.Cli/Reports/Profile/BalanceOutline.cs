using Curate.Cli.Reports.Blocks;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>Balance of labels and groups, and their cross tables.</summary>
internal static class BalanceOutline
{
    private const int BriefLargest = 10;
    private const int BriefRarest = 5;
    private const int BriefRates = 12;

    /// <summary>Cells that a heat map writes figures into; larger ones have shades alone.</summary>
    private const int MostTextCells = 400;

    public static void Append(List<Block> blocks, ProfileReport report, OutlineOptions options)
    {
        foreach (BalanceReport balance in report.Balance)
        {
            One(blocks, balance, options);
        }

        foreach (CrossReport cross in report.Crosses)
        {
            Cross(blocks, cross, options);
        }
    }

    private static void One(List<Block> blocks, BalanceReport balance, OutlineOptions options)
    {
        string classes = balance.Role == "group" ? "group" : "class";
        blocks.Add(new HeadingBlock(2, $"{(balance.Role == "group" ? "Group" : "Label")} {balance.Column}")
        {
            Note = balance.NumericTarget is not null && balance.Classes.Count == 0 ? "a number" : Figures.Of(balance.Classes.Count, classes, classes == "class" ? "classes" : "groups"),
        });
        var facts = new List<(string, string)> { ("rows", Figures.Count(balance.Rows)) };
        if (balance.Missing > 0)
        {
            facts.Add(("without a value", Figures.Count(balance.Missing)));
        }

        if (balance.Classes.Count > 0)
        {
            facts.AddRange(
            [
                ("largest to smallest", Figures.Ratio(balance.ImbalanceRatio)), ("evenness (entropy / ln K)", Figures.Measure(balance.NormalisedEntropy)),
                ("entropy", Figures.Measure(balance.Entropy) + " nats"), ("equal classes of that entropy", Figures.Number(Math.Round(balance.EffectiveClasses, 2))),
                ("Gini", Figures.Measure(balance.Gini)),
            ]);
        }

        blocks.Add(new FactsBlock(facts));
        Classes(blocks, balance, classes, options);
        if (balance.BelowMinimum.Count > 0)
        {
            blocks.Add(new TextBlock($"Below {Figures.Of(balance.UsableMinimum, "row")}, so hard to learn and to measure: {ProfileOutline.List([.. balance.BelowMinimum.Select(ProfileWords.Value)], options.Most(8))}.", Tone.Warning));
        }

        if (balance.Lorenz.Count > 2)
        {
            blocks.Add(new ChartBlock(new LorenzChart($"Lorenz curve of {balance.Column}: share of rows over share of classes, smallest first", balance.Lorenz)));
        }

        if (balance.MultiLabel is { } several)
        {
            MultiLabel(blocks, several);
        }

        if (balance.NumericTarget is { } target)
        {
            Target(blocks, balance.Column, target);
        }

        if (balance.Role == "label" && balance.Majority is { } majority && balance.Classes.Count > 0)
        {
            blocks.Add(new TextBlock($"To beat: always answering {ProfileWords.Value(balance.Classes[0].Name)} has accuracy {Figures.Measure(majority.Accuracy)}, balanced accuracy {Figures.Measure(majority.BalancedAccuracy)}, macro F1 {Figures.Measure(majority.MacroF1)}."));
        }

        if (balance.Separability is { } apart)
        {
            string best = apart.BestFeature is { } name ? $" The best single column is {name} (Fisher's ratio {Figures.Number(apart.Fisher)})." : "";
            blocks.Add(new TextBlock($"How far apart the classes are: the nearest class mean over {Figures.Of(apart.Features.Count, "numeric column")} has balanced accuracy {Figures.Measure(apart.NearestMean)} on {Figures.Of(apart.Rows, "sampled row")}, guessing {Figures.Measure(apart.Chance)}.{best}"));
        }

        foreach (Suggestion suggestion in balance.Suggestions)
        {
            blocks.Add(new CommandBlock(suggestion.Command, suggestion.Why));
        }
    }

    private static void Classes(List<Block> blocks, BalanceReport balance, string header, OutlineOptions options)
    {
        int count = balance.Classes.Count;
        if (count == 0)
        {
            return;
        }

        int most = options.Most(BriefLargest + BriefRarest);
        int largest = most < count ? most - BriefRarest : count;
        double widest = balance.Classes[0].High;
        var rows = new List<IReadOnlyList<Cell>>();
        for (int i = 0; i < count; i++)
        {
            if (count > most && i >= largest && i < count - BriefRarest)
            {
                rows.Add([new("...", Tone.Soft), "", "", "", "", "", ""]);
                i = count - BriefRarest - 1;
                continue;
            }

            ClassReport one = balance.Classes[i];
            rows.Add(
            [
                one.Name.Length == 0 ? new Cell("(empty)", Tone.Soft) : new(one.Name, one.Count < balance.UsableMinimum ? Tone.Warning : Tone.Plain), Figures.Count(one.Count), Figures.Share(one.Share),
                new($"{Figures.Share(one.Low)} to {Figures.Share(one.High)}", Tone.Soft),
                new("") { Bar = widest > 0 ? new Bar(one.Share / widest, one.Low / widest, one.High / widest) : null },
                new(one.Part, one.Part == "tail" ? Tone.Warning : Tone.Soft), Figures.Number(Math.Round(one.EffectiveNumber, 1)),
            ]);
        }

        blocks.Add(new TableBlock($"{(balance.Role == "group" ? "Group" : "Label")} {balance.Column}",
        [
            TableColumn.Name(header), TableColumn.Number("rows"), TableColumn.Number("share"), new("95% interval") { Optional = 3 },
            new("") { IsBar = true, Optional = 1 }, new("part") { Optional = 4 }, TableColumn.Number("effective", 5),
        ], rows)
        {
            More = count > most ? OutlineOptions.Rest(count, most, header == "class" ? "classes" : "groups") : null,
        });
    }

    private static void MultiLabel(List<Block> blocks, MultiLabelReport several)
    {
        blocks.Add(new FactsBlock(
        [
            ("labels a row", Figures.Number(several.Cardinality)), ("density", Figures.Measure(several.Density)),
            ("mean imbalance", Figures.Measure(several.MeanImbalance)), ("its variation", Figures.Measure(several.ImbalanceVariation)),
            .. several.Concurrence is { } scumble ? [("SCUMBLE", Figures.Measure(scumble))] : Array.Empty<(string, string)>(),
            ("sets of labels", Figures.EstimateWithBounds(several.LabelSets)), ("rows without a label", Figures.Count(several.Unlabelled)),
        ]));
    }

    private static void Target(List<Block> blocks, string column, NumericTargetReport target)
    {
        double most = target.Bins.Count == 0 ? 0 : target.Bins.Max(static b => b.Count);
        blocks.Add(new TextBlock(
            $"A number as target: {(target.IsImbalanced ? "imbalanced" : "not imbalanced")}; {Figures.Of(target.RareRows, "row")} with a relevance of 0.8 or more, fullest to emptiest bin {Figures.Ratio(target.BinImbalance)}.",
            target.IsImbalanced ? Tone.Warning : Tone.Plain));
        blocks.Add(new TableBlock($"Bins of {column} and how relevant their values are",
            [TableColumn.Number("from"), TableColumn.Number("to"), TableColumn.Number("rows"), new("") { IsBar = true, Optional = 1 }, TableColumn.Number("relevance")],
            [.. target.Bins.Select(b => (IReadOnlyList<Cell>)
            [
                Figures.Number(b.Low), Figures.Number(b.High), Figures.Count(b.Count), new("") { Bar = most > 0 ? Bar.Of(b.Count / most) : null },
                new(Figures.Measure(b.Relevance), b.Relevance >= 0.8 ? Tone.Warning : Tone.Plain),
            ])]));
    }

    private static void Cross(List<Block> blocks, CrossReport cross, OutlineOptions options)
    {
        string empty = cross.EmptyCells.Count == 0 ? "no empty cell" : Figures.Of(cross.EmptyCells.Count, "empty cell");
        blocks.Add(new HeadingBlock(2, $"{cross.Label} by {cross.Group}") { Note = $"Cramer's V {Figures.Measure(cross.CramersV)}, {empty}" });
        if (cross.SmallGroups.Count > 0)
        {
            string[] small = [.. cross.SmallGroups.Select(static s => $"{ProfileWords.Value(s.Group)} ({Figures.Count(s.Rows)})")];
            blocks.Add(new TextBlock(
                $"Below {Figures.Of(cross.SmallGroup, "row")}, so their own shares say little and the composite ones are safer: {ProfileOutline.List(small, options.Most(8))}.", Tone.Warning));
        }

        int most = options.Most(BriefLargest + BriefRarest);
        int labels = Math.Min(cross.Labels.Count, options.Most(12));
        long[] sums = [.. cross.Counts.Select(static row => row.Sum())];
        List<TableColumn> columns = [TableColumn.Name(cross.Group), .. cross.Labels.Take(labels).Select(static l => TableColumn.Number(ProfileWords.Value(l))), TableColumn.Number("all")];
        blocks.Add(new TableBlock($"{cross.Label} by {cross.Group}", columns,
            [.. cross.Groups.Take(most).Select((g, r) => (IReadOnlyList<Cell>)
            [
                g.Length == 0 ? new Cell("(empty)", Tone.Soft) : g,
                .. cross.Counts[r].Take(labels).Select(static c => c == 0 ? new Cell("0", Tone.Warning) : Figures.Count(c)), new(Figures.Count(sums[r]), Tone.Soft),
            ])])
        {
            Keys = 1,
            More = OutlineOptions.Rest(cross.Groups.Count, Math.Min(most, cross.Groups.Count), "groups")
                ?? OutlineOptions.Rest(cross.Labels.Count, labels, "labels"),
        });
        if (cross.Labels.Count > 0 && cross.Groups.Count > 0)
        {
            bool texts = cross.Labels.Count * cross.Groups.Count <= MostTextCells;
            blocks.Add(new ChartBlock(new HeatMapChart($"Share of each {cross.Label} within each {cross.Group}", cross.Groups, cross.Labels,
                [.. cross.Counts.Select((row, r) => (IReadOnlyList<double>)[.. row.Select(c => sums[r] == 0 ? double.NaN : (double)c / sums[r])])],
                texts ? [.. cross.Counts.Select((row, r) => (IReadOnlyList<string>)[.. row.Select(c => sums[r] == 0 ? Figures.None : Figures.ShortShare((double)c / sums[r]))])] : null)));
        }

        Rates(blocks, cross, options);
    }

    private static void Rates(List<Block> blocks, CrossReport cross, OutlineOptions options)
    {
        if (cross.Rates.Count == 0)
        {
            return;
        }

        int most = Math.Min(cross.Rates.Count, options.Most(BriefRates));
        blocks.Add(new TableBlock($"Shares of {cross.Label} by {cross.Group}; small groups lean on the whole",
            [TableColumn.Name(cross.Group), TableColumn.Name(cross.Label), TableColumn.Number("rows"), TableColumn.Number("share"), new("95% interval") { Optional = 2 }, TableColumn.Number("composite"), new("95% interval") { Optional = 1 }],
            [.. cross.Rates.Take(most).Select(static r => (IReadOnlyList<Cell>)
            [
                ProfileWords.Value(r.Group), ProfileWords.Value(r.Label), Figures.Count(r.Rows), Figures.Share(r.Direct.Value), new(Between(r.Direct), Tone.Soft), new(Figures.Share(r.Composite.Value), Tone.Strong), new(Between(r.Composite), Tone.Soft),
            ])])
        {
            More = OutlineOptions.Rest(cross.Rates.Count, most, "rates"),
        });
    }

    private static string Between(Interval interval) => double.IsFinite(interval.Low) ? $"{Figures.Share(interval.Low)} to {Figures.Share(interval.High)}" : "";
}
