using Curate.Cli.Reports.Blocks;
using Curate.Core.Profile.Report;
using TextFigures = Curate.Core.Profile.Report.TextReport;

namespace Curate.Cli.Reports.Profile;

/// <summary>A piece for each column with everything that is known about it.</summary>
internal static class DetailOutline
{
    // Pages of tables with many columns show fewer values of each, so that they open quickly; they say so.
    private const int ManyColumns = 100;
    private const int FewValues = 5;

    public static void Append(List<Block> blocks, IReadOnlyList<ColumnReport> columns, bool full)
    {
        blocks.Add(new HeadingBlock(2, "Column by column"));
        foreach (ColumnReport column in columns)
        {
            blocks.Add(new FoldBlock(column.Name, ProfileWords.Of(column.Type), Piece(column, full, full || columns.Count <= ManyColumns ? int.MaxValue : FewValues)));
        }
    }

    private static List<Block> Piece(ColumnReport column, bool full, int values)
    {
        var piece = new List<Block>();
        var facts = new List<(string, string)>
        {
            ("kind", ProfileWords.Of(column.Kind)),
            ("rows", Figures.Count(column.Rows)),
            ("nulls", column.Nulls == 0 ? "0" : $"{Figures.Count(column.Nulls)} ({Figures.Share(column.NullShare)})"),
            ("distinct", Figures.EstimateWithBounds(column.Distinct)),
        };
        if (column.Evidence.Count > 1)
        {
            facts.Add(("looks like", ColumnsOutline.Evidence(column)));
        }

        if (column.NullLike.Count > 0)
        {
            facts.Add(("texts for missing", string.Join(", ", column.NullLike.Select(static v => $"{v.Value} {Figures.Count(v.Count)}"))));
        }

        piece.Add(new FactsBlock(facts));
        Chart(piece, column);
        Numbers(piece, column.Numeric, "values");
        Text(piece, column.Text);
        Time(piece, column.Time);
        Vector(piece, column.Vector);
        Frequent(piece, column, full, values);
        if (column.Examples.Count > 0)
        {
            piece.Add(new FactsBlock([("examples", string.Join(", ", column.Examples))]));
        }

        return piece;
    }

    private static void Chart(List<Block> piece, ColumnReport column)
    {
        IReadOnlyList<HistogramBin> bins = ColumnsOutline.Histogram(column);
        if (bins.Count < 2)
        {
            return;
        }

        bool isTime = column.Time is not null && column.Numeric is null;
        string what = column.Numeric is not null ? "values" : isTime ? "times" : column.Vector is not null ? "lengths of vectors" : "lengths in characters";
        piece.Add(new ChartBlock(new HistogramChart($"Histogram of the {what} of {column.Name}", bins,
            isTime ? column.Time!.First : Figures.Number(bins[0].Low), isTime ? column.Time!.Last : Figures.Number(bins[^1].High))));
    }

    private static void Numbers(List<Block> piece, NumericReport? numbers, string what)
    {
        if (numbers is null || numbers.Count == 0)
        {
            return;
        }

        piece.Add(new FactsBlock(
        [
            (what == "values" ? "numbers" : what, Figures.Count(numbers.Count)),
            ("least", Figures.Number(numbers.Min)), ("largest", Figures.Number(numbers.Max)),
            ("mean", Figures.Number(numbers.Mean)), ("sd", Figures.Number(numbers.StandardDeviation)),
            ("skewness", Figures.Number(numbers.Skewness)), ("kurtosis", Figures.Number(numbers.Kurtosis)), ("sum", Figures.Number(numbers.Sum)),
            .. what == "values" ? Some("zeros", numbers.Zeros, numbers.Count).Concat(Some("negative", numbers.Negatives, numbers.Count)) : [], .. Some("NaN", numbers.NaNs, 0),
            .. Some("infinite", numbers.PositiveInfinities + numbers.NegativeInfinities, 0),
        ]));
        if (numbers.Quantiles.Count > 0)
        {
            piece.Add(new FactsBlock(
            [
                ("quantiles", numbers.QuantileError > 0 ? $"within {Figures.Share(numbers.QuantileError)}" : "exact"),
                .. numbers.Quantiles.Select(static q => (Figures.ShortShare(q.Share), Figures.Number(q.Value))),
            ]));
        }
    }

    private static IEnumerable<(string, string)> Some(string name, long count, long of)
    {
        if (count > 0)
        {
            yield return (name, of > 0 ? $"{Figures.Count(count)} ({Figures.Share((double)count / of)})" : Figures.Count(count));
        }
    }

