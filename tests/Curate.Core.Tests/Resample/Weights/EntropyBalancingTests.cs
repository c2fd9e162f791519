using Curate.Core.Errors;
using Curate.Core.Tests.Support;
using Curate.TestKit;
using static Curate.Core.Tests.Resample.Weights.Weighed;

namespace Curate.Core.Tests.Resample.Weights;

/// <summary>Entropy balancing: means are met, weights are the nearest ones, and what cannot be met is named.</summary>
public sealed class EntropyBalancingTests
{
    private static readonly string[] s_names = ["id", "x", "y", "kind", "arm", "base"];

    public static TheoryData<ulong> Cases => Seeds.Theory(4);

    private static MemoryTable Table(ulong seed, int rows = 150, double shift = 0)
    {
        var random = new SplitMix64(seed);
        var made = new List<string?[]>();
        for (int i = 0; i < rows; i++)
        {
            bool treated = random.Chance(0.3);
            double x = random.Unit() + random.Unit() + (treated ? 0.3 : 0) + shift;
            double y = (0.4 * x) + (random.Unit() * 3);
            string kind = random.Chance(treated ? 0.4 : 0.6) ? "k1" : random.Chance(0.5) ? "k2" : "k3";
            made.Add(["r" + i, Shown(x), Shown(y), kind, treated ? "yes" : "no", Shown(1 + random.Below(4))]);
        }

        return new MemoryTable(s_names, made);
    }

    private static double[] Column(MemoryTable table, int column) => [.. table.Rows.Select(r => Number(r[column]!))];

    private static double Mean(double[] values, double[] weights) => values.Zip(weights).Sum(static p => p.First * p.Second) / weights.Sum();

    private static double Central(double[] values, double[] weights, int power)
    {
        double mean = Mean(values, weights);
        return Mean([.. values.Select(v => Math.Pow(v - mean, power))], weights);
    }

