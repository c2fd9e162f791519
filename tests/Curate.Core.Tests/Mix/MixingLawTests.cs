using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Mix.Laws;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Statistics;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Mix;

public sealed class MixingLawTests
{
    public static TheoryData<ulong> Seeds10 => Seeds.Theory(10);

    [Theory]
    [MemberData(nameof(Seeds10))]
    public void Exponential_law_recovers_the_parameters_of_data_simulated_by_it(ulong seed) => Seeds.With(seed, () =>
    {
        var random = new SplitMix64(seed);
        int d = random.Between(2, 5);
        double constant = 1 + random.Unit();
        double[] slopes = [.. Enumerable.Range(0, d).Select(_ => (3 * random.Unit()) - 2)];
        Matrix shares = Mixtures(random, 60, d);
        double[] losses = [.. Enumerable.Range(0, 60).Select(i => constant + Math.Exp(Dense.Dot(shares.Row(i), slopes)))];
        IReadOnlyList<(string Term, double Value)> terms = new ExponentialLaw().Fit(shares, losses, TestRuns.Context()).Terms([.. slopes.Select(static (_, j) => $"{j}")]);
        Assert.Equal(constant, terms[0].Value, 2e-2);
        Assert.All(slopes.Zip(terms.Skip(1)), static pair => Assert.Equal(pair.First, pair.Second.Value, 2e-2));
    });

    [Fact]
    public void Log_linear_and_quadratic_laws_are_exact_on_their_own_data()
    {
        var random = new SplitMix64(7);
        Matrix shares = Mixtures(random, 40, 3);
        double[] exponential = [.. Enumerable.Range(0, 40).Select(i => Math.Exp(0.3 + (2 * shares[i, 0]) - shares[i, 2]))];
        IFittedLaw law = new LogLinearLaw().Fit(shares, exponential, TestRuns.Context());
        Assert.Equal([2.3, 0.3, -0.7], law.Terms(["a", "b", "c"]).Skip(1).Select(static t => Math.Round(t.Value, 4)));
        double[] squares = [.. Enumerable.Range(0, 40).Select(i => (4 * shares[i, 0]) + (2 * shares[i, 1]) + (3 * shares[i, 2]) - (5 * shares[i, 0] * shares[i, 1]) + (shares[i, 1] * shares[i, 2]))];
        law = new QuadraticLaw().Fit(shares, squares, TestRuns.Context());
        Assert.Equal([4, 2, 3, -5, 0, 1], law.Terms(["a", "b", "c"]).Select(static t => Math.Round(t.Value, 2) + 0.0));
        Assert.Equal(["a", "b", "c", "a * b", "a * c", "b * c"], law.Terms(["a", "b", "c"]).Select(static t => t.Term));
    }

    [Fact]
    public void Gradients_of_smooth_laws_are_those_of_differences()
    {
        var random = new SplitMix64(3);
        Matrix shares = Mixtures(random, 50, 4);
        double[] losses = [.. Enumerable.Range(0, 50).Select(i => 2 + Math.Exp(shares[i, 0] - shares[i, 1]) + (shares[i, 2] * shares[i, 3]))];
        foreach (IMixtureLaw form in new IMixtureLaw[] { new ExponentialLaw(), new LogLinearLaw(), new QuadraticLaw() })
        {
            IFittedLaw law = form.Fit(shares, losses, TestRuns.Context());
            double[] x = [0.1, 0.4, 0.3, 0.2];
            var gradient = new double[4];
            double value = law.Evaluate(x, 2, gradient);
            var foretold = new double[1];
            law.Predict(Matrix.Of(x), foretold, TestRuns.Context());
            Assert.Equal(foretold[0], value, 12);
            for (int j = 0; j < 4; j++)
            {
                double[] up = [.. x];
                double[] down = [.. x];
                up[j] += 1e-6;
                down[j] -= 1e-6;
                Assert.Equal(2 * (law.Evaluate(up, 0, new double[4]) - law.Evaluate(down, 0, new double[4])) / 2e-6, gradient[j], 1e-5);
            }
        }
    }

