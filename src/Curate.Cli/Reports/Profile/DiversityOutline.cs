using Curate.Cli.Reports.Blocks;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>How good, how different and how complex rows are.</summary>
internal static class DiversityOutline
{
    private const int BriefSets = 12;

    public static void Append(List<Block> blocks, DiversityReport? report, OutlineOptions options)
    {
        if (report is null)
        {
            return;
        }

        bool vectors = report.Columns.Count > 0;
        string compared = !vectors ? "texts" : report.Columns.Count == 1 ? report.Columns[0] : Figures.Of(report.Columns.Count, "column");
        blocks.Add(new HeadingBlock(2, "Quality, diversity, complexity") { Note = compared });
        DiversitySet all = report.Sets[0];
        blocks.Add(new TextBlock(Scope(report, all), all.MissingVectors + all.ZeroVectors > 0 ? Tone.Warning : Tone.Soft));
        int shown = Math.Min(report.Sets.Count, options.Most(BriefSets));
        DiversitySet[] sets = [.. report.Sets.Take(shown)];
        string? rest = OutlineOptions.Rest(report.Sets.Count, shown, "sources");
        Numbers(blocks, report, sets, rest);
        if (vectors)
        {
            Vectors(blocks, sets, rest);
        }

        Texts(blocks, report, sets, rest);
        Filter(blocks, report);
    }

    private static string Scope(DiversityReport report, DiversitySet all)
    {
        string vendi = report.Columns.Count == 0 ? ""
            : $" The Vendi score is the number of rows, all different, that would be as varied ({(report.Bandwidth is { } width ? $"rbf, width {Figures.Number(width)}" : "cosine")}); that of all is of {Figures.Of(all.VendiRows, "row")}{(all.VendiIsExact ? "" : ", a sample")}{(report.Weight is { } weight ? $", each by its {weight}" : "")}.";
        string left = all.MissingVectors == 0 ? "" : $" {Figures.Of(all.MissingVectors, "row")} without all numbers {(all.MissingVectors == 1 ? "is" : "are")} not compared.";
        string zero = all.ZeroVectors == 0 ? "" : $" {Figures.Of(all.ZeroVectors, "row")} of zeros {(all.ZeroVectors == 1 ? "has" : "have")} no direction and {(all.ZeroVectors == 1 ? "is" : "are")} not compared.";
        return $"Pairs and texts are measured on samples of up to {Figures.Of(report.SampleLimit, "row")} (--diversity-sample); scores of samples of other sizes do not compare.{vendi}{left}{zero}";
    }

    /// <summary>Scores, losses and lengths of all rows.</summary>
    private static void Numbers(List<Block> blocks, DiversityReport report, DiversitySet[] sets, string? rest)
    {
        var parts = new List<(string Name, Func<DiversitySet, NumericReport?> Of)>();
        Add(report.Score, static s => s.Score);
        Add(report.Loss, static s => s.Loss);
        Add(report.Text is null ? null : "bytes of " + report.Text, static s => s.TextBytes);
        Add(report.Text is null ? null : "tokens of " + report.Text, static s => s.TextTokens);
        if (parts.Count == 0)
        {
            return;
        }

        var rows = new List<IReadOnlyList<Cell>>();
        foreach (DiversitySet set in sets)
        {
            foreach ((string name, Func<DiversitySet, NumericReport?> of) in parts)
            {
                NumericReport? numbers = of(set);
                rows.Add([set.Name, name, Figures.Count(numbers?.Count ?? 0), Figures.Number(numbers?.Mean ?? double.NaN), At(numbers, 0.05), At(numbers, 0.5), At(numbers, 0.95)]);
            }
        }

        blocks.Add(new TableBlock("Quality and length",
            [TableColumn.Name("rows of"), TableColumn.Name("figure"), TableColumn.Number("known"), TableColumn.Number("mean"), TableColumn.Number("5%", 1), TableColumn.Number("median"), TableColumn.Number("95%", 1)], rows)
        { More = rest });

        void Add(string? name, Func<DiversitySet, NumericReport?> of)
        {
            if (name is not null)
            {
                parts.Add((name, of));
            }
        }
    }

