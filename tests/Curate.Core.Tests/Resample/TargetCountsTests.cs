using Curate.Core.Errors;
using Curate.Core.Resample;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample;

public sealed class TargetCountsTests
{
    private static long[] Of(string to, BalanceMode mode, params long[] counts) =>
        TargetCounts.Of(BalanceTarget.Parse(to), mode, [.. counts.Select(static (_, i) => ((char)('a' + i)).ToString())], counts);

    /// <summary>Three classes a=10, b=100, c=40; b is the majority and a the minority.</summary>
    [Theory]
    [InlineData("auto", BalanceMode.Over, "100 100 100")]
    [InlineData("auto", BalanceMode.Under, "10 10 10")]
    [InlineData("auto", BalanceMode.Both, "50 50 50")]
    [InlineData("minority", BalanceMode.Over, "100 100 40")]
    [InlineData("minority", BalanceMode.Under, "usage")]
    [InlineData("minority", BalanceMode.Both, "100 100 40")]
    [InlineData("majority", BalanceMode.Over, "usage")]
    [InlineData("majority", BalanceMode.Under, "10 10 40")]
    [InlineData("majority", BalanceMode.Both, "10 10 40")]
    [InlineData("not-minority", BalanceMode.Over, "10 100 100")]
    [InlineData("not-minority", BalanceMode.Under, "10 10 10")]
    [InlineData("not-minority", BalanceMode.Both, "10 100 100")]
    [InlineData("not-majority", BalanceMode.Over, "100 100 100")]
    [InlineData("not-majority", BalanceMode.Under, "10 100 10")]
    [InlineData("not-majority", BalanceMode.Both, "100 100 100")]
    [InlineData("all", BalanceMode.Over, "100 100 100")]
    [InlineData("all", BalanceMode.Under, "10 10 10")]
    [InlineData("all", BalanceMode.Both, "100 100 100")]
    [InlineData("equal", BalanceMode.Over, "100 100 100")]
    [InlineData("equal", BalanceMode.Under, "10 10 10")]
    [InlineData("equal", BalanceMode.Both, "50 50 50")]
    [InlineData("ratio=0.29", BalanceMode.Over, "29 100 40")]
    [InlineData("ratio=29%", BalanceMode.Over, "29 100 40")]
    [InlineData("ratio=1", BalanceMode.Over, "100 100 100")]
    [InlineData("ratio=0.05", BalanceMode.Over, "10 100 40")]
    [InlineData("ratio=0.5", BalanceMode.Under, "10 20 20")]
    [InlineData("ratio=0.2", BalanceMode.Under, "10 50 40")]
    [InlineData("ratio=0.05", BalanceMode.Under, "10 100 40")]
    [InlineData("ratio=0.5", BalanceMode.Both, "50 100 50")]
    [InlineData("power=1", BalanceMode.Over, "10 100 40")]
    [InlineData("power=0", BalanceMode.Over, "100 100 100")]
    [InlineData("power=0.5", BalanceMode.Over, "32 100 63")]
    [InlineData("power=1", BalanceMode.Under, "10 100 40")]
    [InlineData("power=0", BalanceMode.Under, "10 10 10")]
    [InlineData("power=0.5", BalanceMode.Under, "10 32 20")]
    [InlineData("power=1", BalanceMode.Both, "10 100 40")]
    [InlineData("power=0", BalanceMode.Both, "50 50 50")]
    [InlineData("power=0.5", BalanceMode.Both, "24 77 49")]
    [InlineData("share:a=0.5", BalanceMode.Over, "140 100 40")]
    [InlineData("share:a=0.2", BalanceMode.Under, "10 29 11")]
    [InlineData("share:a=0.2", BalanceMode.Both, "30 86 34")]
    [InlineData("share:a=0.2,b=0.3,c=0.5", BalanceMode.Over, "67 100 167")]
    [InlineData("share:a=0.2,b=0.3,c=0.5", BalanceMode.Under, "10 15 25")]
    [InlineData("share:a=0.2,b=0.3,c=0.5", BalanceMode.Both, "30 45 75")]
    [InlineData("share:a=0.2,b=0.3,c=0.4", BalanceMode.Both, "infeasible")]
    [InlineData("share:a=0.2,b=0.8", BalanceMode.Both, "infeasible")]
    [InlineData("share:d=0.2", BalanceMode.Both, "infeasible")]
    [InlineData("count:a=11,c=41", BalanceMode.Over, "11 100 41")]
    [InlineData("count:a=9", BalanceMode.Over, "infeasible")]
    [InlineData("count:b=0,c=40", BalanceMode.Under, "10 0 40")]
    [InlineData("count:b=101", BalanceMode.Under, "infeasible")]
    [InlineData("count:a=70,b=7", BalanceMode.Both, "70 7 40")]
    [InlineData("count:d=7", BalanceMode.Both, "infeasible")]
    public void Of_three_classes_worked_by_hand(string to, BalanceMode mode, string expected)
    {
        if (expected is "usage" or "infeasible")
        {
            Assert.Equal(expected, Assert.Throws<CurateException>(() => Of(to, mode, 10, 100, 40)).Code.Id);
        }
        else
        {
            Assert.Equal(expected, string.Join(' ', Of(to, mode, 10, 100, 40)));
        }
    }

