using Curate.Core.Errors;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Resample.Weights.Weighed;

namespace Curate.Core.Tests.Resample.Weights;

/// <summary>Balance of summed memberships, which equal head-counts do not give.</summary>
public sealed class SoftGroupBalanceTests
{
    /// <summary>As many heads in each of three groups; members of the last are blurred into the first.</summary>
    private static MemoryTable Blurred(int rows = 300)
    {
        var random = new SplitMix64(5);
        var made = new List<string?[]>();
        for (int i = 0; i < rows; i++)
        {
            double most = i % 3 == 2 ? 0.5 + (0.1 * random.Unit()) : 0.9 + (0.1 * random.Unit());
            double[] own = [1 - most, (1 - most) * 0.1, 0];
            own[0] -= own[1];
            double[] shares = i % 3 == 0 ? [most, own[0] + own[1], 0] : i % 3 == 1 ? [own[0] + own[1], most, 0] : [own[0], own[1], most];
            made.Add(["r" + i, .. shares.Select(static s => Shown(s * 4))]);
        }

        return new MemoryTable(["id", "a", "b", "c"], made);
    }

    private static double[] Sums(MemoryTable table, double[] weights)
    {
        var sums = new double[3];
        for (int i = 0; i < weights.Length; i++)
        {
            double[] own = [.. table.Rows[i].Skip(1).Select(static v => Number(v!))];
            for (int k = 0; k < 3; k++)
            {
                sums[k] += weights[i] * own[k] / own.Sum();
            }
        }

        return [.. sums.Select(s => s / weights.Sum())];
    }

    [Fact]
    public void Equal_heads_have_a_soft_gap_that_weights_close_and_heads_become_unequal()
    {
        MemoryTable table = Blurred();
        double[] before = Sums(table, [.. table.Rows.Select(static _ => 1.0)]);
        Assert.True(before[0] - before[2] > 0.1);
        double[] weights = WeightsOf("soft-group-balance", table, ("memberships", "a,b,c"));
        Assert.All(Sums(table, weights), static s => Assert.Equal(1 / 3.0, s, 1e-9));
        var report = Report("soft-group-balance", table, "memberships", ("memberships", "a,b,c"));
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(100, Cell(report, k, "heads"));
            Assert.Equal(before[k], Cell(report, k, "before"), 1e-9);
            Assert.Equal(0, Cell(report, k, "gap_after"), 1e-9);
            Assert.Equal(weights.Where((_, i) => i % 3 == k).Sum(), Cell(report, k, "heads_after"), 1e-6);
        }

        Assert.True(Cell(report, 2, "heads_after") > 130);
    }

    [Fact]
    public void Shares_may_be_given_and_rows_follow_them_within_one_in_a_hundred()
    {
        MemoryTable table = Blurred();
        double[] weights = WeightsOf("soft-group-balance", table, ("memberships", "a,b,c"), ("share", "c=1,a=1,b=2"));
        Assert.All(Sums(table, weights).Zip([0.25, 0.5, 0.25]), static p => Assert.Equal(p.Second, p.First, 1e-9));
        double[] copies = [.. Copies(table, Run("soft-group-balance", table, ("memberships", "a,b,c"), ("as", "rows"))).Select(static c => (double)c)];
        Assert.Equal(300, copies.Sum());
        Assert.All(Sums(table, copies), static s => Assert.Equal(1 / 3.0, s, 0.01));
    }

    [Fact]
    public void What_is_no_membership_is_refused_with_its_row()
    {
        void Refuses(ErrorCode code, string[] says, string?[] row, params (string, string)[] more) =>
            Refused(code, says, "soft-group-balance", new MemoryTable(["id", "a", "b"], [["1", "0.5", "0.5"], row]), null, [("memberships", "a,b"), .. more]);
        Refuses(ErrorCodes.BadValue, ["Row 2 has -1 in the column 'b'"], ["2", "2", "-1"]);
        Refuses(ErrorCodes.BadValue, ["memberships of row 2 sum to 0"], ["2", "0", "0"]);
        Refuses(ErrorCodes.BadValue, ["Row 2 has no value in the column 'a'"], ["2", null, "1"]);
        Refuses(ErrorCodes.Usage, ["--share gives no share for 'b'"], ["2", "1", "1"], ("share", "a=1"));
        Refuses(ErrorCodes.Usage, ["--share names 'z'"], ["2", "1", "1"], ("share", "a=1,b=1,z=1"));
        Refuses(ErrorCodes.Infeasible, ["a is to be 0.9, and rows have 0.5"], ["2", "0.5", "0.5"], ("share", "a=9,b=1"));
        Refused(ErrorCodes.Usage, ["groups are two or more"], "soft-group-balance", Blurred(), null, ("memberships", "a"));
        Assert.Equal(2, Run("soft-group-balance", new MemoryTable(["id", "a", "b"], [["1", "0.5", "0.5"], ["2", null, "1"]]), ("memberships", "a,b"), ("missing", "drop")).Rows.Count);
    }
}
