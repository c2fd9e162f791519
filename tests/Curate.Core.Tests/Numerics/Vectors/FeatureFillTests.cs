using System.Globalization;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using SplitMix64 = Curate.TestKit.SplitMix64;

namespace Curate.Core.Tests.Numerics.Vectors;

public sealed class FeatureFillTests
{
    private static readonly FeatureLayout s_layout = new([0, 1], [2]);
    private static readonly string[] s_names = ["a", "b", "kind"];

    private static IEnumerable<RecordBatch> Batches(IReadOnlyList<string?[]> rows, int capacity)
    {
        var table = new MemoryTable(s_names, rows);
        ReadRequest request = ReadRequest.Of(
            new ColumnRequest("a", ColumnKind.Number), new ColumnRequest("b", ColumnKind.Number),
            new ColumnRequest("kind", ColumnKind.Text));
        using IRecordReader reader = table.Open(request);
        var batch = new RecordBatch(capacity);
        while (reader.Read(batch, default))
        {
            yield return batch;
        }
    }

    private static FeatureFill Fill(IReadOnlyList<string?[]> rows, FeatureScaling scaling, MissingValues missing, int capacity = 3)
    {
        var summary = new FeatureSummary(s_layout, s_names, missing, scaling);
        foreach (RecordBatch batch in Batches(rows, capacity))
        {
            var part = new FeatureSummary(s_layout, s_names, missing, scaling);
            part.Add(batch);
            summary.Merge(part);
        }

        var fill = new FeatureFill(summary, scaling, TestVectors.Run());
        foreach (RecordBatch batch in Batches(rows, capacity))
        {
            fill.Place(batch);
            fill.Add(batch);
        }

        fill.Complete();
        return fill;
    }

    private static List<string?[]> Table(ulong seed, int rows, bool holes)
    {
        var draws = new SplitMix64(seed);
        List<string?[]> table = [];
        for (int i = 0; i < rows; i++)
        {
            string? Number(double offset, double size) =>
                holes && draws.Chance(0.2) ? null : (offset + (size * draws.Unit())).ToString("R", CultureInfo.InvariantCulture);
            table.Add([Number(1.6e9, 100), Number(-3, 5), holes && draws.Chance(0.1) ? null : draws.Pick(["x", "", "é"])]);
        }

        return table;
    }

    private static double? Parse(string? text) => text is null ? null : double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>What a column becomes, by the definitions, in double.</summary>
    private static double[] Naive(double?[] column, FeatureScaling scaling, MissingValues missing)
    {
        double[] known = [.. column.Where(v => v.HasValue).Select(v => v!.Value).Order()];
        double Quantile(double q) => known[(int)Math.Ceiling(q * known.Length) - 1];
        double mean = known.Sum(v => v - known[0]) / known.Length + known[0];
        double instead = missing switch { MissingValues.Mean => mean, MissingValues.Median => Quantile(0.5), _ => 0 };
        (double shift, double spread) = scaling switch
        {
            FeatureScaling.Standard => (mean, Math.Sqrt(known.Average(v => (v - mean) * (v - mean)))),
            FeatureScaling.Robust => (Quantile(0.5), Quantile(0.75) - Quantile(0.25)),
            FeatureScaling.MinMax => (known[0], known[^1] - known[0]),
            _ => (0, 1),
        };
        return [.. column.Where(v => v.HasValue || missing != MissingValues.Drop).Select(v => ((v ?? instead) - shift) / spread)];
    }

    [Fact]
    public void Fill_of_every_scaling_and_policy_follows_the_definitions() => Seeds.Each(2, seed =>
    {
        foreach (FeatureScaling scaling in Enum.GetValues<FeatureScaling>())
        {
            foreach (MissingValues missing in Enum.GetValues<MissingValues>())
            {
                List<string?[]> table = Table(seed, 41, missing != MissingValues.Error);
                using FeatureFill fill = Fill(table, scaling, missing);
                if (missing == MissingValues.Drop)
                {
                    table.RemoveAll(row => row[0] is null || row[1] is null);
                }

                Assert.Equal(table.Count, fill.Store.Count);
                for (int c = 0; c < 2; c++)
                {
                    double[] expected = Naive([.. table.Select(row => Parse(row[c]))], scaling, missing);
                    double size = expected.Max(Math.Abs);
                    for (int i = 0; i < table.Count; i++)
                    {
                        Assert.Equal(expected[i], fill.Store[i][c], Math.Max(1e-6 * size, 1e-6 * Math.Abs(expected[i])));
                    }
                }
            }
        }
    });

    [Fact]
    public void Fill_numbers_categories_by_first_appearance_and_keeps_null_apart_from_empty()
    {
        using FeatureFill fill = Fill([["1", "1", "b"], ["1", "1", ""], ["1", "1", null], ["1", "1", "a"], ["1", "1", "b"]], FeatureScaling.None, MissingValues.Error);
        Assert.Equal([0f, 1, 2, 3, 0], Enumerable.Range(0, 5).Select(i => fill.Store[i][2]));
        Assert.Equal(4, fill.CategoryCount(0));
        Assert.Equal(3, fill.CodeOf(0, "a"u8));
        Assert.Equal(-1, fill.CodeOf(0, "c"u8));
        var view = new OneHotView(fill.Store, [4]);
        var ones = new int[1];
        view.Ones(3, ones);
        Assert.Equal([3], ones);
        Assert.Equal(0.5, view.Dot(3, [9, 9, 9, 0.5]));
    }

    [Fact]
    public void Fill_of_dropped_rows_knows_where_the_others_came_from()
    {
        using FeatureFill fill = Fill([["1", null, "b"], ["2", "1", "a"], [null, "1", "a"], ["4", "1", "a"]], FeatureScaling.None, MissingValues.Drop, capacity: 2);
        Assert.Equal([1L, 3L], [fill.RowOf(0), fill.RowOf(1)]);
        Assert.Equal([2f, 4f], [fill.Store[0][0], fill.Store[1][0]]);
    }

    [Theory]
    [InlineData(null, "Row 2 has no value in column 'b'.")]
    [InlineData("NaN", "Row 2 has NaN in column 'b'")]
    [InlineData("1e39", "Row 2 has 1E+39 in column 'b'")]
    public void Summary_of_bad_values_names_the_first_row_and_its_column(string? value, string message)
    {
        CurateException failure = Assert.Throws<CurateException>(() => Fill([["1", "1", "b"], ["1", value, "b"], [value, "1", "b"]], FeatureScaling.None, MissingValues.Error));
        Assert.Equal(ErrorCodes.BadValue, failure.Code);
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_after_fewer_rows_than_counted_says_that_the_input_changed()
    {
        var summary = new FeatureSummary(s_layout, s_names, MissingValues.Error, FeatureScaling.None);
        foreach (RecordBatch batch in Batches([["1", "1", "b"]], 3))
        {
            summary.Add(batch);
        }

        using var fill = new FeatureFill(summary, FeatureScaling.None, TestVectors.Run());
        Assert.Equal(ErrorCodes.InputChanged, Assert.Throws<CurateException>(fill.Complete).Code);
    }
}
