using System.Globalization;
using System.Text;
using Curate.Core.Data;
using Curate.Core.Profile;
using Curate.Core.Profile.Report;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile;

public sealed class ColumnReportTests
{
    private static ColumnReport Column(IReadOnlyList<string?> values, ProfileOptions? options = null) =>
        Assert.Single(ProfileTables.Run("c", values, options).Finish(options ?? new ProfileOptions(), "t").Columns);

    [Fact]
    public void Kind_equals_that_of_inference_for_random_columns()
    {
        string[] values = ["1", "-2", "007", "2.5", "9007199254740993", "1e5", "NaN", "inf", "true", "False", "2024-01-01", "2024-02-29T10:00:00Z", "2023-02-29",
            "[1, 2]", "[3,4]", "[1]", "[]", "{}", "x", "", "text of words", " 5 ", "-0", "0.5", ".5", "+1", "tomorrow", "In 5", "nine", "N"];
        Seeds.Each(40, seed =>
        {
            var random = new SplitMix64(seed);
            int kinds = 1 + random.Below(3);
            string[] chosen = [.. Enumerable.Range(0, kinds).Select(_ => values[random.Below(values.Length)])];
            // Many distinct values take a column beyond its table of values.
            bool many = random.Chance(0.3);
            var rows = new List<string?[]>();
            for (int i = 0; i < (many ? 9000 : 40); i++)
            {
                string value = random.Chance(0.1) ? "" : chosen[random.Below(kinds)];
                rows.Add([random.Chance(0.1) ? null : many && i % 2 == 0 && chosen[0] is "1" or "2.5" or "x" ? chosen[0] + i : value]);
            }

            if (!random.Chance(0.2))
            {
                rows.RemoveAll(static r => r[0] == "");
            }

            var source = new MemoryTable(["c"], rows);
            KindInference inference = new Curate.Core.Running.PassRunner(TestRuns.Context()).Summarise(source, new KindInference(["c"], ColumnKind.Text).Request(), "infer",
                static () => new KindInference(["c"], ColumnKind.Text));
            ColumnReport column = ProfileTables.Run(source).Finish(new ProfileOptions(), "t").Columns[0];
            Assert.Equal(inference.Result(0).Kind, column.Kind);
            Assert.Equal((inference.Rows(0), inference.Nulls(0)), (column.Rows, column.Nulls));
            if (inference.Count(0, LexicalClass.Number) is { } numbers)
            {
                Assert.Equal(numbers, column.Evidence.Where(static e => e.Value == "number").Sum(static e => e.Count));
            }
        });
    }

    [Theory]
    [InlineData(300)]
    [InlineData(30_000)]
    public void Numbers_of_decimals_are_exact(int rows)
    {
        Seeds.Each(3, seed =>
        {
            var random = new SplitMix64(seed);
            decimal[] values = [.. Enumerable.Range(0, rows).Select(_ => 1_000_000m + ((random.Below(2_000_000) - 1_000_000) / (decimal)Math.Pow(10, random.Below(4))))];
            NumericReport numeric = Column([.. values.Select(static v => v.ToString(CultureInfo.InvariantCulture))]).Numeric!;
            decimal mean = values.Sum() / rows;
            decimal second = values.Sum(v => (v - mean) * (v - mean)) / rows;
            double third = values.Sum(v => (double)((v - mean) * (v - mean)) * (double)(v - mean)) / rows;
            double fourth = values.Sum(v => (double)((v - mean) * (v - mean)) * (double)((v - mean) * (v - mean))) / rows;
            Assert.Equal((rows, (double)values.Min(), (double)values.Max()), (numeric.Count, numeric.Min, numeric.Max));
            Assert.Equal((double)mean, numeric.Mean, 1e-12 * (double)values.Max());
            Assert.Equal(1, numeric.Variance / ((double)second * rows / (rows - 1)), 1e-12);
            Assert.Equal(third / Math.Pow((double)second, 1.5), numeric.Skewness, 1e-9);
            Assert.Equal((fourth / ((double)second * (double)second)) - 3, numeric.Kurtosis, 1e-9);
            double[] sorted = [.. values.Select(static v => (double)v).Order()];
            foreach (Quantile quantile in numeric.Quantiles)
            {
                double place = quantile.Share * (rows - 1);
                double expected = sorted[(int)place] + ((place - Math.Floor(place)) * (sorted[Math.Min(rows - 1, (int)place + 1)] - sorted[(int)place]));
                Assert.InRange(quantile.Value, expected - (numeric.QuantileError * Math.Abs(expected)) - 1e-9, expected + (numeric.QuantileError * Math.Abs(expected)) + 1e-9);
            }

            Assert.Equal(rows, numeric.Histogram.Sum(static b => b.Count));
            Assert.Equal(rows > 8192, numeric.QuantileError > 0);
        });
    }

