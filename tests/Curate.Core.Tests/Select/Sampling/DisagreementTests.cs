using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Select.Sampling;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Sampling;

/// <summary>disagreement-condensation against its definitions, and its map over simulated models.</summary>
public sealed class DisagreementTests
{
    private const int Classes = 4;

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    private static RunOutcome Run(double[][] rows, int members, int[]? labels, params (string, string)[] options)
    {
        MemoryTable table = new(["id", "y", .. Enumerable.Range(0, rows[0].Length).Select(static c => "c" + c)], [.. rows.Select((r, i) => (string?[])[Text(i), labels is null ? "0" : Text(labels[i]), .. r.Select(Text)])]);
        return TestRuns.Execute(RowPlanTests.Methods("select/disagreement-condensation", [("probabilities", "c*"), ("members", Text(members)), .. labels is null ? [] : new[] { ("label", "y") }, .. options]), table, TestRuns.Context());
    }

    [Theory]
    [InlineData("jsd")]
    [InlineData("pds")]
    public void Disagreement_equals_its_definition_and_the_largest_are_taken(string kind) => Seeds.Each(40, seed =>
    {
        var random = new SplitMix64(seed);
        int members = random.Between(2, 4);
        int classes = random.Between(2, 4);
        double[] Draw()
        {
            double[] p = [.. Enumerable.Range(0, classes).Select(_ => random.Unit() + 0.01)];
            return [.. p.Select(v => v / p.Sum())];
        }

        double[][][] models = [.. Enumerable.Range(0, random.Between(1, 15)).Select(_ => Enumerable.Range(0, members).Select(_ => Draw()).ToArray())];
        static double H(IEnumerable<double> p) => -p.Sum(static v => v * Math.Log(v));
        double Naive(double[][] row) => kind == "pds" ? Enumerable.Range(0, classes).Sum(c => row.Max(m => m[c]))
            : H(Enumerable.Range(0, classes).Select(c => row.Average(m => m[c]))) - row.Average(H);
        int k = random.Between(1, models.Length);
        RunOutcome run = Run([.. models.Select(static r => r.SelectMany(static m => m).ToArray())], members, null, ("kind", kind), ("rows", Text(k)), ("score-column", "d"));
        Assert.Equal(k, run.Rows.Count);
        foreach (string?[] row in run.Rows)
        {
            Assert.Equal(Naive(models[(int)Number(row[0])]), Number(row[^1]), 1e-9);
        }

        double least = run.Rows.Min(static r => Number(r[^1]));
        Assert.True(models.Count(m => Naive(m) > least + 1e-9) < k);
    });

    /// <summary>Models of an ability, rows of a difficulty and a sharpness; the probability of the right class is logistic in ability less difficulty, the rest is shared unevenly.</summary>
    private static (Stratum Rows, SampleOptions Options) Simulated(ulong seed, int models, int rows, int taken, double spread, double noise)
    {
        var random = new SplitMix64(seed);
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.Unit()) - 6;
        double[] ability = [.. Enumerable.Range(0, models).Select(_ => spread * Normal())];
        var values = new double[rows * models * Classes];
        var labels = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double difficulty = 1.5 * Normal();
            double sharp = 0.5 + (2 * random.Unit());
            labels[i] = random.Below(Classes);
            for (int m = 0; m < models; m++)
            {
                double right = 1 / (1 + Math.Exp(-((sharp * (ability[m] - difficulty)) + (noise * Normal()))));
                Span<double> own = values.AsSpan(((i * models) + m) * Classes, Classes);
                double sum = 0;
                for (int c = 0; c < Classes; c++)
                {
                    own[c] = c == (int)labels[i] ? 0 : random.Unit() + 0.05;
                    sum += own[c];
                }

                for (int c = 0; c < Classes; c++)
                {
                    own[c] = c == (int)labels[i] ? right : own[c] / sum * (1 - right);
                }
            }
        }

        RunContext run = TestRuns.Context();
        var stratum = new Stratum
        {
            Rows = [.. Enumerable.Range(0, rows).Select(static i => (long)i)],
            Count = taken,
            Must = new bool[rows],
            Scores = new double[rows],
            Values = values,
            Losses = labels,
            Name = "all",
            Draw = run.Draw("test"),
            Run = run,
        };
        return (stratum, new SampleOptions { Columns = [.. Enumerable.Range(0, models * Classes).Select(static c => "c" + c)], Members = models, Kind = "jsd", Loss = "y" });
    }

    private static double Figure(Sampled sampled, string name) => (double)sampled.Figures.Single(f => f.Name == name).Value!;

    [Fact]
    public void Map_from_contested_rows_beats_that_from_random_ones_where_answers_are_noisy_and_loses_where_they_are_sharp()
    {
        (Stratum noisy, SampleOptions options) = Simulated(4, 120, 1500, 30, 1, 2);
        Sampled own = DisagreementCondensation.Draw(noisy, options);
        Assert.Equal(30, own.Rows.Count);
        string figures = string.Join(", ", own.Figures.Select(static f => $"{f.Name} {f.Value}"));
        Assert.True(Figure(own, "map_error") < Figure(own, "map_error_of_random_rows"), figures);
        Assert.True(Figure(own, "error_of_raw_mean") > 2 * Figure(own, "map_error"), figures);
        Assert.True(Figure(own, "rank_correlation") > 0.85, figures);

        // The weights and the intercept are the map: they nearly give a model's accuracy, which was learned from.
        double first = Figure(own, "intercept") + own.Rows.Sum(i => own.Weights![i] * noisy.Values[(i * 120 * Classes) + (int)noisy.Losses[i]]);
        Assert.Equal((double)own.Table!.Value.Lines[0][1]!, first, 0.1);

        // All contested rows are of the middle difficulty, and tell models at either end apart badly.
        (Stratum sharp, _) = Simulated(4, 120, 1500, 30, 1, 0.7);
        Sampled worse = DisagreementCondensation.Draw(sharp, options);
        Assert.True(Figure(worse, "map_error") > Figure(worse, "map_error_of_random_rows"));
    }

    [Fact]
    public void Few_models_have_no_map_and_bad_classes_and_columns_are_refused()
    {
        double[][] rows = [[0.2, 0.8, 0.6, 0.4], [0.5, 0.5, 0.5, 0.5]];
        RunOutcome run = Run(rows, 2, [0, 1], ("rows", "1"), ("map-column", "w"));
        Assert.Equal("0|0|0.2|0.8|0.6|0.4|0", TestRuns.Line(run.Rows.Single()));
        Assert.Equal(ErrorCodes.BadValue, Assert.Throws<CurateException>(() => Run(rows, 2, [0, 2], ("rows", "1"))).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => Run(rows, 3, null, ("rows", "1"))).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => Run(rows, 2, null, ("rows", "1"), ("map-column", "w"))).Code);
    }
}