    /// <summary>Slow ascent on the dual, one row at a time: the same weights by other means.</summary>
    private static double[] Naive(double[][] functions, double[] targets, double[] start)
    {
        var lambda = new double[targets.Length];
        double[] weights = [.. start];
        for (int step = 0; step < 60_000; step++)
        {
            double sum = 0;
            for (int i = 0; i < weights.Length; i++)
            {
                double score = 0;
                for (int p = 0; p < lambda.Length; p++)
                {
                    score += lambda[p] * (functions[p][i] - targets[p]);
                }

                weights[i] = start[i] * Math.Exp(score);
                sum += weights[i];
            }

            for (int p = 0; p < lambda.Length; p++)
            {
                double mean = 0;
                for (int i = 0; i < weights.Length; i++)
                {
                    mean += weights[i] / sum * functions[p][i];
                }

                lambda[p] -= 0.8 * (mean - targets[p]);
            }

            if (step % 100 == 99 && Enumerable.Range(0, lambda.Length).All(p => Math.Abs(Mean(functions[p], weights) - targets[p]) < 1e-12))
            {
                break;
            }
        }

        double all = weights.Sum();
        return [.. weights.Select(w => w / all * weights.Length)];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weights_are_those_of_slow_ascent_on_the_dual(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        double[] weights = WeightsOf("entropy-balancing", table, ("target", "x=1.2,y=1.8"), ("weight", "base"), ("target", "kind=k1=0.4"));
        double[] kinds = [.. table.Rows.Select(static r => r[3] == "k1" ? 1.0 : 0)];
        double[] naive = Naive([Column(table, 1), Column(table, 2), kinds], [1.2, 1.8, 0.4], Column(table, 5));
        Assert.All(weights.Zip(naive), static p => Assert.Equal(p.Second, p.First, 1e-7));
        Assert.Equal(1.2, Mean(Column(table, 1), weights), 1e-9);
        Assert.Equal(table.Rows.Count, weights.Sum(), 1e-8);
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shares_alone_give_the_weights_of_raking(ulong seed) => Seeds.With(seed, () =>
    {
        MemoryTable table = Table(seed);
        double[] weights = WeightsOf("entropy-balancing", table, ("target", "kind=k1=0.2,kind=k2=0.5,kind=k3=0.3,arm=yes=0.6"));
        double[] raked = WeightsOf("raking", table, ("margin", "kind=k1:0.2,k2:0.5,k3:0.3"), ("margin", "arm=yes:0.6,no:0.4"));
        Assert.All(weights.Zip(raked), static p => Assert.Equal(p.Second, p.First, 1e-7));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Rows_outside_a_group_get_its_moments_and_the_group_stays(int moments)
    {
        MemoryTable table = Table(21, 400);
        double[] weights = WeightsOf("entropy-balancing", table, ("treat", "arm=yes"), ("features", "x,y"), ("categorical", "kind"), ("moments", Shown(moments)), ("correlations", "true"));
        bool[] treated = [.. table.Rows.Select(static r => r[4] == "yes")];
        Assert.All(weights.Where((_, i) => treated[i]), static w => Assert.Equal(1, w));
        double[] others = [.. weights.Where((_, i) => !treated[i])];
        Assert.Equal(others.Length, others.Sum(), 1e-8);
        double[] ones = [.. treated.Where(static t => t).Select(static _ => 1.0)];
        foreach (int column in new[] { 1, 2 })
        {
            double[] own = [.. Column(table, column).Where((_, i) => !treated[i])];
            double[] group = [.. Column(table, column).Where((_, i) => treated[i])];
            Assert.Equal(Mean(group, ones), Mean(own, others), 1e-6);
            for (int power = 2; power <= moments; power++)
            {
                Assert.Equal(Central(group, ones, power), Central(own, others, power), 1e-6);
            }
        }

        foreach (string kind in new[] { "k1", "k2", "k3" })
        {
            double before = table.Rows.Where((r, i) => treated[i] && r[3] == kind).Count() / (double)ones.Length;
            Assert.Equal(before, table.Rows.Select((r, i) => !treated[i] && r[3] == kind ? weights[i] : 0).Sum() / others.Length, 1e-6);
        }
    }

    [Fact]
    public void Rows_get_the_moments_of_another_dataset()
    {
        MemoryTable table = Table(22, 300);
        MemoryTable other = Table(23, 90, shift: 0.2);
        double[] weights = WeightsOf(Run("entropy-balancing", table, other, ("reference", "other"), ("features", "x,y"), ("categorical", "kind"), ("moments", "2")));
        double[] ones = [.. other.Rows.Select(static _ => 1.0)];
        Assert.Equal(Mean(Column(other, 1), ones), Mean(Column(table, 1), weights), 1e-6);
        Assert.Equal(Central(Column(other, 2), ones, 2), Central(Column(table, 2), weights, 2), 1e-6);
        Assert.Equal(other.Rows.Count(static r => r[3] == "k2") / 90.0, table.Rows.Zip(weights).Where(static p => p.First[3] == "k2").Sum(static p => p.Second) / 300, 1e-6);
    }

    [Fact]
    public void Variances_and_correlations_are_met_as_named()
    {
        MemoryTable table = Table(24, 300);
        double[] weights = WeightsOf("entropy-balancing", table, ("target", "x=1.1,y=1.9,var(x)=0.2,var(y)=0.6,corr(x:y)=0.3,m3(x)=0.01"));
        double[] x = Column(table, 1);
        double[] y = Column(table, 2);
        Assert.Equal(0.2, Central(x, weights, 2), 1e-7);
        Assert.Equal(0.01, Central(x, weights, 3), 1e-7);
        double together = Mean([.. x.Zip(y).Select(static p => (p.First - 1.1) * (p.Second - 1.9))], weights);
        Assert.Equal(0.3, together / Math.Sqrt(0.2 * 0.6), 1e-7);
        Refused(ErrorCodes.Usage, ["var(x) needs a target for 'x'"], "entropy-balancing", table, null, ("target", "var(x)=0.2"));
    }

    [Fact]
    public void Tolerances_leave_means_at_the_edge_and_weights_more_even()
    {
        MemoryTable table = Table(25, 300);
        var targets = new MemoryTable(["name", "value", "tolerance"], [["x", "1.4", "0.05"], ["y", "1.9", "0.5"]]);
        double[] weights = WeightsOf(Run("entropy-balancing", table, targets, ("targets", "other")));
        Assert.Equal(1.35, Mean(Column(table, 1), weights), 1e-7);
        Assert.InRange(Mean(Column(table, 2), weights), 1.4, 2.4);
        double[] exact = WeightsOf("entropy-balancing", table, ("target", "x=1.4,y=1.9"));
        Assert.True(Effective(weights) > Effective(exact));
    }

    [Fact]
    public void Bounds_hold_and_means_are_still_met()
    {
        MemoryTable table = Table(26, 300);
        double[] free = WeightsOf("entropy-balancing", table, ("target", "x=1.25"));
        Assert.True(free.Max() > 1.6);
        double[] weights = WeightsOf("entropy-balancing", table, ("target", "x=1.25"), ("clip", "0.1,1.6"));
        Assert.InRange(weights.Max(), 1, 1.6 * (1 + 1e-9));
        Assert.InRange(weights.Min(), 0.1 * (1 - 1e-9), 1);
        Assert.Equal(1.25, Mean(Column(table, 1), weights), 1e-8);
        Refused(ErrorCodes.Infeasible, ["from 0 to 1.05 times the base weights", "Widen --clip"], "entropy-balancing", table, null, ("target", "x=1.5"), ("clip", "1.05"));
    }

    [Fact]
    public void A_target_at_the_end_of_the_range_leaves_the_rows_that_have_it()
    {
        MemoryTable table = Table(27);
        double[] weights = WeightsOf("entropy-balancing", table, ("target", "kind=k3=0,x=1.1"));
        Assert.All(table.Rows.Zip(weights), static p => Assert.Equal(p.First[3] == "k3", p.Second == 0));
        Assert.Equal(1.1, Mean(Column(table, 1), weights), 1e-9);
    }

    [Fact]
    public void Means_out_of_reach_are_named()
    {
        MemoryTable table = Table(28);
        void Infeasible(string[] says, string target) => Refused(ErrorCodes.Infeasible, says, "entropy-balancing", table, null, ("target", target));
        Infeasible(["x is to be 9, and rows have 0."], "x=9,y=1.5");
        Infeasible(["kind=k9 is to be 0.1, and no row has 'k9'"], "kind=k9=0.1");
        double most = Column(table, 1).Max();
        Infeasible(["No weights have all these means together", "var(x): ", "in place of 0.5"], $"x={Shown(most - 0.01)},var(x)=0.5");
        Infeasible(["together", "kind=k1: "], "kind=k1=0.7,kind=k2=0.7");
        Refused(ErrorCodes.Infeasible, ["No row has 'maybe' in the column 'arm'"], "entropy-balancing", table, null, ("treat", "arm=maybe"), ("features", "x"));
        Refused(ErrorCodes.BadValue, ["'kind' is no number", "'k"], "entropy-balancing", table, null, ("target", "kind=3"));
    }

    [Fact]
    public void Rows_follow_the_weights()
    {
        MemoryTable table = Table(29, 300);
        double[] weights = WeightsOf("entropy-balancing", table, ("target", "x=1.4,y=2"), ("to", "500"));
        RunOutcome run = Run("entropy-balancing", table, ("target", "x=1.4,y=2"), ("to", "500"), ("as", "rows"));
        int[] copies = Copies(table, run);
        Assert.Equal(500, copies.Sum());
        Assert.All(copies.Zip(weights), static p => Assert.InRange(p.First, Math.Floor(p.Second - 1e-9), Math.Ceiling(p.Second + 1e-9)));
        Assert.Equal(copies.Count(static c => c == 0), run.Dropped.Total);
        Assert.Equal(1.4, Mean(Column(table, 1), [.. copies.Select(static c => (double)c)]), 0.05);
    }

    [Theory]
    [InlineData("is not said")]
    [InlineData("More than one option", "target", "x=1", "treat", "arm=yes")]
    [InlineData("columns to balance are not named", "treat", "arm=yes")]
    [InlineData("go with --reference or --treat", "target", "x=1", "moments", "2")]
    [InlineData("--target takes NAME=VALUE", "target", "x")]
    [InlineData("--treat takes COL=VALUE", "treat", "arm", "features", "x")]
    public void Options_that_do_not_say_one_thing_are_refused(string says, params string[] options)
    {
        CurateException error = Assert.Throws<CurateException>(() => _ = Run("entropy-balancing", Table(1), [.. options.Chunk(2).Select(static o => (o[0], o[1]))]));
        Assert.Equal(ErrorCodes.Usage, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
