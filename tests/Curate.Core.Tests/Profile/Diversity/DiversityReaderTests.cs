using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Profile;
using Curate.Core.Profile.Diversity;
using Curate.Core.Profile.Report;
using Curate.Core.Running;
using Curate.Core.Tests.Select.Diversity;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile.Diversity;

/// <summary>Quality, diversity and complexity against their definitions.</summary>
public sealed class DiversityReaderTests
{
    private static readonly double[] s_orders = [0.1, 0.5, 1, 2, double.PositiveInfinity];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static MemoryTable Table(IEnumerable<double[]> rows) => new([.. Enumerable.Range(0, rows.First().Length).Select(static c => "f" + c)], [.. rows.Select(static r => Array.ConvertAll(r, static v => (string?)Text(v)))]);

    private static ProfileOptions Options(MemoryTable table, DiversityOptions? diversity = null) => new()
    {
        FindDiversity = true,
        Associations = [.. table.Schema.Fields.Select(static f => f.Name).Where(static n => n.StartsWith('f'))],
        Diversity = diversity ?? new DiversityOptions { Orders = s_orders },
    };

    private static DiversityReport Run(MemoryTable table, DiversityOptions? diversity = null, int workers = 2, int batch = 37) =>
        ProfileRun.Diversity(new PassRunner(TestRuns.Context(workers, batch)), table, Options(table, diversity))!;

    private static void Near(double expected, double actual, double relative) => Assert.True(Math.Abs(expected - actual) <= relative * Math.Abs(expected), $"{Text(actual)} for {Text(expected)}");

    [Fact]
    public void Vendi_scores_equal_their_definition_on_small_sets() => Seeds.Each(60, static seed =>
    {
        var random = new SplitMix64(seed);
        int width = random.Between(1, 6);
        double[][] rows = [.. Enumerable.Range(0, random.Between(1, 25)).Select(_ => Enumerable.Range(0, width).Select(_ => (double)(float)(random.Unit() - 0.3)).ToArray())];
        bool gaussian = random.Chance(0.5);
        DiversityReport report = Run(Table(rows), new DiversityOptions { Orders = s_orders, Gaussian = gaussian, Bandwidth = gaussian ? 0.7 : null });
        double Length(int i) => Math.Sqrt(rows[i].Sum(static v => v * v));
        double Similarity(int i, int j) => gaussian ? Math.Exp(-rows[i].Zip(rows[j], static (a, b) => (a - b) * (a - b)).Sum() / (2 * 0.49)) : rows[i].Zip(rows[j], static (a, b) => a * b).Sum() / (Length(i) * Length(j));

        // The eigenvalues of a Gaussian reach down to where neither form tells them from zero, and low orders count those.
        Assert.All(report.Sets[0].Vendi.Where(v => !gaussian || v.Order > 0.5), vendi => Near(NaiveVendi.Score([.. Enumerable.Range(0, rows.Length)], Similarity, vendi.Order), vendi.Score, 1e-9));
        double Distance(int i, int j) => gaussian ? Math.Sqrt(rows[i].Zip(rows[j], static (a, b) => (a - b) * (a - b)).Sum()) : Math.Max(0, 1 - Similarity(i, j));
        SampledDiversity sample = report.Sets[0].Sample;
        if (rows.Length > 1)
        {
            int[] all = [.. Enumerable.Range(0, rows.Length)];
            Assert.Equal(all.Average(i => all.Where(j => j != i).Average(j => Distance(i, j))), sample.MeanDistance!.Value, 1e-9);
            Assert.Equal(all.Average(i => all.Where(j => j != i).Min(j => Distance(i, j))), sample.NearestDistance!.Value, 1e-9);
        }
        else
        {
            Assert.Null(sample.MeanDistance);
        }
    });

    [Fact]
    public void Streamed_one_hot_rows_have_the_Hill_numbers_of_their_counts()
    {
        // 5,000 rows, so that X' X is made of several blocks and the sample of a part.
        var random = new SplitMix64(3);
        var counts = new double[40];
        var rows = new List<double[]>();
        for (int i = 0; i < 5000; i++)
        {
            int hot = (int)(40 * random.Unit() * random.Unit());
            counts[hot]++;
            rows.Add([.. Enumerable.Range(0, 40).Select(c => c == hot ? 3.0 : 0)]);
        }

        DiversitySet all = Run(Table(rows)).Sets[0];
        Assert.True(all.VendiIsExact);
        Assert.Equal((5000, 1000), (all.VendiRows, all.Sample.Vectors));
        double[] shares = [.. counts.Where(static c => c > 0).Select(static c => c / 5000)];
        foreach (VendiValue vendi in all.Vendi)
        {
            double hill = double.IsInfinity(vendi.Order) ? 1 / shares.Max() : vendi.Order == 1 ? Math.Exp(-shares.Sum(static p => p * Math.Log(p))) : Math.Pow(shares.Sum(p => Math.Pow(p, vendi.Order)), 1 / (1 - vendi.Order));
            Near(hill, vendi.Score, 1e-9);
        }
    }

