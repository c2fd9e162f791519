using Curate.Core.Errors;
using Curate.Core.Resample.Balance;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Resample;

public sealed class MakeImbalanceTests
{
    private static string[] Names(int classes) => [.. Enumerable.Range(0, classes).Select(static c => $"c{c:00}")];

    private static long[] Counts(ImbalanceOptions options, params long[] counts) => ImbalanceCounts.Of(options, Names(counts.Length), counts);

    private static MemoryTable Table(int each = 40) =>
        new(["id", "label"], [.. Enumerable.Range(0, each * 4).Select(static i => new[] { "r" + i, i % 4 == 3 ? "d" : ((char)('a' + (i % 4))).ToString() }), ["lost", null]]);

    private static RunOutcome Run(MemoryTable table, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/make-imbalance", [("label", "label"), .. options]), table, TestRuns.Context());

    private static string Classes(RunOutcome run) => string.Join(' ', run.Rows.GroupBy(static r => r[1] ?? "-").OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => g.Key + g.Count()));

    // The totals of the long-tailed CIFAR sets as published by Cui et al. (2019) and used since.
    [Theory]
    [InlineData(10, 5000, 100, 12406)]
    [InlineData(10, 5000, 50, 13996)]
    [InlineData(10, 5000, 10, 20431)]
    [InlineData(100, 500, 100, 10847)]
    [InlineData(100, 500, 50, 12608)]
    [InlineData(100, 500, 10, 19573)]
    public void Exponential_counts_are_those_of_the_published_sets(int classes, long each, double factor, long total)
    {
        long[] counts = Counts(new ImbalanceOptions { Factor = factor }, [.. Enumerable.Repeat(each, classes)]);
        Assert.Equal(total, counts.Sum());
        Assert.Equal(factor, (double)counts[0] / counts[^1]);
    }

    [Fact]
    public void Exponential_counts_of_ten_classes_are_the_published_ones() =>
        Assert.Equal([5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50], Counts(new ImbalanceOptions { Factor = 100 }, [.. Enumerable.Repeat(5000L, 10)]));

    [Fact]
    public void Linear_and_step_counts_are_worked_by_hand()
    {
        Assert.Equal([100, 77, 55, 32, 10], Counts(new ImbalanceOptions { Shape = "linear" }, 100, 100, 100, 100, 100));
        Assert.Equal([100, 100, 100, 20, 20], Counts(new ImbalanceOptions { Shape = "step", Factor = 5, MinorityShare = 0.4 }, 100, 100, 100, 100, 100));
        Assert.Equal([20, 20, 100, 100, 100], Counts(new ImbalanceOptions { Shape = "step", Factor = 5, MinorityShare = 0.4, Backward = true }, 100, 100, 100, 100, 100));
        Assert.Equal([10, 31, 100], Counts(new ImbalanceOptions { Backward = true }, 100, 100, 100));
        Assert.Equal([31, 100, 10], Counts(new ImbalanceOptions { Order = ["c01", "c00", "c02"] }, 100, 100, 100));
        Assert.Equal([100, 25, 0], Counts(new ImbalanceOptions { Shape = "ratios", Ratios = [new("c01", 0.25), new("c02", 0)] }, 100, 100, 100));
    }

    [Fact]
    public void The_largest_class_is_as_large_as_all_classes_allow()
    {
        // Place two of ratio 1/2 has 20 rows, so the first may have 41 of its 100: floor(41 / 2) = 20.
        Assert.Equal([41, 20], Counts(new ImbalanceOptions { Factor = 2 }, 100, 20));
        Assert.Equal([40, 20], Counts(new ImbalanceOptions { Factor = 2, Head = 40 }, 100, 20));
        Assert.Contains("'c01' has 20 rows, fewer than the 21", Assert.Throws<CurateException>(() => Counts(new ImbalanceOptions { Factor = 2, Head = 42 }, 100, 20)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_keeps_the_counts_and_the_rows_without_a_label()
    {
        Assert.Equal("-1 a40 b18 c8 d4", Classes(Run(Table())));
        Assert.Equal("-1 a4 b8 c18 d40", Classes(Run(Table(), ("direction", "backward"))));
    }

    [Fact]
    public void Rows_of_a_stronger_imbalance_are_among_those_of_a_weaker()
    {
        HashSet<string> weak = [.. Run(Table(), ("imbalance-factor", "3")).Rows.Select(static r => r[0]!)];
        string[] strong = [.. Run(Table(), ("imbalance-factor", "20")).Rows.Select(static r => r[0]!)];
        Assert.True(strong.Length < weak.Count);
        Assert.Subset(weak, strong.ToHashSet());
    }

    [Fact]
    public void Uniform_shape_keeps_what_random_under_keeps()
    {
        MemoryTable table = new(["id", "label"], [.. Enumerable.Range(0, 90).Select(static i => new[] { "r" + i, i % 9 < 5 ? "a" : i % 9 < 8 ? "b" : "c" })]);
        Assert.Equal(
            TestRuns.Lines(TestRuns.Execute(RowPlanTests.Methods("resample/random-under", ("label", "label")), table, TestRuns.Context()).Rows),
            TestRuns.Lines(Run(table, ("shape", "uniform")).Rows));
    }

    [Fact]
    public void As_weights_rows_stay_and_weigh_their_share() =>
        Assert.All(Run(Table(), ("as", "weights"), ("shape", "step"), ("imbalance-factor", "4")).Rows, static r => Assert.Equal(r[1] is "c" or "d" ? "0.25" : "1", r[2]));

    [Theory]
    [InlineData("minority-share=0.2", "--minority-share means nothing for --shape exponential")]
    [InlineData("shape=uniform imbalance-factor=3", "--imbalance-factor means nothing for --shape uniform")]
    [InlineData("shape=ratios", "--shape ratios needs --ratios")]
    [InlineData("ratios=a=1", "--ratios belongs to --shape ratios")]
    [InlineData("shape=ratios ratios=a=2", "--ratios takes CLASS=R pairs, not 'a=2'")]
    [InlineData("shape=ratios ratios=e=0.5", "--ratios names the class 'e'")]
    [InlineData("class-order=a,b,d", "leaves out the class 'c'")]
    [InlineData("class-order=a,b,a,d", "names 'a' twice")]
    [InlineData("shape=step minority-share=0.05", "is none of them")]
    [InlineData("imbalance-factor=50", "Class 'd' would be left without a row")]
    [InlineData("head=41", "Class 'a' has 40 rows, fewer than the 41")]
    public void Requests_that_cannot_be_met_say_why(string options, string words) =>
        Assert.Contains(words, Assert.Throws<CurateException>(() => Run(Table(), [.. options.Split(' ').Select(static o => (o[..o.IndexOf('=')], o[(o.IndexOf('=') + 1)..]))])).Message, StringComparison.Ordinal);

    [Fact]
    public void One_class_is_refused() =>
        Assert.Contains("only one class", Assert.Throws<CurateException>(() => Run(new MemoryTable(["label"], [["a"], ["a"]]))).Message, StringComparison.Ordinal);
}
