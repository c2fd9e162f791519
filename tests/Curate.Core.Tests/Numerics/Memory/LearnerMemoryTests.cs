using Curate.Core.Errors;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Numerics.Memory;

/// <summary>
/// What learners allocate against the formulas that they document and take from the budget. With one worker all is allocated by this thread, and a learner
/// that uses its buffers again allocates little more than it holds.
/// </summary>
public sealed class LearnerMemoryTests
{
    private const int Rows = 20_000;
    private const int Columns = 40;
    private static readonly SeededDraw s_draw = new(3, "memory");
    private static readonly TreeOptions s_small = new() { MaxDepth = 2, MaxFeatures = 2 };

    public static TheoryData<string> Learners => [.. Cases().Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Learners))]
    public void Fit_allocates_what_its_formula_says(string name)
    {
        (long bytes, Func<RunContext, object> fit) = Cases()[name];

        // The first fit compiles and fills tables that are kept.
        fit(Run(4L << 30));
        long before = GC.GetAllocatedBytesForCurrentThread();
        object model = fit(Run(4L << 30));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(model);
        Assert.True(allocated >= 0.9 * bytes && allocated <= 1.1 * bytes, $"{name}: {allocated} bytes are allocated, {bytes} by its formula");
    }

    /// <summary>All but the one whose caches give way to a small budget.</summary>
    public static TheoryData<string> Fixed => [.. Cases().Keys.Where(name => name != "kernel-svc").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Fixed))]
    public void Fit_takes_its_formula_from_the_budget_or_is_refused(string name)
    {
        (long bytes, Func<RunContext, object> fit) = Cases()[name];
        RunContext enough = Run(BudgetFor(bytes + (bytes / 50) + 100_000));
        long free = enough.Memory.Free;
        fit(enough);
        Assert.Equal(free, enough.Memory.Free);

        RunContext tooLittle = Run(BudgetFor(bytes - (bytes / 10)));
        free = tooLittle.Memory.Free;
        CurateException refused = Assert.Throws<CurateException>(() => fit(tooLittle));
        Assert.Equal(ErrorCodes.MemoryBudget, refused.Code);
        Assert.Contains("--memory", refused.Message + refused.Hint, StringComparison.Ordinal);
        Assert.Equal(free, tooLittle.Memory.Free);
    }

    [Fact]
    public void Kernel_fit_with_little_room_keeps_fewer_kernel_rows_and_has_the_same_bits()
    {
        LabelledRows examples = Examples(800, 4, 2);
        var learner = new KernelSvc(new KernelSvcOptions { MaxIterations = 3000 });
        KernelSvcModel roomy = learner.Fit(examples, Run(1L << 30));
        long least = KernelSvc.BytesFor(800, 4, 2, 800, 1);
        KernelSvcModel tight = learner.Fit(examples, Run(BudgetFor(least + 50_000)));
        Assert.Equal(roomy.Support, tight.Support);
        Assert.All(Enumerable.Range(0, roomy.Support.Length), s => Assert.Equal(roomy.Multiplier(0, s), tight.Multiplier(0, s)));
        Assert.Throws<CurateException>(() => learner.Fit(examples, Run(BudgetFor(least - 1))));
    }

    private static Dictionary<string, (long Bytes, Func<RunContext, object> Fit)> Cases()
    {
        LabelledRows two = Examples(Rows, Columns, 2);
        LabelledRows four = Examples(Rows, Columns, 4);
        var number = new TargetRows(two.Rows, [.. Enumerable.Range(0, Rows).Select(i => two.Rows[i, 0])]);
        LabelledRows long4 = Examples(5 * Rows, 10, 4);
        LabelledRows few = Examples(1500, 6, 2);
        var forest = new RandomForestOptions { Trees = 1, Tree = s_small };
        var whole = new RandomForestOptions { Trees = 1, Tree = s_small, Bagging = false };
        var boosting = new GradientBoostingOptions { Rounds = 2, MaxLeaves = 8 };
        var kernel = new KernelSvcOptions { MaxIterations = 20_000, CacheBytes = 8L * 1500 * 1500 };
        return new Dictionary<string, (long, Func<RunContext, object>)>
        {
            ["logistic"] = (LogisticRegression.BytesFor(Rows, Columns, 2), run => new LogisticRegression(new() { MaxIterations = 5 }).Fit(two, run)),
            ["softmax"] = (LogisticRegression.BytesFor(Rows, Columns, 4), run => new LogisticRegression(new() { MaxIterations = 5 }).Fit(four, run)),
            ["linear-svc"] = (LinearSvc.BytesFor(Rows, Columns, 2, 1), run => new LinearSvc(new() { MaxIterations = 5 }).Fit(two, s_draw, run)),
            ["kernel-svc"] = (KernelSvc.BytesFor(1500, 6, 2, 1500, 1) + (8L * 1500 * 1498), run => new KernelSvc(kernel).Fit(few, run)),
            ["gaussian-bayes"] = (GaussianNaiveBayes.BytesFor(5 * Rows, 10, 4), run => new GaussianNaiveBayes().Fit(long4, run)),
            ["ridge"] = (RidgeRegression.BytesFor(Rows, Columns), run => new RidgeRegression().Fit(number, run)),
            ["tree"] = (DecisionTreeClassifier.BytesFor(Rows, Columns, 4, 1), run => new DecisionTreeClassifier(s_small).Fit(four, s_draw, run)),
            ["tree-number"] = (DecisionTreeRegressor.BytesFor(Rows, Columns, 1), run => new DecisionTreeRegressor(s_small).Fit(number, s_draw, run)),
            ["forest"] = (RandomForestClassifier.BytesFor(Rows, Columns, 4, forest, 1), run => new RandomForestClassifier(forest).Fit(four, s_draw, run)),
            ["forest-whole"] = (RandomForestClassifier.BytesFor(Rows, Columns, 4, whole, 1), run => new RandomForestClassifier(whole).Fit(four, s_draw, run)),
            ["forest-number"] = (RandomForestRegressor.BytesFor(Rows, Columns, forest, 1), run => new RandomForestRegressor(forest).Fit(number, s_draw, run)),
            ["boosting"] = (GradientBoostingClassifier.BytesFor(Rows, Columns, 2, boosting, 1), run => new GradientBoostingClassifier(boosting).Fit(two, run)),
            ["boosting-four"] = (GradientBoostingClassifier.BytesFor(Rows, Columns, 4, boosting, 1), run => new GradientBoostingClassifier(boosting).Fit(four, run)),
            ["boosting-number"] = (GradientBoostingRegressor.BytesFor(Rows, Columns, boosting, 1), run => new GradientBoostingRegressor(boosting).Fit(number, run)),
        };
    }

    /// <summary>Values that all differ, and labels that nothing explains.</summary>
    private static LabelledRows Examples(int rows, int columns, int classes)
    {
        var draws = new SplitMix64(8);
        var values = new Matrix(rows, columns);
        for (int i = 0; i < values.Values.Length; i++)
        {
            values.Values[i] = draws.Unit();
        }

        var labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = draws.Below(classes);
        }

        return new LabelledRows(values, labels, classes);
    }

    private static RunContext Run(long memory) => TestRuns.Context(memoryBytes: memory);

    /// <summary>The budget of which methods may hold so many bytes.</summary>
    private static long BudgetFor(long bytes) => Math.Min(4 * bytes, bytes + MemoryBudget.ReserveBytes);
}