    [Fact]
    public void Streamed_scores_equal_those_of_all_pairs_and_see_the_rank()
    {
        // 2,600 rows of rank 3 among 12 columns: noise in the 9 empty directions would show at order 0.1.
        var random = new SplitMix64(11);
        double[][] basis = [.. Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, 12).Select(c => c % 3 == k ? 1.0 : 0).ToArray())];
        double[][] rows = [.. Enumerable.Range(0, 2600).Select(_ =>
        {
            double[] w = [Math.Floor(random.Unit() * 64) + 1, Math.Floor(random.Unit() * 64), Math.Floor(random.Unit() * 64)];
            return Enumerable.Range(0, 12).Select(c => w[0] * basis[0][c] + w[1] * basis[1][c] + w[2] * basis[2][c]).ToArray();
        })];
        DiversityReport streamed = Run(Table(rows));
        DiversityReport whole = Run(Table(rows), new DiversityOptions { Orders = s_orders, Sample = 3000 });
        Assert.Equal(2600, streamed.Sets[0].VendiRows);
        foreach ((VendiValue one, VendiValue other) in streamed.Sets[0].Vendi.Zip(whole.Sets[0].Vendi))
        {
            Near(other.Score, one.Score, 1e-9);
            Assert.True(one.Score <= 3 + 1e-9);
        }
    }

    [Fact]
    public void Whole_weights_count_as_so_many_equal_rows() => Seeds.Each(40, static seed =>
    {
        var random = new SplitMix64(seed);
        int width = random.Between(1, 6);
        double[][] rows = [.. Enumerable.Range(0, random.Between(1, 30)).Select(_ => Enumerable.Range(0, width).Select(_ => (double)(float)(random.Unit() - 0.3)).ToArray())];
        int[] weights = [.. rows.Select((_, row) => row == 0 ? 2 : random.Between(0, 4))];
        bool gaussian = random.Chance(0.5);
        var options = new DiversityOptions { Orders = s_orders, Gaussian = gaussian, Bandwidth = gaussian ? 0.7 : null };
        MemoryTable weighed = new([.. Enumerable.Range(0, width).Select(static c => "f" + c), "w"], [.. rows.Select((row, at) => (string?[])[.. row.Select(Text), Text(weights[at])])]);
        DiversitySet expected = Run(Table(rows.SelectMany((row, at) => Enumerable.Repeat(row, weights[at]))), options).Sets[0];
        DiversitySet actual = Run(weighed, options with { Weight = "w" }).Sets[0];
        // As above, low orders count eigenvalues of a Gaussian that rounding makes.
        Assert.All(expected.Vendi.Zip(actual.Vendi).Where(v => !gaussian || v.First.Order > 0.5), v => Near(v.First.Score, v.Second.Score, 1e-9));
        Assert.All(expected.Sample.Vendi.Zip(actual.Sample.Vendi).Where(v => !gaussian || v.First.Order > 0.5), v => Near(v.First.Score, v.Second.Score, 1e-9));
        Assert.Equal((s_orders.Length, s_orders.Length), (actual.Vendi.Count, actual.Sample.Vendi.Count));

        // Only shares count.
        MemoryTable tripled = new([.. Enumerable.Range(0, width).Select(static c => "f" + c), "w"], [.. rows.Select((row, at) => (string?[])[.. row.Select(Text), Text(3 * weights[at])])]);
        Assert.All(actual.Vendi.Zip(Run(tripled, options with { Weight = "w" }).Sets[0].Vendi).Where(v => !gaussian || v.First.Order > 0.5), v => Near(v.First.Score, v.Second.Score, 1e-9));
    });

    [Theory]
    [InlineData("-1", "a finite number of 0 or more")]
    [InlineData(null, "no value")]
    [InlineData("inf", "finite")]
    public void Weights_that_are_none_are_refused_with_row_and_column(string? weight, string expected)
    {
        var error = Assert.Throws<CurateException>(() => Run(new MemoryTable(["f0", "w"], [["1", "1"], ["2", weight]]), new DiversityOptions { Weight = "w" }));
        Assert.Contains("Row 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("w", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_weight_there_is_no_score() =>
        Assert.Empty(Run(new MemoryTable(["f0", "w"], [["1", "0"], ["2", "0"]]), new DiversityOptions { Weight = "w" }).Sets[0].Vendi);

    [Fact]
    public void Published_figures_come_out()
    {
        // Friedman and Dieng 2023: exp(-|a - b|) of 0 0 10 10 20 20 is 2.9999; here the Gaussian of distances whose square is that.
        double h = Math.Sqrt(0.5);
        double[][] rows = [[0], [0], [Math.Sqrt(10)], [Math.Sqrt(10)], [2 * Math.Sqrt(10)], [2 * Math.Sqrt(10)]];
        Assert.Equal(2.9999, Run(Table(rows), new DiversityOptions { Orders = [1], Gaussian = true, Bandwidth = h }).Sets[0].Vendi[0].Score, 1e-3);

        // A kernel with one pair of 0.9 and else 0: unit rows at that angle.
        double[][] three = [[1, 0, 0], [0.9, Math.Sqrt(1 - 0.81), 0], [0, 0, 1]];
        Assert.Equal(2.1573, Run(Table(three), new DiversityOptions { Orders = [1] }).Sets[0].Vendi[0].Score, 1e-4);
    }

    [Fact]
    public void Rows_all_different_count_fully_and_equal_ones_once()
    {
        double[][] unit = [.. Enumerable.Range(0, 30).Select(i => Enumerable.Range(0, 30).Select(j => i == j ? 1.0 : 0).ToArray())];
        Assert.All(Run(Table(unit)).Sets[0].Vendi, static v => Near(30, v.Score, 1e-9));
        Assert.All(Run(Table([.. Enumerable.Repeat(new[] { 2.0, -1 }, 50)])).Sets[0].Vendi, static v => Near(1, v.Score, 1e-9));
    }

    [Fact]
    public void Copies_lower_every_figure_of_diversity_and_raise_compression()
    {
        var random = new SplitMix64(5);
        string[] words = [.. Enumerable.Range(0, 60).Select(static i => "word" + i)];
        string?[] Row(string id) => [Text(random.Unit() - 0.5), Text(random.Unit() - 0.5), Text(random.Unit() - 0.5), string.Join(' ', Enumerable.Range(0, 12).Select(_ => random.Pick(words))), id];
        string?[][] rows = [.. Enumerable.Range(0, 150).Select(i => Row("a"))];
        string?[][] copied = [.. rows, .. Enumerable.Range(0, 600).Select(_ => rows[0])];
        string[] names = ["f0", "f1", "f2", "text", "source"];
        SampledDiversity before = Run(new MemoryTable(names, rows), new DiversityOptions { Text = "text", Orders = s_orders }).Sets[0].Sample;
        SampledDiversity after = Run(new MemoryTable(names, copied), new DiversityOptions { Text = "text", Orders = s_orders }).Sets[0].Sample;
        Assert.All(before.Vendi.Zip(after.Vendi), static pair => Assert.True(pair.Second.Score < pair.First.Score));
        Assert.True(after.MeanDistance < before.MeanDistance && after.NearestDistance < before.NearestDistance && after.ClusterEntropy < before.ClusterEntropy);
        Assert.All(before.DistinctGrams.Zip(after.DistinctGrams), static pair => Assert.True(pair.Second < pair.First));
        Assert.True(after.TokenEntropy < before.TokenEntropy);
        Assert.True(after.Compression > 2 * before.Compression, $"{after.Compression} after {before.Compression}");
    }

    [Fact]
    public void A_threshold_on_quality_that_goes_with_sameness_costs_diversity()
    {
        // The higher the score, the nearer a row lies to one direction.
        var random = new SplitMix64(8);
        string?[][] rows = [.. Enumerable.Range(0, 800).Select(_ =>
        {
            double score = random.Unit();
            return (string?[])["1", Text((1 - score) * (random.Unit() - 0.5) * 4), Text((1 - score) * (random.Unit() - 0.5) * 4), Text(score)];
        })];
        DiversityReport report = Run(new MemoryTable(["f0", "f1", "f2", "score"], rows), new DiversityOptions { Score = "score", Orders = s_orders });
        Assert.Equal([0, 0.25, 0.5, 0.75, 0.9], report.Filter.Select(static s => s.Share));
        Assert.Equal([800, 600, 400, 200, 80], report.Filter.Select(static s => s.Sample.Rows));
        for (int i = 1; i < report.Filter.Count; i++)
        {
            Assert.True(report.Filter[i].Threshold > report.Filter[i - 1].Threshold);
            Assert.All(report.Filter[i].Sample.Vendi.Zip(report.Filter[i - 1].Sample.Vendi), static pair => Assert.True(pair.First.Score <= pair.Second.Score));
            Assert.True(report.Filter[i].Sample.MeanDistance < report.Filter[i - 1].Sample.MeanDistance);
        }

        Assert.Equal(rows.Average(static r => double.Parse(r[3]!, CultureInfo.InvariantCulture)), report.Sets[0].Score!.Mean, 1e-12);
    }

    [Fact]
    public void Sources_stand_by_themselves_and_rows_without_a_vector_are_counted()
    {
        MemoryTable table = new(["f0", "f1", "who", "text", "loss"],
        [
            ["1", "0", "b", "one two", "2"], ["0", "1", "b", "one two", null], ["1", null, "a", null, "4"], ["0", "0", "a", "three", "6"], ["2", "2", "a", "", "8"], ["1", "0", null, "four", "1"],
        ]);
        DiversityReport report = Run(table, new DiversityOptions { Source = "who", Text = "text", Loss = "loss", Orders = [1] });
        Assert.Equal(["all", "a", "b", "(missing)"], report.Sets.Select(static s => s.Name));
        Assert.Equal([6, 3, 2, 1], report.Sets.Select(static s => s.Rows));
        Assert.Equal([1, 1, 0, 0], report.Sets.Select(static s => s.MissingVectors));
        Assert.Equal([1, 1, 0, 0], report.Sets.Select(static s => s.ZeroVectors));
        Assert.Equal([4, 1, 2, 1], report.Sets.Select(static s => s.VendiRows));
        Near(2, report.Sets[2].Vendi[0].Score, 1e-9);
        Assert.Equal(6, report.Sets[1].Loss!.Mean, 1e-12);
        Assert.Equal(2, report.Sets[1].Sample.Texts);
        Assert.Equal([2.0 / 4, 1.0 / 2, null], report.Sets[2].Sample.DistinctGrams);
    }

    [Fact]
    public void Report_does_not_depend_on_workers_batches_or_the_scale_of_a_standardised_column()
    {
        var random = new SplitMix64(21);
        string?[][] rows = [.. Enumerable.Range(0, 1500).Select(i => (string?[])[Text(random.Unit()), Text(random.Unit() * random.Unit()), i % 7 == 0 ? null : Text(random.Unit()), "s" + (i % 3), "t" + random.Below(50) + " u" + random.Below(9)])];
        var options = new DiversityOptions { Source = "source", Text = "text", Sample = 200, Scale = Curate.Core.Numerics.Vectors.FeatureScaling.Standard };
        string One(int workers, int batch) => System.Text.Json.JsonSerializer.Serialize(Run(new MemoryTable(["f0", "f1", "f2", "source", "text"], rows), options, workers, batch) with { Columns = [] }, new System.Text.Json.JsonSerializerOptions { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals });
        string first = One(1, 8192);
        Assert.Contains("\"Dimension\":3", first, StringComparison.Ordinal);
        Assert.Equal(first, One(7, 61));
        Assert.Equal(first, One(2, 1));
    }

    [Fact]
    public void Too_many_sources_and_too_little_memory_are_refused()
    {
        MemoryTable many = new(["f0", "who"], [.. Enumerable.Range(0, 1001).Select(static i => (string?[])["1", "s" + i])]);
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => Run(many, new DiversityOptions { Source = "who" })).Code);
        MemoryTable wide = Table([.. Enumerable.Range(0, 3).Select(i => Enumerable.Range(0, 1500).Select(c => (double)((c + i) % 5)).ToArray())]);
        Assert.Throws<CurateException>(() => ProfileRun.Diversity(new PassRunner(TestRuns.Context(memoryBytes: 32 << 20)), wide, Options(wide)));
    }

    [Fact]
    public void Eigenvalues_alone_are_those_with_vectors_to_the_bit() => Seeds.Each(30, static seed =>
    {
        var random = new SplitMix64(seed);
        int n = random.Between(1, 20);
        var matrix = new Curate.Core.Numerics.Linear.Matrix(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                matrix[i, j] = matrix[j, i] = random.Chance(0.2) ? 0 : random.Unit() - 0.5;
            }
        }

        Assert.Equal(Curate.Core.Numerics.Linear.SymmetricEigen.Of(matrix).Values, Curate.Core.Numerics.Linear.SymmetricEigen.ValuesOf(matrix));
    });

    [Fact]
    public void Lempel_Ziv_code_counts_literals_and_copies()
    {
        Assert.Equal(0, LempelZiv.CodedBytes([]));
        Assert.Equal(5 * 9 / 8.0, LempelZiv.CodedBytes("abcde"u8));
        Assert.Equal(((8 * 9) + 48) / 8.0, LempelZiv.CodedBytes("abcdefghabcdefgh"u8));

        // A run may overlap itself.
        Assert.Equal((9 + 48) / 8.0, LempelZiv.CodedBytes(new byte[1000]));
    }
}