    [Fact]
    public void Numbers_of_both_forms_agree()
    {
        // The same values, once few enough for the table of values and once not: what is exact must not change.
        var random = new SplitMix64(8);
        string[] odd = ["1e3", "-0", "NaN", "inf", "-2.50", "9007199254740993", "0.1234567890123456789", " 4 ", "1e-300", "na", "x y", "2024-05-05", "", "é è"];
        List<string?> few = [.. Enumerable.Range(0, 2000).Select(_ => (string?)odd[random.Below(odd.Length)])];
        List<string?> many = [.. few, .. Enumerable.Range(0, 9000).Select(static i => (string?)("v" + i))];
        ColumnReport a = Column(few);
        ColumnReport b = Column(many);
        Assert.True(a.TopIsExact && !b.TopIsExact);
        foreach (string name in (string[])["whole", "number", "date"])
        {
            Assert.Equal(a.Evidence.Single(e => e.Value == name).Count, b.Evidence.Single(e => e.Value == name).Count);
        }

        Assert.Equal(a.NullLike.Select(static v => (v.Value, v.Count)), b.NullLike.Select(static v => (v.Value, v.Count)));
        Assert.Equal((a.Text!.Padded, a.Text.Empty, a.Text.NonAscii), (b.Text!.Padded, b.Text.Empty, b.Text.NonAscii));
        Assert.Equal(a.Text.Words + 9000, b.Text.Words);
        Assert.Equal(9000 + few.Distinct().Count(), b.Distinct.Value, 3 * 0.0082 * 9014);
        Assert.InRange(9000 + few.Distinct().Count(), b.Distinct.Low, b.Distinct.High);
    }

    [Theory]
    [InlineData(SemanticType.Empty, null, null)]
    [InlineData(SemanticType.Constant, "x", "x", null)]
    [InlineData(SemanticType.Flag, "yes", "No", "yes")]
    [InlineData(SemanticType.Flag, "0", "1", "1")]
    [InlineData(SemanticType.Measure, "0.5", "1.5", "2")]
    [InlineData(SemanticType.Count, "5", "7", "-9", "11", "5")]
    [InlineData(SemanticType.Category, "a", "b", "c")]
    [InlineData(SemanticType.Time, "2024-01-01", "2024-01-03")]
    [InlineData(SemanticType.Vector, "[1,2]", "[3,4]")]
    public void Type_of_small_columns(SemanticType expected, params string?[] values) => Assert.Equal(expected, Column(values).Type);

    [Fact]
    public void Type_of_columns_with_many_values()
    {
        Assert.Equal(SemanticType.Identifier, Column([.. Enumerable.Range(0, 300).Select(static i => "user-" + i)]).Type);
        Assert.Equal(SemanticType.Identifier, Column([.. Enumerable.Range(0, 20_000).Select(static i => i.ToString(CultureInfo.InvariantCulture))]).Type);
        Assert.Equal(SemanticType.FreeText, Column([.. Enumerable.Range(0, 300).Select(static i => $"a sentence about {i} things")]).Type);
        Assert.Equal(SemanticType.Category, Column([.. Enumerable.Range(0, 300).Select(static i => "city " + (i % 40))]).Type);
    }

    [Fact]
    public void Time_of_days_tells_step_gaps_and_weekdays()
    {
        string?[] days = [.. Enumerable.Range(0, 100).Where(static d => d is < 40 or > 44).Select(static d => new DateOnly(2024, 1, 1).AddDays(d).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))];
        TimeReport time = Column(days).Time!;
        Assert.Equal(("2024-01-01", "2024-04-09", "day", 95.0, 1.0), (time.First, time.Last, time.Unit, time.Distinct.Value, time.Step));
        TimeGap gap = Assert.Single(time.Gaps);
        Assert.Equal(("2024-02-09", "2024-02-15", 6.0), (gap.From, gap.To, gap.Length));
        Assert.Equal(93.0 / 94, time.Regularity);
        long[] weekdays = new long[7];
        foreach (string? day in days)
        {
            weekdays[((int)DateOnly.Parse(day!, CultureInfo.InvariantCulture).DayOfWeek + 6) % 7]++;
        }

