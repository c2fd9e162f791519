using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Select.Diversity;

public sealed class SampledDppTests
{
    private const int Runs = 1500;

    private static readonly PointTable s_points = PointTable.Of([0, 0.5], [0.25, 1], [3, 0.5], [-2, 1.5], [0, 0.5]);

    private static void Compare(string similarity, (string, string)[] more, Func<int, int, double> kernel, Func<int[], bool> possible)
    {
        var expected = new Dictionary<string, double>();
        for (int a = 0; a < 5; a++)
        {
            for (int b = a + 1; b < 5; b++)
            {
                if (possible([a, b]))
                {
                    expected[$"{a} {b}"] = (kernel(a, a) * kernel(b, b)) - (kernel(a, b) * kernel(a, b));
                }
            }
        }

        double total = expected.Values.Sum();
        var seen = new Dictionary<string, int>();
        for (ulong seed = 0; seed < Runs; seed++)
        {
            string set = string.Join(' ', s_points.Picks("k-dpp", TestRuns.Context(seed: seed), [("rows", "2"), ("similarity", similarity), .. more]).Order());
            seen[set] = seen.GetValueOrDefault(set) + 1;
        }

        foreach ((string set, double weight) in expected)
        {
            double chance = weight / total;
            double off = 5 * Math.Sqrt(Runs * chance * (1 - chance));
            Assert.InRange(seen.GetValueOrDefault(set), (Runs * chance) - off - 1, (Runs * chance) + off + 1);
        }

        string[] likely = [.. expected.Where(static e => e.Value > 1e-12).Select(static e => e.Key)];
        Assert.All(seen.Keys, set => Assert.Contains(set, likely));
    }

    [Fact]
    public void Sets_come_as_often_as_their_determinants_say_with_rbf() =>
        Compare("rbf", [("bandwidth", "2")], s_points.Similarity("rbf"), static _ => true);

    [Fact]
    public void Sets_come_as_often_as_their_determinants_say_with_inner_products() =>
        Compare("linear", [], s_points.Dot, static _ => true);

    [Fact]
    public void Scores_multiply_chances() =>
        Compare("rbf", [("bandwidth", "2"), ("score", "score"), ("score-weight", "0.5")],
            (a, b) => s_points.Similarity("rbf")(a, b) * Math.Exp((PointTable.ScoreOf(a) + PointTable.ScoreOf(b)) / 4), static _ => true);

    [Fact]
    public void A_row_that_must_be_in_leaves_the_chances_of_the_sets_that_have_it()
    {
        // Rows 1 and 3 must be in; one more is drawn. The law of what is left is that of all triples with both.
        Func<int, int, double> s = s_points.Similarity("rbf");
        double Determinant(int x) => (s(1, 1) * ((s(3, 3) * s(x, x)) - (s(3, x) * s(3, x)))) - (s(1, 3) * ((s(1, 3) * s(x, x)) - (s(3, x) * s(1, x)))) + (s(1, x) * ((s(1, 3) * s(3, x)) - (s(3, 3) * s(1, x))));
        double total = Determinant(0) + Determinant(2) + Determinant(4);
        var seen = new int[5];
        for (ulong seed = 0; seed < Runs; seed++)
        {
            seen[s_points.Picks("k-dpp", TestRuns.Context(seed: seed), ("rows", "3"), ("bandwidth", "2"), ("id", "id"), ("must", "file"))[2]]++;
        }

        foreach (int x in new[] { 0, 2, 4 })
        {
            double chance = Determinant(x) / total;
            Assert.InRange(seen[x], (Runs * chance) - (5 * Math.Sqrt(Runs * chance)) - 1, (Runs * chance) + (5 * Math.Sqrt(Runs * chance)) + 1);
        }
    }

    [Fact]
    public void More_rows_than_directions_are_refused_with_what_there_is()
    {
        CurateException refused = Assert.Throws<CurateException>(static () => s_points.Picks("k-dpp", ("rows", 3.ToString(CultureInfo.InvariantCulture)), ("similarity", "cosine")));
        Assert.Contains("no more than 2 apart", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--similarity rbf", refused.Hint, StringComparison.Ordinal);
    }
}
