using System.Globalization;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Diversity;

/// <summary>Points with quarter coordinates, which floats hold exactly, some of them equal; and the naive arithmetic of sets of them.</summary>
internal sealed class PointTable
{
    private PointTable(double[][] points)
    {
        Points = points;
        string[] names = ["id", "group", .. Enumerable.Range(0, points[0].Length).Select(static d => "x" + d), "score"];
        Table = new MemoryTable(names,
            [.. points.Select(static (p, i) => (string?[])[i.ToString(CultureInfo.InvariantCulture), "g" + (i % 3), .. p.Select(Text), Text(ScoreOf(i))])]);
    }

    public double[][] Points { get; }

    public MemoryTable Table { get; }

    public int Count => Points.Length;

    public static double ScoreOf(int row) => ((row * 7) % 11) / 4.0;

    public static PointTable Of(params double[][] points) => new(points);

    public static PointTable Random(SplitMix64 random, int least, int most, bool positive = false)
    {
        int d = random.Between(1, 4);
        var points = new List<double[]>();
        for (int n = random.Between(least, most); points.Count < n;)
        {
            points.Add(points.Count > 0 && random.Chance(0.15) ? points[random.Below(points.Count)]
                : [.. Enumerable.Range(0, d).Select(_ => (random.Below(41) - (positive ? 0 : 20)) / 4.0)]);
        }

        return new PointTable([.. points]);
    }

    /// <summary>Rows in the order in which a method picks them.</summary>
    public int[] Picks(string method, RunContext context, params (string, string)[] options) =>
        [.. TestRuns.Execute(RowPlanTests.Methods("select/" + method, [("features", "x*"), ("order", "pick"), .. options]), Inputs(options), context).Rows
            .Select(static r => int.Parse(r[0]!, CultureInfo.InvariantCulture))];

    /// <inheritdoc cref="Picks(string, RunContext, ValueTuple{string, string}[])"/>
    public int[] Picks(string method, params (string, string)[] options) => Picks(method, TestRuns.Context(workers: 2), options);

    /// <summary>One line of one table of the report, by the names of its columns.</summary>
    public Dictionary<string, object?> Report(string method, string key, params (string, string)[] options)
    {
        RunContext context = TestRuns.Context();
        using IRowPlanner planner = RowPlanTests.Methods("select/" + method, [("features", "x*"), .. options]).Start(new StartRequest(Inputs(options), context)).Planner!;
        using RowPlan plan = planner.Run(new PassRunner(context), Inputs(options));
        ReportTable table = plan.Tables.Single(t => t.Key == key);
        return table.Columns.Zip(table.Rows[0]).ToDictionary(static p => p.First, static p => p.Second);
    }

    public double Squared(int a, int b) => Points[a].Zip(Points[b], static (x, y) => (x - y) * (x - y)).Sum();

    public double Dot(int a, int b) => Points[a].Zip(Points[b], static (x, y) => x * y).Sum();

    public double Cosine(int a, int b) => Dot(a, a) == 0 || Dot(b, b) == 0 ? 0 : Dot(a, b) / Math.Sqrt(Dot(a, a)) / Math.Sqrt(Dot(b, b));

    /// <summary>The similarity of a name, with bandwidth 2.</summary>
    public Func<int, int, double> Similarity(string name)
    {
        double[] mean = [.. Enumerable.Range(0, Points[0].Length).Select(d => Points.Average(p => p[d]))];
        double ceiling = 4 * Points.Max(p => p.Zip(mean, static (x, m) => (x - m) * (x - m)).Sum());
        return name switch
        {
            "euclidean" => (a, b) => Math.Max(0, ceiling - Squared(a, b)),
            "cosine" => (a, b) => Math.Max(0, Cosine(a, b)),
            "rbf" => (a, b) => Math.Exp(-Squared(a, b) / 8),
            _ => Dot,
        };
    }

    /// <summary>
    /// Checks that each pick has the largest gain to rounding, and that of equal points the first comes first.
    /// </summary>
    public void AssertGreedy(int[] picks, int first, Func<IReadOnlyList<int>, int, double> gain, string what)
    {
        for (int t = first; t < picks.Length; t++)
        {
            int[] before = picks[..t];
            int[] free = [.. Enumerable.Range(0, Count).Except(before)];
            double best = free.Max(j => gain(before, j));
            double own = gain(before, picks[t]);
            Assert.True(own >= best - (1e-9 * Math.Max(1, Math.Abs(best))), $"{what}: pick {t} is {picks[t]} of gain {own:R}, and the best is {best:R}");
            Assert.DoesNotContain(free, j => j < picks[t] && Points[j].SequenceEqual(Points[picks[t]]));
        }

        Assert.Equal(picks.Length, picks.Distinct().Count());
    }

    /// <summary>The largest value of a set of some size, by trying all.</summary>
    public double Largest(int size, Func<IReadOnlyList<int>, double> value)
    {
        double best = double.NegativeInfinity;
        void Extend(List<int> set, int from)
        {
            if (set.Count == size)
            {
                best = Math.Max(best, value(set));
                return;
            }

            for (int j = from; j < Count; j++)
            {
                set.Add(j);
                Extend(set, j + 1);
                set.RemoveAt(set.Count - 1);
            }
        }

        Extend([], 0);
        return best;
    }

    private PlanInputs Inputs((string, string)[] options) =>
        new(Table, options.Any(static o => o.Item1 == "must") ? [new MemoryTable(["id"], [["3"], ["1"]])] : []);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