        Assert.Equal(weekdays, time.Weekdays);
        Assert.Equal(95, time.Histogram.Sum(static b => b.Count));
    }

    [Fact]
    public void Vector_figures()
    {
        VectorReport vector = Column(["[3, 4]", "[0,0]", "[3, 4]", "[6.0,8e0]"]).Vector!;
        Assert.Equal((2, 1L, 0L, 1.0), (vector.Dimension, vector.ZeroVectors, vector.NonFinite, vector.Duplicates.Value));
        Assert.Equal((5.0, 0.0, 10.0), (vector.Norms.Mean, vector.Norms.Min, vector.Norms.Max));
        Assert.Equal((0, 1, 2), Column(["[1]", "[1,2]"]).Vector is { } mixed ? (mixed.Dimension, mixed.LeastDimension, mixed.MostDimension) : default);
    }

    [Fact]
    public void Typed_columns_give_the_figures_of_their_values()
    {
        ColumnReport whole = Report(ProfileTables.Typed(new Field("c", ColumnKind.Whole), static c =>
        {
            for (long i = -5000; i < 5000; i++)
            {
                ((WholeColumn)c).Append(i * 3);
            }

            c.AppendNull();
        }));
        Assert.Equal((ColumnKind.Whole, 10_001L, 1L, -1.5), (whole.Kind, whole.Rows, whole.Nulls, whole.Numeric!.Mean));
        ColumnReport number = Report(ProfileTables.Typed(new Field("c", ColumnKind.Number), static c =>
        {
            foreach (double value in (double[])[0.1, -0.0, 0.0, double.NaN, double.PositiveInfinity, 1e300])
            {
                ((NumberColumn)c).Append(value);
            }
        }));
        Assert.Equal((4L, 1L, 1L, 2L, 5.0), (number.Numeric!.Count, number.Numeric.NaNs, number.Numeric.PositiveInfinities, number.Numeric.Zeros, number.Distinct.Value));
        ColumnReport scaled = Report(ProfileTables.Typed(new Field("c", ColumnKind.Decimal) { Scale = 2 }, static c =>
        {
            ((DecimalColumn)c).Append(-5);
            ((DecimalColumn)c).Append(1234);
        }));
        Assert.Equal((ColumnKind.Decimal, 12.29, "-0.05"), (scaled.Kind, scaled.Numeric!.Sum, scaled.Top[0].Value));
        ColumnReport vector = Report(ProfileTables.Typed(new Field("c", ColumnKind.Vector), static c => ((VectorColumn)c).Append([3, 4])));
        Assert.Equal((ColumnKind.Vector, 2, 5.0), (vector.Kind, vector.Vector!.Dimension, vector.Vector.Norms.Max));
        ColumnReport date = Report(ProfileTables.Typed(new Field("c", ColumnKind.Date), static c => ((TimeColumn)c).Append(86_400_000_000)));
        Assert.Equal((ColumnKind.Date, "1970-01-02"), (date.Kind, date.Time!.First));
        ColumnReport bytes = Report(ProfileTables.Typed(new Field("c", ColumnKind.Bytes), static c => ((TextColumn)c).Append([1, 2, 255])));
        Assert.Equal((ColumnKind.Bytes, SemanticType.Constant, "AQL/"), (bytes.Kind, bytes.Type, bytes.Top[0].Value));
    }

    [Fact]
    public void Json_values_are_shown_without_their_quotes()
    {
        ColumnReport column = Report(ProfileTables.Typed(new Field("c", null), static c =>
        {
            foreach (string value in (string[])["\"red\"", "\"r\\u0065d\"", "\"a\\\"b\"", "\"red\""])
            {
                ((TextColumn)c).Append(Encoding.UTF8.GetBytes(value));
            }
        }, ColumnKind.Json));
        Assert.Equal((ColumnKind.Text, "red", 2L), (column.Kind, column.Top[0].Value, column.Top[0].Count));
        Assert.Contains(column.Top, static t => t.Value == "a\"b");
        Assert.Equal(12, column.Text!.Bytes);
    }

    [Fact]
    public void Top_beyond_the_table_of_values_comes_from_the_sample_with_an_interval_around_the_truth()
    {
        var random = new SplitMix64(4);
        string?[] values = [.. Enumerable.Range(0, 40_000).Select(i => (string?)(random.Chance(0.3) ? "common" : "v" + i))];
        ColumnReport column = Column(values);
        double share = values.Count(static v => v == "common") / 40_000.0;
        Assert.False(column.TopIsExact);
        Assert.Equal("common", column.Top[0].Value);
        Assert.InRange(share, column.Top[0].Low, column.Top[0].High);
    }

    private static ColumnReport Report(TableSummary summary) => Assert.Single(summary.Finish(new ProfileOptions(), "t").Columns);
}