    [Fact]
    public void The_optimised_mixture_is_the_best_of_a_grid_within_bounds_and_is_mixed()
    {
        // loss = 1 + exp(-2a - b + c) + 0.5 exp(a - 2b): the first alone would take all of a.
        MemoryTable runs = Runs(30, 5, static r => [1 + Math.Exp((-2 * r[0]) - r[1] + r[2]), 0.5 + Math.Exp(r[0] - (2 * r[1]))]);
        RowPlan plan = Plan(runs, [400, 400, 400], ("losses", "loss*"), ("law", "exponential"), ("min", "s-c=0.1"), ("max", "s-a=60%"));
        double best = double.PositiveInfinity;
        double[] at = [];
        for (int a = 0; a <= 60; a++)
        {
            for (int b = 0; b <= 90 - a; b++)
            {
                double[] r = [a / 100.0, b / 100.0, (100 - a - b) / 100.0];
                double loss = 1.5 + Math.Exp((-2 * r[0]) - r[1] + r[2]) + Math.Exp(r[0] - (2 * r[1]));
                (best, at) = loss < best ? (loss, r) : (best, at);
            }
        }

        double[] shares = [.. Column(plan, "mixture", "share")];
        Assert.Equal(1, shares.Sum(), 12);
        Assert.All(shares.Zip(at), static pair => Assert.Equal(pair.Second, pair.First, 0.011));
        Assert.Equal(best / 2, Column(plan, "compared", "foretold").First(), 1e-3);
        Assert.All(Column(plan, "mixture", "share_low").Zip(shares), static p => Assert.True(p.First <= p.Second));
        Assert.All(Column(plan, "sources", "share").Zip(shares), static p => Assert.Equal(p.Second, p.First, 0.01));
        Assert.Contains("better than their mean", (string)Table(plan, "verdict").Rows[0][0]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Repeats_and_a_budget_bound_the_shares()
    {
        MemoryTable runs = Runs(30, 5, static r => [1 + Math.Exp(-3 * r[0])]);
        RowPlan plan = Plan(runs, [100, 400, 400], ("losses", "loss0"), ("law", "exponential"), ("rows", "600"), ("max-repeat", "1.5"));
        Assert.Equal(0.25, Column(plan, "mixture", "share").First(), 6);
        Assert.Equal(150, Column(plan, "sources", "rows_out").First());
    }

    [Fact]
    public void Losses_that_have_nothing_to_do_with_shares_give_no_recommendation()
    {
        var random = new SplitMix64(11);
        MemoryTable runs = Runs(40, 9, _ => [2 + random.Unit()]);
        RowPlan plan = Plan(runs, [50, 60, 70], ("losses", "loss0"));
        Assert.Contains("DO NOT BEAT THE MEAN", (string)Table(plan, "verdict").Rows[0][0]!, StringComparison.Ordinal);
        Assert.All(Column(plan, "mixture", "share"), static s => Assert.Equal(1.0 / 3, s, 12));
        Assert.Equal(5, Table(plan, "laws").Rows.Count);
        Assert.All(Table(plan, "laws").Rows, static r => Assert.Contains("no better than the mean", (string)r[^1]!, StringComparison.Ordinal));
        CurateException failed = Assert.Throws<CurateException>(() => Plan(runs, [50, 60, 70], ("losses", "loss0"), ("when-unfit", "fail")));
        Assert.Contains("do not foretell", failed.Message, StringComparison.Ordinal);
        double[] used = [.. Column(Plan(runs, [50, 60, 70], ("losses", "loss0"), ("when-unfit", "use"), ("law", "log-linear")), "mixture", "share")];
        Assert.Contains(used, static s => Math.Abs(s - (1.0 / 3)) > 0.1);
    }

    [Fact]
    public void Held_out_runs_judge_the_laws_and_fit_nothing()
    {
        static double[] Loss(double[] r) => [1 + Math.Exp((-2 * r[0]) - r[1])];
        MemoryTable runs = Runs(30, 5, Loss);
        RowPlan same = Plan([runs, Runs(20, 6, Loss)], [50, 50, 50], ("losses", "loss0"), ("held-out", "h.csv"), ("law", "exponential"));
        RowPlan apart = Plan([runs, Runs(20, 6, static r => [1 + Math.Exp((2 * r[0]) + r[1])])], [50, 50, 50], ("losses", "loss0"), ("held-out", "h.csv"), ("law", "exponential"));
        Assert.InRange(Column(same, "laws", "spearman").Single(), 0.999, 1);
        Assert.InRange(Column(apart, "laws", "spearman").Single(), -1, -0.9);
        Assert.Equal(Column(same, "coefficients", "value"), Column(apart, "coefficients", "value"));
        Assert.Contains("20 unseen runs", (string)Table(apart, "verdict").Rows[0][0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("losses", "loss0", "min", "s-a=0.7,s-b=0.7", "No mixture fits the bounds")]
    [InlineData("losses", "loss0", "max", "s-a=0.2,s-b=0.2,s-c=0.2", "No mixture fits the bounds")]
    [InlineData("losses", "loss0", "max", "s-a=2", "takes shares from 0 to 1")]
    [InlineData("losses", "loss0", "share-prefix", "p_", "has no column 'p_s-a'")]
    [InlineData("losses", "loss0", "loss-weights", "los0=1", "Did you mean 'loss0'")]
    [InlineData("losses", "loss0", "folds", "20", "20 folds of two need 40")]
    public void Wrong_options_are_told(string first, string firstValue, string second, string secondValue, string expected)
    {
        MemoryTable runs = Runs(12, 5, static r => [1 + r[0]]);
        CurateException failed = Assert.Throws<CurateException>(() => Plan(runs, [50, 50, 50], (first, firstValue), (second, secondValue)));
        Assert.Contains(expected, failed.Message + " " + failed.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_law_that_cannot_be_fitted_is_left_out_with_the_reason_or_refused_by_name()
    {
        MemoryTable runs = Runs(20, 5, static r => [r[0] - 0.5]);
        object?[] row = Table(Plan(runs, [50, 50, 50], ("losses", "loss0")), "laws").Rows[0];
        Assert.Equal(("log-linear", "needs losses above 0"), ((string)row[1]!, (string)row[^1]!));
        CurateException failed = Assert.Throws<CurateException>(() => Plan(runs, [50, 50, 50], ("losses", "loss0"), ("law", "log-linear")));
        Assert.Contains("cannot be fitted by log-linear, which needs losses above 0", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5", "0.2", "0.1", "2", "row 4: the shares of the sources sum to 0.8")]
    [InlineData("-0.5", "1.2", "0.3", "2", "row 4, column 's-a': '-0.5'; a share is 0 or more")]
    [InlineData("0.5", "0.2", "x", "2", "row 4, column 's-c': 'x'; a finite number is expected")]
    [InlineData("0.5", "0.2", "0.3", null, "row 4, column 'loss0': nothing; a finite number is expected")]
    public void Wrong_runs_are_told_with_row_column_and_value(string a, string b, string c, string? loss, string expected)
    {
        string?[][] rows = [.. Enumerable.Range(0, 12).Select(i => i == 3 ? new[] { a, b, c, loss } : ["0.5", "0.2", "0.3", "2"])];
        CurateException failed = Assert.Throws<CurateException>(() => Plan(new MemoryTable(["s-a", "s-b", "s-c", "loss0"], rows), [50, 50, 50], ("losses", "loss0")));
        Assert.Contains(expected, failed.Message, StringComparison.Ordinal);
    }

    [SharedDataFact("regmix/train_mixture_1m.csv")]
    public void Published_runs_of_seventeen_domains_are_ranked_as_published()
    {
        (Matrix shares, double[][] losses) = RegMix("train");
        (Matrix tested, double[][] measured) = RegMix("test");
        Assert.Equal((512, 17, 256, 13), (shares.Rows, shares.Columns, tested.Rows, losses.Length));
        double[] trees = Ranked(new BoostedTreeLaw());
        double[] average = Ranked(new AverageLaw());
        // The average of exponential law and trees reaches 0.97 for every loss; trees alone miss it by a little for one (Ubuntu IRC).
        Assert.InRange(average.Min(), 0.971, 1);
        Assert.InRange(trees.Min(), 0.969, 1);
        Assert.Equal(12, trees.Count(static r => r >= 0.97));
        Assert.InRange(trees.Average(), 0.989, 1);
        Assert.InRange(Ranked(new ExponentialLaw()).Min(), 0.96, 1);

        double[] Ranked(IMixtureLaw law)
        {
            var found = new double[losses.Length];
            Workers.ForBlocks(2, losses.Length, t =>
            {
                var foretold = new double[tested.Rows];
                law.Fit(shares, losses[t], TestRuns.Context()).Predict(tested, foretold, TestRuns.Context());
                found[t] = Correlation.Spearman(foretold, measured[t]);
            });
            return found;
        }
    }

    private static (Matrix Shares, double[][] Losses) RegMix(string part)
    {
        double[][] mixtures = Read($"regmix/{part}_mixture_1m.csv");
        double[][] losses = Read($"regmix/{part}_pile_loss_1m.csv");
        return (Matrix.Of([.. mixtures.Select(static r => Array.ConvertAll(r, v => v / r.Sum()))]), [.. Enumerable.Range(0, losses[0].Length).Select(t => losses.Select(r => r[t]).ToArray())]);

        static double[][] Read(string file) => [.. File.ReadLines(SharedData.Path(file)).Skip(1)
            .Select(static l => l.Split(',').Skip(1).Select(static v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
    }

    private static Matrix Mixtures(SplitMix64 random, int rows, int sources)
    {
        var shares = new Matrix(rows, sources);
        for (int i = 0; i < rows; i++)
        {
            double[] weights = [.. Enumerable.Range(0, sources).Select(_ => -Math.Log(1 - random.Unit()))];
            for (int j = 0; j < sources; j++)
            {
                shares[i, j] = weights[j] / weights.Sum();
            }
        }

        return shares;
    }

    /// <summary>Runs of the sources s-a, s-b and s-c, with the losses of a function.</summary>
    private static MemoryTable Runs(int count, ulong seed, Func<double[], double[]> losses)
    {
        Matrix shares = Mixtures(new SplitMix64(seed), count, 3);
        double[][] rows = [.. Enumerable.Range(0, count).Select(i => shares.Row(i).ToArray()).Select(r => (double[])[.. r, .. losses(r)])];
        return new MemoryTable(["s-a", "s-b", "s-c", .. Enumerable.Range(0, rows[0].Length - 3).Select(static t => $"loss{t}")],
            [.. rows.Select(static r => Array.ConvertAll<double, string?>(r, static v => v.ToString("R", CultureInfo.InvariantCulture)))]);
    }

    private static RowPlan Plan(MemoryTable runs, int[] sizes, params (string, string)[] options) => Plan([runs], sizes, options);

    private static RowPlan Plan(MemoryTable[] others, int[] sizes, params (string Name, string Value)[] options)
    {
        PlanInputs inputs = MixPlanTests.Named([.. sizes.Select(static (n, s) => MixPlanTests.Source(((char)('a' + s)).ToString(), n))]) with { Others = others };
        var values = new OptionValues();
        foreach ((string name, string value) in ((string, string)[])[("runs", "runs.csv"), .. options])
        {
            values.Add(name, value);
        }

        RunContext context = TestRuns.Context();
        using IRowPlanner planner = MethodRegistry.All.Single(static m => m.Id == "mix/mixing-law").Bind(values).Start(new StartRequest(inputs, context)).Planner!;
        return planner.Run(new PassRunner(context), inputs);
    }

    private static ReportTable Table(RowPlan plan, string key) => plan.Tables.Single(t => t.Key == key);

    private static IEnumerable<double> Column(RowPlan plan, string key, string column)
    {
        ReportTable table = Table(plan, key);
        int at = table.Columns.ToList().IndexOf(column);
        return table.Rows.Select(r => Convert.ToDouble(r[at], CultureInfo.InvariantCulture));
    }
}
