using Curate.Cli.Reports.Blocks;
using Curate.Core.Data;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>The table of columns: one line each.</summary>
internal static class ColumnsOutline
{
    /// <summary>Heights of a little histogram in that table.</summary>
    public const int SparkHeights = 10;

    private const int PageHeights = 24;

    private const int BriefColumns = 100;

    public static void Append(List<Block> blocks, ProfileReport report, OutlineOptions options)
    {
        blocks.Add(new HeadingBlock(2, "Columns"));
        if (report.Columns.Count == 0)
        {
            blocks.Add(new TextBlock("There are no columns."));
            return;
        }

        int most = options.Most(BriefColumns, page: int.MaxValue);
        var rows = new List<IReadOnlyList<Cell>>();
        foreach (ColumnReport column in report.Columns.Take(most))
        {
            bool mixed = IsMixed(column);
            rows.Add(
            [
                new(column.Name, Tone.Strong),
                new(ProfileWords.Of(column.Type), column.Type is SemanticType.Empty or SemanticType.Constant ? Tone.Warning : Tone.Plain),
                new(ProfileWords.Of(column.Kind), Tone.Soft),
                column.Nulls == 0 ? new("0", Tone.Soft) : new(Figures.ShortShare(column.NullShare), column.NullShare >= 0.2 ? Tone.Warning : Tone.Plain),
                Figures.Estimate(column.Distinct),
                new("") { Spark = Glyphs.Squeeze(Heights(column), options.IsPage ? PageHeights : SparkHeights) },
                new((mixed ? Evidence(column) + "; " : "") + Values(column), mixed ? Tone.Warning : Tone.Plain),
            ]);
        }

        blocks.Add(new TableBlock("Columns",
        [
            TableColumn.Name("column", 10), new("type"), new("kind") { Optional = 3 }, TableColumn.Number("nulls"), TableColumn.Number("distinct"),
            new("shape") { IsSpark = true, Optional = 1 }, new("values") { Fit = Fit.Cut, Least = 20, Comfort = 44 },
        ], rows)
        {
            More = OutlineOptions.Rest(report.Columns.Count, rows.Count, "columns"),
        });
        if (report.Columns.Any(static c => !c.Distinct.IsExact))
        {
            blocks.Add(new TextBlock("~ marks an estimate; its bounds stand with the details of the column.", Tone.Soft));
        }
    }

    /// <summary>Values that look like things which do not go together; whole numbers among numbers and days among moments do.</summary>
    public static bool IsMixed(ColumnReport column)
    {
        string? family = null;
        foreach (ValueCount look in column.Evidence)
        {
            string own = look.Value switch { "whole" or "number" or "decimal" => "number", "date" or "time" => "time", var other => other };
            family ??= own;
            if (own != family)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>99.8% whole, 12 text</c>.</summary>
    public static string Evidence(ColumnReport column) => string.Join(", ", column.Evidence.Select(static (e, i) =>
        i == 0 ? $"{Figures.Share(e.Share)} {e.Value}" : $"{Figures.Count(e.Count)} {e.Value}"));

    /// <summary>The shape of a column: its histogram, or the counts of its frequent values.</summary>
    public static double[] Heights(ColumnReport column) => Histogram(column) is { Count: > 0 } bins
        ? [.. bins.Select(static b => (double)b.Count)]
        : column.Type is SemanticType.Identifier or SemanticType.Constant ? [] : [.. column.Top.Select(static t => (double)t.Count)];

    /// <summary>Numbers, lengths of texts, times or norms, whichever the column is about; empty for categories.</summary>
    public static IReadOnlyList<HistogramBin> Histogram(ColumnReport column) => column.Type switch
    {
        SemanticType.Category or SemanticType.Flag or SemanticType.Constant or SemanticType.Empty when column.Top.Count > 0 => [],
        _ => column.Numeric?.Histogram ?? column.Time?.Histogram ?? column.Vector?.Norms.Histogram ?? column.Text?.Lengths.Histogram ?? [],
    };

    /// <summary>What the values of a column are, in a line.</summary>
    public static string Values(ColumnReport column)
    {
        switch (column.Type)
        {
            case SemanticType.Empty:
                return "no value";
            case SemanticType.Constant or SemanticType.Category or SemanticType.Flag when column.Top.Count > 0:
                return Top(column, column.TopIsExact ? "" : "~");
            case SemanticType.Identifier when column.Examples.Count > 0:
                return "such as " + string.Join(", ", column.Examples.Take(3));
        }

        if (column.Vector is { } vector)
        {
            string numbers = vector.Dimension > 0 ? Figures.Of(vector.Dimension, "number")
                : $"{Figures.Count(vector.LeastDimension)} to {Figures.Of(vector.MostDimension, "number")}";
            return $"{numbers}, length {Figures.Number(vector.Norms.Min)} to {Figures.Number(vector.Norms.Max)}, mean {Figures.Number(vector.Norms.Mean)}";
        }

        if (column.Time is { } time)
        {
            string every = time.Step is { } step ? $", mostly every {(step == 1 ? time.Unit : $"{Figures.Number(step)} {time.Unit}s")}" : "";
            return $"{time.First} to {time.Last}{every}";
        }

        if (column.Numeric is { Count: > 0 } numbersOf)
        {
            return Range(numbersOf);
        }

        if (column.Text is { } text)
        {
            return column.Kind == ColumnKind.Bytes
                ? $"{Figures.Number(text.Lengths.Min)} to {Figures.Number(text.Lengths.Max)} bytes"
                : $"{Figures.Number(text.Lengths.Min)} to {Figures.Number(text.Lengths.Max)} characters, mean {Figures.Number(text.Lengths.Mean)}";
        }

        return column.Top.Count > 0 ? Top(column, column.TopIsExact ? "" : "~") : "";
    }

    private static string Range(NumericReport numbers)
    {
        string range = numbers.Min == numbers.Max ? Figures.Number(numbers.Min) : $"{Figures.Number(numbers.Min)} to {Figures.Number(numbers.Max)}";
        string median = numbers.At(0.5) is { } half ? $", median {Figures.Number(half.Value)}" : "";
        string spread = double.IsFinite(numbers.StandardDeviation) ? $", sd {Figures.Number(numbers.StandardDeviation)}" : "";
        return $"{range}, mean {Figures.Number(numbers.Mean)}{median}{spread}";
    }

    private static string Top(ColumnReport column, string about) =>
        string.Join(", ", column.Top.Take(6).Select(t => $"{ProfileWords.Value(t.Value)} {about}{Figures.ShortShare(t.Share)}"));
}
