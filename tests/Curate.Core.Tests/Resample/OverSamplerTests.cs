using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Resample.MadeUp;

namespace Curate.Core.Tests.Resample;

/// <summary>Methods that make rows up against naive transcriptions of their definitions, on random small tables.</summary>
public sealed class OverSamplerTests
{
    private static readonly string[] s_names = ["x", "y", "z", "label", "cat", "note"];

    public static TheoryData<ulong> Cases => Seeds.Theory(6);

    private static MemoryTable Table(ulong seed, int rows = 90)
    {
        var random = new SplitMix64(seed);
        var made = new List<string?[]>();
        for (int i = 0; i < rows; i++)
        {
            int c = i < 6 ? i % 3 : random.Chance(0.7) ? 0 : random.Chance(0.6) ? 1 : 2;
            string Value() => ((random.Below(400) / 8.0) + (c * 12)).ToString(CultureInfo.InvariantCulture);
            made.Add([Value(), Value(), Value(), "c" + c, "k" + random.Below(4), "row " + i]);
        }

        return new MemoryTable(s_names, made);
    }

    private static RunOutcome Run(MemoryTable table, string method, params (string Name, string Value)[] options)
    {
        (string, string)[] all = [("label", "label"), .. options];
        if (!options.Any(static o => o.Name is "features" or "categorical"))
        {
            all = [.. all, ("features", "x,y,z")];
        }

        return TestRuns.Execute(RowPlanTests.Methods("resample/" + method, all), table, TestRuns.Context());
    }