    [Theory]
    [InlineData("minority", BalanceMode.Over, "50 5 50")]
    [InlineData("not-minority", BalanceMode.Over, "5 50 50")]
    [InlineData("majority", BalanceMode.Under, "5 5 5")]
    public void Of_ties_the_first_class_in_sorted_order_is_meant(string to, BalanceMode mode, string expected) =>
        Assert.Equal(expected, string.Join(' ', to == "majority" ? Of(to, mode, 5, 5, 5) : Of(to, mode, 5, 5, 50)));

    [Fact]
    public void Of_tied_majorities_only_the_first_one_shrinks() => Assert.Equal([5, 5, 50], Of("majority", BalanceMode.Under, 50, 5, 50));

    [Fact]
    public void Of_half_rounds_to_even() => Assert.Equal([2, 5], Of("ratio=0.5", BalanceMode.Over, 1, 5));

    [Theory]
    [InlineData("auto")]
    [InlineData("ratio=0.5")]
    [InlineData("share:a=0.5")]
    public void Of_fewer_than_two_classes_is_infeasible(string to)
    {
        foreach (BalanceMode mode in Enum.GetValues<BalanceMode>())
        {
            Assert.Equal("infeasible", Assert.Throws<CurateException>(() => Of(to, mode, 10)).Code.Id);
            Assert.Equal("infeasible", Assert.Throws<CurateException>(() => Of(to, mode)).Code.Id);
        }
    }

    [Fact]
    public void Of_one_class_and_a_count_is_met() => Assert.Equal([4], Of("count:a=4", BalanceMode.Under, 10));

    [Theory]
    [InlineData("")]
    [InlineData("majorty")]
    [InlineData("ratio=0")]
    [InlineData("ratio=1.1")]
    [InlineData("ratio=x")]
    [InlineData("power=-1")]
    [InlineData("power=1.5")]
    [InlineData("share:")]
    [InlineData("share:a")]
    [InlineData("share:a=0")]
    [InlineData("share:a=1")]
    [InlineData("share:a=0.5,a=0.2")]
    [InlineData("share:a=0.6,b=0.6")]
    [InlineData("count:a=-1")]
    [InlineData("count:a=1.5")]
    [InlineData("count:=3")]
    public void Parse_other_texts_are_usage_errors(string to) => Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(() => BalanceTarget.Parse(to)).Code);

    [Theory]
    [InlineData("auto")]
    [InlineData("ratio=0.5")]
    [InlineData("share:a=0.25,b=0.5")]
    [InlineData("count:a=x=3,b=4")]
    public void ToString_reads_back(string to)
    {
        BalanceTarget target = BalanceTarget.Parse(to);
        Assert.Equal(to, target.ToString());
        Assert.Equal(target.PerClass, BalanceTarget.Parse(target.ToString()).PerClass);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public void Of_random_counts_stays_within_what_the_mode_allows(ulong seed)
    {
        var random = new SplitMix64(seed);
        string[] forms = ["auto", "not-minority", "not-majority", "all", "equal", "ratio=0.37", "power=0.3", "power=0.77", "share:a=0.21", "share:a=0.1,b=0.35"];
        for (int round = 0; round < 2000; round++)
        {
            long[] counts = [.. Enumerable.Range(0, random.Between(3, 8)).Select(_ => (long)random.Between(1, random.Pick(new[] { 3, 50, 100_000 })))];
            string to = random.Pick(forms);
            foreach (BalanceMode mode in Enum.GetValues<BalanceMode>())
            {
                long[] result = Of(to, mode, counts);
                string what = $"seed {seed}, round {round}: {to} {mode} of {string.Join(' ', counts)} gives {string.Join(' ', result)}";
                Assert.True(counts.Zip(result).All(p => p.Second >= 0 && (mode == BalanceMode.Over ? p.Second >= p.First : mode != BalanceMode.Under || p.Second <= p.First)), what);
                if (mode == BalanceMode.Both && (to is "auto" or "equal" || to.StartsWith("power", StringComparison.Ordinal) || to.StartsWith("share", StringComparison.Ordinal)))
                {
                    Assert.True(result.Sum() == counts.Sum(), what);
                }
            }
        }
    }
}