    private static void Vectors(List<Block> blocks, DiversitySet[] sets, string? rest)
    {
        if (sets[0].Vendi.Count == 0)
        {
            return;
        }

        string[] orders = [.. sets[0].Vendi.Select(static v => "Vendi " + Figures.Number(v.Order))];
        blocks.Add(new TableBlock("Vendi scores",
            [TableColumn.Name("rows of"), TableColumn.Number("rows"), TableColumn.Number("compared"), .. orders.Select(static o => TableColumn.Number(o))],
            [.. sets.Select(set => (IReadOnlyList<Cell>)[set.Name, Figures.Count(set.Rows), Figures.Count(set.VendiRows), .. orders.Select((_, i) => (Cell)(set.Vendi.Count == 0 ? Figures.None : Figures.Number(set.Vendi[i].Score)))])])
        {
            More = rest,
        });
        blocks.Add(new TableBlock("Distances of sampled rows",
            [TableColumn.Name("rows of"), TableColumn.Number("sampled"), TableColumn.Number("mean distance"), TableColumn.Number("to the nearest"), TableColumn.Number("cluster entropy", 1)],
            [.. sets.Select(static set => (IReadOnlyList<Cell>)[set.Name, Figures.Count(set.Sample.Vectors), Figures.Measure(set.Sample.MeanDistance), Figures.Measure(set.Sample.NearestDistance), Figures.Measure(set.Sample.ClusterEntropy)])])
        {
            More = rest,
        });
    }

    private static void Texts(List<Block> blocks, DiversityReport report, DiversitySet[] sets, string? rest)
    {
        if (report.Text is null)
        {
            return;
        }

        blocks.Add(new TableBlock("Sampled texts",
            [TableColumn.Name("rows of"), TableColumn.Number("texts"), TableColumn.Number("distinct-1"), TableColumn.Number("distinct-2"), TableColumn.Number("distinct-3", 1), TableColumn.Number("compression"), TableColumn.Number("token entropy", 1)],
            [.. sets.Select(static set => (IReadOnlyList<Cell>)[set.Name, Figures.Count(set.Sample.Texts), Gram(set.Sample, 0), Gram(set.Sample, 1), Gram(set.Sample, 2), Figures.Measure(set.Sample.Compression), Figures.Measure(set.Sample.TokenEntropy)])])
        {
            More = rest,
        });
    }

    private static void Filter(List<Block> blocks, DiversityReport report)
    {
        if (report.Filter.Count == 0)
        {
            return;
        }

        bool vectors = report.Columns.Count > 0;
        bool texts = report.Text is not null;
        VendiValue[] orders = [.. report.Filter[0].Sample.Vendi];
        blocks.Add(new TableBlock("What a threshold on the score would leave of the sample",
            [
                TableColumn.Number("removed"), TableColumn.Number("least score"), TableColumn.Number("rows"), .. orders.Select(static v => TableColumn.Number("Vendi " + Figures.Number(v.Order))),
                .. Only(vectors, TableColumn.Number("mean distance", 1)), .. Only(texts, TableColumn.Number("distinct-2", 1), TableColumn.Number("compression", 1)),
            ],
            [
                .. report.Filter.Select(step => (IReadOnlyList<Cell>)
                [
                    Figures.Share(step.Share), Figures.Number(step.Threshold), Figures.Count(step.Sample.Rows), .. orders.Select((_, i) => (Cell)(step.Sample.Vendi.Count == 0 ? Figures.None : Figures.Number(step.Sample.Vendi[i].Score))),
                    .. Only<Cell>(vectors, Figures.Measure(step.Sample.MeanDistance)), .. Only<Cell>(texts, Gram(step.Sample, 1), Figures.Measure(step.Sample.Compression)),
                ]),
            ]));
    }

    private static string Gram(SampledDiversity sample, int place) => Figures.Measure(sample.DistinctGrams.Count == 0 ? null : sample.DistinctGrams[place]);

    private static string At(NumericReport? numbers, double share) => Figures.Number(numbers?.At(share)?.Value ?? double.NaN);

    private static T[] Only<T>(bool isShown, params T[] cells) => isShown ? cells : [];
}