    private static void CountsAreEqual(MemoryTable table, RunOutcome run)
    {
        int most = table.Rows.GroupBy(static r => r[3]).Max(static g => g.Count());
        Assert.All(run.Rows.GroupBy(static r => r[3]), g => Assert.Equal(most, g.Count()));
        Assert.Equal(TestRuns.Lines(table.Rows), TestRuns.Lines(run.Rows.Take(table.Rows.Count).Select(static r => r[..6])));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Smote_rows_lie_between_a_row_and_one_of_its_nearest_of_the_class(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        RunOutcome run = Run(table, "smote", ("parents", "true"), ("k-neighbors", "3"));
        CountsAreEqual(table, run);
        foreach ((string?[] row, int first, int? second) in Made(table, run))
        {
            string label = table.Rows[first][3]!;
            Assert.Equal(label, row[3]);
            Assert.Equal(table.Rows[first][5], row[5]);
            Assert.Contains(second!.Value, Nearest(table.Rows, first, 3, i => table.Rows[i][3] == label));
            Assert.InRange(StepOf(row, table.Rows[first], table.Rows[second.Value]), 0, 1);
        }

        // Classes come in sorted order.
        Assert.Equal(["c1", "c2"], Made(table, run).Select(static m => m.Row[3]).Distinct());
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Smote_with_even_spread_takes_every_row_equally_often(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        RunOutcome run = Run(table, "smote", ("parents", "true"), ("spread", "even"));
        foreach (IGrouping<string?, (string?[] Row, int Base, int? Neighbour)> ofClass in Made(table, run).GroupBy(static m => m.Row[3]))
        {
            int members = table.Rows.Count(r => r[3] == ofClass.Key);
            int least = ofClass.Count() / members;
            int[] times = [.. Enumerable.Range(0, table.Rows.Count).Where(i => table.Rows[i][3] == ofClass.Key).Select(i => ofClass.Count(m => m.Base == i))];
            Assert.All(times, n => Assert.InRange(n, least, least + 1));
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Borderline_first_parents_are_the_rows_in_danger(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        foreach (string kind in new[] { "1", "2" })
        {
            RunOutcome run = Run(table, "borderline-smote", ("parents", "true"), ("m-neighbors", "6"), ("k-neighbors", "4"), ("kind", kind));
            CountsAreEqual(table, run);
            foreach (IGrouping<string?, (string?[] Row, int Base, int? Neighbour)> ofClass in Made(table, run).GroupBy(static m => m.Row[3]))
            {
                int[] danger = [.. Enumerable.Range(0, table.Rows.Count).Where(i => table.Rows[i][3] == ofClass.Key
                    && Nearest(table.Rows, i, 6, static _ => true).Count(n => table.Rows[n][3] != ofClass.Key) is >= 3 and < 6)];
                foreach ((string?[] row, int first, int? second) in ofClass)
                {
                    Assert.True(danger.Length == 0 || danger.Contains(first));
                    bool any = kind == "2" && danger.Length > 0;
                    Assert.Contains(second!.Value, Nearest(table.Rows, first, 4, i => any || table.Rows[i][3] == ofClass.Key));
                    bool foreign = table.Rows[second.Value][3] != ofClass.Key;
                    Assert.InRange(StepOf(row, table.Rows[first], table.Rows[second.Value]), 0, foreign ? 0.5 : 1);
                }
            }
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Adasyn_first_parents_are_taken_in_proportion_to_foreign_neighbours(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        RunOutcome run = Run(table, "adasyn", ("parents", "true"), ("n-neighbors", "4"));
        CountsAreEqual(table, run);
        foreach (IGrouping<string?, (string?[] Row, int Base, int? Neighbour)> ofClass in Made(table, run).GroupBy(static m => m.Row[3]))
        {
            int[] members = [.. Enumerable.Range(0, table.Rows.Count).Where(i => table.Rows[i][3] == ofClass.Key)];
            double[] shares = [.. members.Select(i => Nearest(table.Rows, i, 4, static _ => true).Count(n => table.Rows[n][3] != ofClass.Key) / 4.0)];
            double sum = shares.Sum();
            for (int i = 0; i < members.Length && sum > 0; i++)
            {
                double exact = ofClass.Count() * shares[i] / sum;
                Assert.InRange(ofClass.Count(m => m.Base == members[i]), Math.Floor(exact - 1e-9), Math.Ceiling(exact + 1e-9));
            }

            Assert.All(ofClass, m => Assert.Contains(m.Neighbour!.Value, Nearest(table.Rows, m.Base, 4, i => table.Rows[i][3] == ofClass.Key)));
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void SmoteNc_categories_are_the_most_frequent_of_the_neighbours(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        RunOutcome run = Run(table, "smote-nc", ("parents", "true"), ("features", "x,y,z"), ("categorical", "cat"));
        CountsAreEqual(table, run);
        foreach ((string?[] row, int first, int? second) in Made(table, run))
        {
            int[] members = [.. Enumerable.Range(0, table.Rows.Count).Where(i => table.Rows[i][3] == row[3])];
            double[] spread = [.. Enumerable.Range(0, 3).Select(c => Deviation(members.Select(i => Point(table.Rows[i])[c]))).Order()];
            double weight = spread[1] * spread[1];
            double Rank(int i) => Squared(Point(table.Rows[i]), Point(table.Rows[first])) + (table.Rows[i][4] == table.Rows[first][4] ? 0 : weight);

            // float32 rounding of the weight may swap near ties, so the sixth neighbour decides whether the five are certain.
            int[] near = [.. members.Where(i => i != first).OrderBy(Rank).ThenBy(static i => i)];
            if (near.Length > 5 && Rank(near[5]) - Rank(near[4]) < 1e-6)
            {
                continue;
            }

            near = [.. near.Take(5)];
            Assert.Contains(second!.Value, near);
            int most = near.GroupBy(i => table.Rows[i][4]).Max(static g => g.Count());
            Assert.Equal(most, near.Count(i => table.Rows[i][4] == row[4]));
            StepOf(row, table.Rows[first], table.Rows[second.Value]);
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void SmoteN_values_are_the_modes_of_the_nearest_by_value_difference(ulong seed) => Seeds.With(seed, () =>
    {
        var random = new SplitMix64(seed);
        string?[][] rows = [.. Enumerable.Range(0, 60).Select(i =>
        {
            int c = i < 3 ? i : random.Chance(0.7) ? 0 : 1 + random.Below(2);
            return new string?[] { "a" + random.Below(3 + c), "b" + random.Below(5), random.Below(12).ToString(CultureInfo.InvariantCulture), "c" + c };
        })];
        var table = new MemoryTable(["p", "q", "r", "label"], rows);
        RunOutcome run = TestRuns.Execute(RowPlanTests.Methods("resample/smote-n", ("label", "label"), ("categorical", "p,q,r"), ("parents", "true")), table, TestRuns.Context());
        double Share(int f, string? v, string? c) => rows.Count(r => r[f] == v && r[3] == c) / (double)rows.Count(r => r[f] == v);
        double Rank(int a, int b) => Enumerable.Range(0, 3).Sum(f =>
        {
            double delta = new[] { "c0", "c1", "c2" }.Sum(c => Math.Abs(Share(f, rows[a][f], c) - Share(f, rows[b][f], c)));
            return delta * delta;
        });
        foreach (string?[] made in run.Rows.Skip(rows.Length))
        {
            int first = int.Parse(made[4]!, CultureInfo.InvariantCulture);
            int[] near = [.. Enumerable.Range(0, rows.Length).Where(i => rows[i][3] == made[3]).OrderBy(i => Math.Round(Rank(i, first), 12)).ThenBy(static i => i).Take(5)];
            for (int f = 0; f < 3; f++)
            {
                string? mode = near.GroupBy(i => rows[i][f]).OrderByDescending(static g => g.Count())
                    .ThenBy(static g => Sorted(g.Key!)).First().Key;
                Assert.Equal(mode, made[f]);
            }

            static (double, string) Sorted(string text) => (double.TryParse(text, CultureInfo.InvariantCulture, out double n) ? n : 0, text);
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void SvmSmote_and_KMeansSmote_reach_the_counts_on_lines_through_two_rows_of_the_class(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        foreach ((string method, double least) in new[] { ("svm-smote", -0.25), ("kmeans-smote", 0) })
        {
            (string, string)[] own = method == "svm-smote" ? [("parents", "true"), ("out-step", "0.25")] : [("parents", "true"), ("clusters", "4")];
            RunOutcome run = Run(table, method, own);
            CountsAreEqual(table, run);
            foreach ((string?[] row, int first, int? second) in Made(table, run))
            {
                Assert.Equal(table.Rows[first][3], row[3]);
                Assert.Equal(row[3], table.Rows[second!.Value][3]);
                Assert.InRange(StepOf(row, table.Rows[first], table.Rows[second.Value]), least, 1);
            }
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void SmoteEnn_and_SmoteTomek_remove_from_the_output_of_smote_what_a_naive_cleaner_removes(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        IReadOnlyList<string?[]> all = Run(table, "smote").Rows;
        string[] edited = TestRuns.Lines(all.Where((r, i) => Nearest(all, i, 3, static _ => true).All(n => all[n][3] == r[3])));
        Assert.Equal(edited, TestRuns.Lines(Run(table, "smote-enn").Rows));
        int[] nearest = [.. Enumerable.Range(0, all.Count).Select(i => Nearest(all, i, 1, static _ => true)[0])];
        string[] unlinked = TestRuns.Lines(all.Where((r, i) => nearest[nearest[i]] != i || all[nearest[i]][3] == r[3]));
        Assert.Equal(unlinked, TestRuns.Lines(Run(table, "smote-tomek").Rows));
    });

    [Fact]
    public void RandomOver_with_shrinkage_noise_has_the_bandwidth_and_zero_noise_is_a_copy()
    {
        MemoryTable table = Table(5, 300);
        RunOutcome run = Run(table, "random-over", ("shrinkage", "1.5"), ("to", "count:c2=20000"), ("synthetic-column", "made"));
        string?[][] made = [.. run.Rows.Skip(300)];
        Assert.All(made, static r => Assert.Equal("true", r[6]));
        double[][] members = [.. table.Rows.Where(static r => r[3] == "c2").Select(Point)];
        double h = Math.Pow(4.0 / (5 * 300), 1.0 / 7) * 1.5;
        for (int c = 0; c < 3; c++)
        {
            // Variance of a smoothed bootstrap: that of the class times (1 + h^2).
            double expected = Deviation(members.Select(m => m[c])) * Math.Sqrt(1 + (h * h));
            Assert.Equal(1, Deviation(made.Select(r => Point(r)[c])) / expected, 0.04);
        }
    }

    [Fact]
    public void Smote_of_a_class_with_one_row_copies_it_and_says_so()
    {
        MemoryTable table = new(s_names, [.. Table(3, 40).Rows.Where(static r => r[3] != "c2"), ["1", "2", "3", "c2", "k", "alone"]]);
        RunOutcome run = Run(table, "smote", ("parents", "true"));
        CountsAreEqual(table, run);
        Assert.All(Made(table, run).Where(static m => m.Row[3] == "c2"), static m =>
        {
            Assert.Equal("1|2|3|c2|k|alone", TestRuns.Line(m.Row[..6]));
            Assert.Null(m.Neighbour);
        });
    }

    [Theory]
    [InlineData("smote", "infeasible", "categorical", "cat", "features", "x")]
    [InlineData("smote", "bad-value", "features", "cat", "to", "auto")]
    [InlineData("smote-nc", "infeasible", "features", "x", "to", "auto")]
    [InlineData("smote-n", "infeasible", "features", "x", "categorical", "cat")]
    [InlineData("smote", "usage", "other", "besides", "features", "x")]
    [InlineData("smote", "unknown-column", "other", "x=1", "features", "x")]
    [InlineData("smote", "infeasible", "to", "count:c0=1", "features", "x")]
    public void Run_options_that_cannot_be_met_are_refused_by_code(string method, string code, string name, string value, string second, string also)
    {
        CurateException refused = Assert.Throws<CurateException>(() => Run(Table(1), method, (name, value), (second, also)));
        Assert.Equal(code, refused.Code.Id);
    }

    [Fact]
    public void Smote_of_constant_features_gives_the_constant()
    {
        MemoryTable table = new(s_names, [.. Table(4).Rows.Select(static r => new[] { "7", "7", "7", r[3], r[4], r[5] })]);
        RunOutcome run = Run(table, "smote");
        CountsAreEqual(table, run);
        Assert.All(run.Rows, static r => Assert.Equal("7|7|7", TestRuns.Line(r[..3])));
        Run(table, "smote-nc", ("features", "x,y,z"), ("categorical", "cat"));
        CountsAreEqual(table, Run(table, "adasyn"));
        CountsAreEqual(table, Run(table, "kmeans-smote"));
    }

    [Fact]
    public void Smote_of_classes_that_are_fractions_balances_them()
    {
        MemoryTable table = new(s_names, [.. Table(4).Rows.Select(static r => new[] { r[0], r[1], r[2], r[3] == "c0" ? "0.5" : "1.25", r[4], r[5] })]);
        CountsAreEqual(table, Run(table, "smote"));
    }
}
