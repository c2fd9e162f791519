using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Select.Sampling;

/// <summary>Draws by a score: their chances against enumeration, their sizes, what they refuse.</summary>
public sealed class SamplingTests
{
    private static MemoryTable Scores(params double[] scores) => new(["id", "s", "g"],
        [.. scores.Select(static (s, i) => new string?[] { i.ToString(CultureInfo.InvariantCulture), s.ToString("R", CultureInfo.InvariantCulture), i % 2 == 0 ? "even" : "odd" })]);

    private static List<string?[]> Run(string method, MemoryTable table, ulong seed, params (string, string)[] options) =>
        [.. TestRuns.Execute(RowPlanTests.Methods("select/" + method, [("score", "s"), .. options]),
            new Curate.Core.Methods.PlanInputs(table, options.Any(static o => o.Item1 == "must") ? [new MemoryTable(["id"], [["0"]])] : []), TestRuns.Context(seed: seed)).Rows];

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("softmax", "1")]
    [InlineData("power", "2")]
    [InlineData("rank", "1.5")]
    public void StochasticBatch_sets_come_as_often_as_successive_draws_without_replacement(string kind, string beta)
    {
        double[] scores = [0.5, 2, 1, 1.75];
        double b = Number(beta);
        double[] byRank = [4, 1, 3, 2];
        double[] weights = [.. scores.Select((s, i) => kind switch { "softmax" => Math.Exp(b * s), "power" => Math.Pow(s, b), _ => Math.Pow(byRank[i], -b) })];
        double sum = weights.Sum();
        const int Runs = 2000;
        var seen = new Dictionary<string, int>();
        for (ulong seed = 0; seed < Runs; seed++)
        {
            string set = string.Join(' ', Run("stochastic-batch", Scores(scores), seed, ("kind", kind), ("beta", beta), ("rows", "2")).Select(static r => r[0]));
            seen[set] = seen.GetValueOrDefault(set) + 1;
        }

        for (int i = 0; i < 4; i++)
        {
            for (int j = i + 1; j < 4; j++)
            {
                double chance = (weights[i] / sum * weights[j] / (sum - weights[i])) + (weights[j] / sum * weights[i] / (sum - weights[j]));
                double off = 5 * Math.Sqrt(Runs * chance * (1 - chance));
                Assert.InRange(seen.GetValueOrDefault($"{i} {j}"), (Runs * chance) - off, (Runs * chance) + off);
            }
        }
    }

    [Fact]
    public void StochasticBatch_without_noise_takes_the_top_ties_by_row_and_what_must_be_in()
    {
        MemoryTable table = Scores(1, 5, 3, 5, 5, 0);
        Assert.Equal(["1", "3"], Run("stochastic-batch", table, 1, ("beta", "inf"), ("rows", "2")).Select(static r => r[0]));
        Assert.Equal(["0", "1"], Run("stochastic-batch", table, 1, ("beta", "inf"), ("rows", "2"), ("id", "id"), ("must", "file")).Select(static r => r[0]));
        Assert.Equal(["1", "2", "3", "4"], Run("stochastic-batch", table, 1, ("beta", "inf"), ("rows", "2"), ("per", "g")).Select(static r => r[0]));
        Assert.Equal(ErrorCodes.BadValue, Assert.Throws<CurateException>(static () => Run("stochastic-batch", Scores(1, -1), 1, ("kind", "power"), ("rows", "1"))).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(static () => Run("stochastic-batch", Scores(1), 1, ("beta", "-2"), ("rows", "1"))).Code);
        CurateException missing = Assert.Throws<CurateException>(static () => Run("stochastic-batch", new MemoryTable(["s"], [["1"], [null]]), 1, ("rows", "1")));
        Assert.Contains("Row 2 has no value in the column 's'", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConditionalPoisson_has_the_size_the_chances_and_an_unbiased_total()
    {
        double[] sizes = [1, 2, 3, 4, 2, 8];
        const int Runs = 1500;
        var taken = new int[6];
        double total = 0;
        double totalOfSquares = 0;
        for (ulong seed = 0; seed < Runs; seed++)
        {
            List<string?[]> rows = Run("conditional-poisson", Scores(sizes), seed, ("rows", "2"));
            Assert.Equal(2, rows.Count);
            foreach (string?[] row in rows)
            {
                taken[int.Parse(row[0]!, CultureInfo.InvariantCulture)]++;
                Assert.Equal(Number(row[1]) / 10, Number(row[3]), 1e-12);
                Assert.Equal(10 / Number(row[1]), Number(row[4]), 1e-9);
                total += Number(row[4]) * Number(row[1]) / Runs;
                totalOfSquares += Number(row[4]) * Number(row[1]) * Number(row[1]) / Runs;
            }
        }

        for (int i = 0; i < 6; i++)
        {
            double chance = sizes[i] / 10;
            Assert.InRange(taken[i], (Runs * chance) - (5 * Math.Sqrt(Runs * chance)), (Runs * chance) + (5 * Math.Sqrt(Runs * chance)));
        }

        // In proportion to sizes the total of the sizes themselves has no error at all.
        Assert.Equal(20, total, 1e-9);
        Assert.InRange(totalOfSquares, 98 * 0.93, 98 * 1.07);
    }

    [Fact]
    public void ConditionalPoisson_takes_chances_as_they_are_and_refuses_what_does_not_sum_up()
    {
        Assert.Equal(["0", "2"], Run("conditional-poisson", Scores(1, 0, 1), 5, ("rows", "2"), ("kind", "inclusion")).Select(static r => r[0]));
        CurateException sum = Assert.Throws<CurateException>(static () => Run("conditional-poisson", Scores(0.5, 0.25), 5, ("rows", "1"), ("kind", "inclusion")));
        Assert.Contains("sum to 0.75", sum.Message, StringComparison.Ordinal);
        CurateException zero = Assert.Throws<CurateException>(static () => Run("conditional-poisson", Scores(0, 0, 3), 5, ("rows", "2")));
        Assert.Contains("1 have a chance", zero.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.BadValue, Assert.Throws<CurateException>(static () => Run("conditional-poisson", Scores(-1, 3), 5, ("rows", "1"))).Code);
        Assert.Equal(ErrorCodes.Usage, Assert.Throws<CurateException>(static () => Run("conditional-poisson", Scores(1), 5, ("rows", "1"), ("weight-column", "inclusion"))).Code);
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("stepwise")]
    public void PerplexitySampling_chances_follow_the_formula_and_the_size_is_exact(string kind)
    {
        // Quartiles of 1 .. 101 are 26, 51 and 76.
        double[] scores = [.. Enumerable.Range(1, 101).Select(static i => (double)i)];
        double Good(double s) => kind == "gaussian" ? Math.Exp(-Math.Pow((s - 51) / 51, 2) / 0.5) : 1 / (s < 26 ? 26.0 : s < 51 ? 25 : s < 76 ? 25 : 760);
        double goods = scores.Sum(Good);
        var taken = new int[102];
        for (ulong seed = 0; seed < 300; seed++)
        {
            List<string?[]> rows = Run("perplexity-sampling", Scores(scores), seed, ("rows", "20"), ("kind", kind), ("width", "0.5"));
            Assert.Equal(20, rows.Count);
            Assert.All(rows, row => Assert.Equal(20 * Good(Number(row[1])) / goods, Number(row[3]), 1e-9));
            rows.ForEach(row => taken[(int)Number(row[1])]++);
        }

        double expected = 300 * 20 * scores.Where(static s => s is >= 26 and < 76).Sum(Good) / goods;
        Assert.InRange(taken[26..76].Sum(), expected * 0.95, expected * 1.05);
        Assert.Equal(ErrorCodes.Infeasible, Assert.Throws<CurateException>(() => Run("perplexity-sampling", Scores(-3, -2, -1), 1, ("rows", "1"), ("kind", kind))).Code);
    }
}
