using System.Globalization;
using Curate.Core.Check;
using Curate.Core.Check.TwoSample;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Check.TwoSample.Simulated;

namespace Curate.Core.Tests.Check.TwoSample;

/// <summary>Checks as they are run: what they find in tables, what they lack, what they leave out.</summary>
public sealed class TwoSampleCheckTests
{
    private static string Shown(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static MemoryTable Table(ulong seed, int rows, double shift = 0, double many = 0.5)
    {
        var random = new SplitMix64(seed);
        return new MemoryTable(["id", "x", "y", "kind", "note", "day", "label", "answer"], [.. Enumerable.Range(0, rows).Select(i =>
        {
            string label = random.Unit() < many ? "a" : "b";
            return new string?[]
            {
                "r" + i, Shown(Normal(random) + shift), i % 20 == 3 ? null : Shown(Normal(random)), random.Unit() < 0.5 ? "k1" : "k2", "text " + seed + " " + i, "2024-01-02",
                label, random.Unit() < 0.8 ? label : label == "a" ? "b" : "a",
            };
        })]);
    }

    private static CheckResult Run(CheckEntry entry, IRecordSource main, IReadOnlyList<IRecordSource> others, CheckRoles? roles = null, params (string Name, string Value)[] options) =>
        Permuted(39, entry, main, others, roles, options);

    private static CheckResult Permuted(int permutations, CheckEntry entry, IRecordSource main, IReadOnlyList<IRecordSource> others, CheckRoles? roles = null, params (string Name, string Value)[] options)
    {
        var values = new OptionValues();
        foreach ((string name, string value) in options)
        {
            values.Add(name, value);
        }

        using var inputs = new CheckInputs
        {
            Passes = new PassRunner(TestRuns.Context(2)),
            Main = main,
            MainName = "new",
            Others = others,
            OtherNames = [.. others.Select(static (_, i) => "old" + i)],
            Settings = new CheckSettings { Roles = roles ?? new CheckRoles(), Permutations = permutations },
        };
        return entry.Bind(values).Run(inputs);
    }

    public static TheoryData<string> Comparing => ["sliced-energy-distance", "frechet-distance", "classifier-two-sample"];

    private static CheckEntry Entry(string name) => CheckRegistry.All.Single(c => c.Name == name);

    [Theory]
    [MemberData(nameof(Comparing))]
    public void A_column_that_moved_fails_and_equal_files_pass(string name)
    {
        CheckResult moved = Run(Entry(name), Table(1, 120, 1), [Table(2, 100)]);
        Finding finding = Assert.Single(moved.Findings);
        Assert.Equal(CheckVerdict.Failed, moved.Verdict);
        Assert.True(finding.AdjustedPValue <= 0.05 && finding.Effect > finding.Threshold && finding.EffectLow <= finding.Effect, finding.ToString());
        Assert.Contains("new", finding.Message, StringComparison.Ordinal);
        if (finding.Column is not null)
        {
            Assert.Equal("x", finding.Column);
        }

        Assert.Equal(CheckVerdict.Passed, Run(Entry(name), Table(3, 120), [Table(4, 100)]).Verdict);
    }

    [Fact]
    public void Columns_that_tell_nothing_are_left_out_with_the_reason()
    {
        CheckResult result = Run(Entry("sliced-energy-distance"), Table(1, 80), [Table(2, 80)], new CheckRoles { Id = "id", Label = "label" });
        Assert.Equal(["day:holds times, which differ between files; --features takes it in", "note:has values that hardly repeat"],
            result.Tables.Single(static t => t.Key == "left_out").Rows.Select(static r => $"{r[0]}:{r[1]}"));
        Assert.Equal(["answer=a", "answer=b", "kind=k1", "kind=k2", "x", "y", "y is missing"],
            result.Tables.Single(static t => t.Key == "columns").Rows.Select(static r => (string)r[1]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_sample_is_taken_of_larger_files_and_told()
    {
        CheckResult result = Run(Entry("sliced-energy-distance"), Table(1, 300), [Table(2, 90)], null, ("sample", "100"));
        Assert.Equal(["new 300 100", "old0 90 90"], result.Tables.Single(static t => t.Key == "sample").Rows.Select(static r => string.Join(' ', r)));
    }

    [Fact]
    public void Several_others_are_adjusted_together()
    {
        CheckResult result = Run(Entry("sliced-energy-distance"), Table(1, 100, 1), [Table(2, 100), Table(3, 100, 1)]);
        Assert.Equal(2, result.Tables[0].Rows.Count);
        Assert.Single(result.Findings);
        Assert.Equal(0.05, (double)result.Tables[0].Rows[0][9]!, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Comparing))]
    public void Too_few_rows_are_not_measurable(string name)
    {
        CheckResult result = Run(Entry(name), Table(1, 100), [Table(2, 12)]);
        Assert.Equal(CheckVerdict.NotMeasurable, result.Verdict);
        Assert.Equal("old0 has 12 rows, and a test needs 30 (--min-size).", result.Reason);
    }

    [Fact]
    public void Vectors_are_compared_by_their_components()
    {
        static MemoryTable Vectors(ulong seed, double shift)
        {
            var random = new SplitMix64(seed);
            return new MemoryTable(["v"], [.. Enumerable.Range(0, 120).Select(_ => new string?[] { "[" + string.Join(',', Enumerable.Range(0, 6).Select(_ => Shown(Normal(random) + shift))) + "]" })]);
        }

        var roles = new CheckRoles { Embedding = "v" };
        CheckResult moved = Run(Entry("frechet-distance"), Vectors(1, 0.8), [Vectors(2, 0)], roles, ("max-components", "4"));
        Assert.Equal("frechet-shift", Assert.Single(moved.Findings).Code);
        Assert.Equal(4L, moved.Tables[0].Rows[0][14]);
        Assert.InRange((double)moved.Tables[0].Rows[0][15]!, 0.6, 0.99);
        CheckResult none = Run(Entry("frechet-distance"), Vectors(1, 0.8), [Table(2, 100)], roles);
        Assert.Equal("Not every dataset has the column 'v' that --embedding names.", none.Reason);
    }

    [Fact]
    public void Frechet_shows_the_shares_of_labels()
    {
        CheckResult result = Run(Entry("frechet-distance"), Table(1, 100), [Table(2, 100, many: 0.9)], new CheckRoles { Label = "label" });
        Assert.Equal(4, result.Tables.Single(static t => t.Key == "label_shares").Rows.Count);
    }

    [Fact]
    public void Copies_of_a_training_file_are_found_with_a_held_out_file()
    {
        MemoryTable training = Table(1, 120);
        var random = new SplitMix64(9);
        var copies = new MemoryTable(training.Names, [.. Enumerable.Range(0, 150).Select(_ => training.Rows[(int)(random.Unit() * 120)])]);
        var roles = new CheckRoles { Features = ["x", "y"] };
        CheckResult copied = Permuted(99, Entry("classifier-two-sample"), copies, [training, Table(2, 140)], roles, ("learners", "knn"));
        Finding finding = copied.Findings.Single(static f => f.Code == "training-copies");
        Assert.Equal(150, finding.FailingRows);
        CheckResult fresh = Permuted(99, Entry("classifier-two-sample"), Table(3, 150), [training, Table(2, 140)], roles, ("learners", "knn"));
        Assert.DoesNotContain(fresh.Findings, static f => f.Code == "training-copies");
        Assert.Equal(2, fresh.Tables.Single(static t => t.Key == "copies").Rows.Count);
    }

    [Fact]
    public void An_unknown_learner_is_a_usage_error()
    {
        CurateException error = Assert.Throws<CurateException>(() => Run(Entry("classifier-two-sample"), Table(1, 50), [Table(2, 50)], null, ("learners", "logistik")));
        Assert.Equal("Did you mean logistic?", error.Hint);
    }

    [Fact]
    public void Order_is_found_by_file_and_by_time()
    {
        var random = new SplitMix64(5);
        string?[][] rows = [.. Enumerable.Range(0, 200).Select(i => new string?[] { Shown(Normal(random) + (i / 50.0)), Shown(i), i < 100 ? "a" : "b" })];
        var drift = new MemoryTable(["x", "t", "label"], rows);
        var roles = new CheckRoles { Features = ["x"] };
        Finding finding = Assert.Single(Run(Entry("knn-non-iid"), drift, [], roles).Findings);
        Assert.Equal("row-order", finding.Code);
        string?[][] mixed = [.. rows.OrderBy(_ => random.Unit())];
        var shuffled = new MemoryTable(["x", "t", "label"], mixed);
        Assert.Empty(Run(Entry("knn-non-iid"), shuffled, [], roles).Findings);
        CheckResult byTime = Run(Entry("knn-non-iid"), shuffled, [], roles with { Time = "t" });
        Assert.Contains("in time ('t')", Assert.Single(byTime.Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Order_of_labels_is_told_as_such()
    {
        var random = new SplitMix64(6);
        var sorted = new MemoryTable(["x", "label"], [.. Enumerable.Range(0, 200).Select(i => new string?[] { Shown(Normal(random) + (i < 100 ? 0 : 4)), i < 100 ? "a" : "b" })]);
        Assert.Contains("the file is in the order of its labels", Assert.Single(Run(Entry("knn-non-iid"), sorted, [], new CheckRoles { Label = "label" }).Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Label_shift_is_found_by_labels_and_by_answers()
    {
        var roles = new CheckRoles { Label = "label", Prediction = "answer" };
        CheckResult both = Run(Entry("label-shift"), Table(1, 1000, many: 0.7), [Table(2, 1000)], roles);
        Assert.Equal(["label-shift", "label-shift-estimated"], both.Findings.Select(static f => f.Code));
        Assert.InRange(both.Findings[0].Effect!.Value, 0.15, 0.25);
        MemoryTable open = new(["answer"], [.. Table(3, 1000, many: 0.7).Rows.Select(static r => new[] { r[7] })]);
        CheckResult answers = Run(Entry("label-shift"), Table(2, 1000), [open], roles);
        Finding estimated = Assert.Single(answers.Findings);
        Assert.Equal("label-shift-estimated", estimated.Code);
        Assert.InRange(0.2, estimated.EffectLow!.Value, estimated.EffectHigh!.Value);
        Assert.Equal(CheckVerdict.Warned, answers.Verdict);
        CheckResult same = Run(Entry("label-shift"), Table(4, 1000), [Table(5, 1000)], roles);
        Assert.Equal(CheckVerdict.Passed, same.Verdict);
    }

    [Fact]
    public void A_class_that_the_reference_lacks_is_told()
    {
        MemoryTable before = new(["label"], [.. Enumerable.Range(0, 60).Select(static i => new string?[] { i % 2 == 0 ? "a" : "b" })]);
        MemoryTable after = new(["label"], [.. Enumerable.Range(0, 60).Select(static i => new string?[] { i % 3 == 0 ? "c" : "a" })]);
        CheckResult result = Run(Entry("label-shift"), after, [before], new CheckRoles { Label = "label" });
        Finding fresh = result.Findings.Single(static f => f.Code == "new-class");
        Assert.Equal(("c", 20), (fresh.Value, fresh.FailingRows));
    }

    [Fact]
    public void Without_labels_or_answers_nothing_is_measurable()
    {
        MemoryTable open = new(["x"], [.. Enumerable.Range(0, 60).Select(static i => new string?[] { Shown(i) })]);
        CheckResult result = Run(Entry("label-shift"), Table(1, 60), [open], new CheckRoles { Label = "label" });
        Assert.Equal(CheckVerdict.NotMeasurable, result.Verdict);
        Assert.Contains("old0 has fewer than 30 rows with a label", result.Reason, StringComparison.Ordinal);
    }
}
