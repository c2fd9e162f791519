using Curate.Cli.Reports.Blocks;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>Which columns go together.</summary>
internal static class AssociationOutline
{
    private const int BriefPairs = 8;
    private const int PagePairs = 60;

    public static void Append(List<Block> blocks, ProfileReport report, OutlineOptions options)
    {
        if (report.Associations.Count == 0)
        {
            return;
        }

        int columns = report.AssociationColumns.Count;
        blocks.Add(new HeadingBlock(2, "Associations") { Note = columns > 0 && columns < report.Columns.Count ? $"among {Figures.Count(columns)} of {Figures.Of(report.Columns.Count, "column")}" : "" });

        // A page shows all pairs as a matrix; its table is for the strong ones.
        int most = Math.Min(report.Associations.Count, options.IsPage && !options.Full ? PagePairs : options.Most(BriefPairs));
        string[] others = [.. report.Associations.Take(most).SelectMany(static a => a.Others).Select(static o => o.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        blocks.Add(new TableBlock("Associations",
            [
                TableColumn.Name("column"), TableColumn.Name("with"), new("measure"), TableColumn.Number("value"), new("") { IsBar = true, Optional = 1 },
                .. others.Select(static o => TableColumn.Number(o, 2)), TableColumn.Number("rows", 3),
            ],
            [.. report.Associations.Take(most).Select(a => (IReadOnlyList<Cell>)
            [
                a.First, a.Second, a.Measure, Figures.Measure(a.Value), new("") { Bar = double.IsFinite(a.Value) ? Bar.Of(Math.Abs(a.Value)) : null },
                .. others.Select(name => (Cell)(a.Others.Where(o => o.Name == name).Select(static o => (double?)o.Value).FirstOrDefault() is { } value ? Figures.Measure(value) : "")),
                new(Figures.Count(a.Rows) + (a.Sampled ? " (sample)" : ""), Tone.Soft),
            ])])
        {
            More = options.IsPage && !options.Full && report.Associations.Count > most
                ? $"{Figures.Count(report.Associations.Count - most)} weaker pairs are in the matrix, and with --report-detail full here"
                : OutlineOptions.Rest(report.Associations.Count, most, "pairs"),
        });
        Matrix(blocks, report);
    }

    private static void Matrix(List<Block> blocks, ProfileReport report)
    {
        IReadOnlyList<string> names = report.AssociationColumns;
        if (names.Count < 2)
        {
            return;
        }

        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            index[names[i]] = i;
        }

        double[][] values = [.. names.Select(_ => Enumerable.Repeat(double.NaN, names.Count).ToArray())];
        foreach (AssociationReport pair in report.Associations)
        {
            if (index.TryGetValue(pair.First, out int a) && index.TryGetValue(pair.Second, out int b))
            {
                values[Math.Max(a, b)][Math.Min(a, b)] = pair.Value;
            }
        }

        blocks.Add(new ChartBlock(new HeatMapChart("Strength of association of each pair of columns", [.. names.Skip(1)], [.. names.Take(names.Count - 1)],
            [.. values.Skip(1).Select(row => (IReadOnlyList<double>)row[..^1])],
            names.Count <= 13 ? [.. values.Skip(1).Select(static row => (IReadOnlyList<string>)[.. row[..^1].Select(static v => double.IsNaN(v) ? "" : Figures.Measure(v))])] : null)));
    }
}