    private static void Text(List<Block> piece, TextFigures? text)
    {
        if (text is null)
        {
            return;
        }

        Numbers(piece, text.Lengths, "lengths in characters");
        piece.Add(new FactsBlock(
        [
            ("bytes", Figures.Bytes(text.Bytes)), ("words", Figures.Count(text.Words)), .. Some("empty", text.Empty, 0),
            .. Some("with outer white space", text.Padded, 0), .. Some("beyond ASCII", text.NonAscii, 0),
        ]));
        var looks = new List<(string, string)>();
        foreach ((string name, IReadOnlyList<ValueCount> counts) in new[] { ("shapes", text.Shapes), ("scripts", text.Scripts) })
        {
            if (counts.Count > 0)
            {
                looks.Add((name, string.Join(", ", counts.Select(static c => $"{c.Value} {Figures.Share(c.Share)}"))));
            }
        }

        if (looks.Count > 0)
        {
            piece.Add(new FactsBlock(looks));
        }

        if (text.Variants.Count > 0)
        {
            piece.Add(new FactsBlock([("differ in case or outer white space only", string.Join("; ", text.Variants))]));
        }
    }

    private static void Time(List<Block> piece, TimeReport? time)
    {
        if (time is null)
        {
            return;
        }

        var facts = new List<(string, string)> { ("first", time.First), ("last", time.Last), ($"different {time.Unit}s", Figures.EstimateWithBounds(time.Distinct)) };
        if (time.Step is { } step)
        {
            facts.Add(("step", $"{Figures.Number(step)} {time.Unit}{(step == 1 ? "" : "s")}"));
        }

        if (time.Regularity is { } regular)
        {
            facts.Add(("regular", Figures.Share(regular)));
        }

        piece.Add(new FactsBlock(facts));
        if (time.Gaps.Count > 0)
        {
            piece.Add(new TableBlock("Longest gaps", [new("from"), new("to"), TableColumn.Number(time.Unit + "s")],
                [.. time.Gaps.Select(static g => (IReadOnlyList<Cell>)[g.From, g.To, Figures.Number(g.Length)])]));
        }

        if (time.Weekdays.Count == 7)
        {
            string[] days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
            piece.Add(new TableBlock("Rows per day of the week", [.. days.Select(static d => TableColumn.Number(d))], [[.. time.Weekdays.Select(static d => (Cell)Figures.Count(d))]]));
        }
    }

    private static void Vector(List<Block> piece, VectorReport? vector)
    {
        if (vector is null)
        {
            return;
        }

        piece.Add(new FactsBlock(
        [
            ("numbers per vector", vector.Dimension > 0 ? Figures.Count(vector.Dimension) : $"{Figures.Count(vector.LeastDimension)} to {Figures.Count(vector.MostDimension)}"),
            ("zero vectors", Figures.Count(vector.ZeroVectors)), ("with NaN or infinity", Figures.Count(vector.NonFinite)),
            ("repeated vectors", Figures.EstimateWithBounds(vector.Duplicates)),
        ]));
        Numbers(piece, vector.Norms, "Euclidean lengths");
    }

    /// <summary>Values with counts, shares and bars; their intervals as lines on the bars, in full also as figures.</summary>
    private static void Frequent(List<Block> piece, ColumnReport column, bool full, int values)
    {
        if (column.Top.Count == 0)
        {
            return;
        }

        bool intervals = full && !column.TopIsExact;
        double most = column.Top.Max(static c => c.High);
        List<TableColumn> columns = [TableColumn.Name("value"), TableColumn.Number("rows"), TableColumn.Number("share")];
        if (intervals)
        {
            columns.Add(new("between") { Optional = 2 });
        }

        columns.Add(new("") { IsBar = true, Optional = 1 });
        piece.Add(new TableBlock(column.TopIsExact ? "Most frequent values" : "Most frequent values, from the sample", columns, [.. column.Top.Take(values).Select(c =>
        {
            List<Cell> row = [c.Value.Length == 0 ? new Cell("(empty)", Tone.Soft) : c.Value, (column.TopIsExact ? "" : "~") + Figures.Count(c.Count), Figures.Share(c.Share)];
            if (intervals)
            {
                row.Add(new($"{Figures.Share(c.Low)} to {Figures.Share(c.High)}", Tone.Soft));
            }

            row.Add(new("") { Bar = most > 0 ? new Bar(c.Share / most, c.Low / most, c.High / most) : null });
            return (IReadOnlyList<Cell>)row;
        })])
        {
            More = OutlineOptions.Rest(column.Top.Count, Math.Min(values, column.Top.Count)),
        });
    }
}
