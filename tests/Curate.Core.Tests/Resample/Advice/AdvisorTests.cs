using System.Globalization;
using System.Text.Json;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample;
using Curate.Core.Resample.Advice;
using Curate.Core.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample.Advice;

/// <summary>What cross-validation says on tables where the answer is known.</summary>
public sealed class AdvisorTests
{
    private static readonly string[] s_names = ["x", "y", "kind", "group", "day", "label"];

    public static TheoryData<string> Methods => [.. MethodRegistry.Of("resample").Where(static m => m.LabelsClasses).Select(static m => m.Name)];

    /// <summary>Two normal clouds, one of them rare, so far apart.</summary>
    private static MemoryTable Clouds(int rows, double rare, double apart, ulong seed = 11)
    {
        var random = new SplitMix64(seed);
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.Below(1_000_000) / 1e6) - 6;
        var made = new List<string?[]>();
        for (int i = 0; i < rows; i++)
        {
            bool isRare = i % (int)Math.Round(1 / rare) == 0;
            string Number(double value) => Math.Round(value, 4).ToString(CultureInfo.InvariantCulture);
            made.Add([Number(Normal() + (isRare ? apart : 0)), Number(Normal() + (isRare ? apart / 2 : 0)), "k" + random.Below(3), "g" + (i / 10), "2024-01-" + (1 + (i % 28)).ToString("00", CultureInfo.InvariantCulture),
                isRare ? "rare" : "often"]);
        }

        return new MemoryTable(s_names, made);
    }

    private static AdviceReport Run(MemoryTable table, string method = "smote", AdviceOptions? options = null, int workers = 1, params (string Name, string Value)[] values)
    {
        RunContext context = TestRuns.Context(workers);
        var given = new OptionValues();
        foreach ((string name, string value) in values)
        {
            given.Add(name, value);
        }

        AdviceOptions asked = (options ?? new AdviceOptions { Folds = 4, Repeats = 2 }) with { Label = "label" };
        AdviceReport report = Advisor.Run(new PassRunner(context), table, asked, MethodRegistry.Of("resample").First(m => m.Name == method), given, context);
        Assert.Equal(0, context.Memory.ForMethods - context.Memory.Free);
        Assert.Equal(0, ((MemoryScratch)context.Scratch).Live);
        return report;
    }

    private static AdviceResult Result(AdviceReport report, string learner, AdviceMeasure measure, string treatment) =>
        report.Results.First(r => r.Learner == learner && r.Measure == measure && r.Treatment == treatment);

    private static void Fails(ErrorCode code, string says, Action run)
    {
        CurateException failure = Assert.Throws<CurateException>(run);
        Assert.Equal(code, failure.Code);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_overlapping_classes_moves_decisions_and_nothing_else()
    {
        AdviceReport report = Run(Clouds(800, 0.1, 1.4));
        foreach (string treatment in (string[])["class-weights", "threshold", "random-over", "random-under", "smote"])
        {
            Assert.Equal(1, Result(report, "logistic-regression", AdviceMeasure.BalancedAccuracy, treatment).Verdict);
        }

        // A threshold leaves probabilities as they are.
        foreach (AdviceLearner learner in AdviceLearner.All)
        {
            foreach (AdviceMeasure measure in (AdviceMeasure[])[AdviceMeasure.AveragePrecision, AdviceMeasure.LogLoss, AdviceMeasure.Brier])
            {
                Assert.Equal(0, Result(report, learner.Name, measure, "threshold").Gain);
            }
        }

        // Balanced training rows give probabilities of a balanced world.
        Assert.Equal(-1, Result(report, "logistic-regression", AdviceMeasure.LogLoss, "smote").Verdict);
        AdviceFinding finding = report.Findings.First(static f => f.Learner == "logistic-regression" && f.Measure == AdviceMeasure.BalancedAccuracy);
        Assert.NotNull(finding.Simple);
        Assert.False(finding.MethodBeatsSimple);
        Assert.Contains(finding.Winner, (string[])["class-weights", "threshold"]);
        Assert.Contains("smote", report.Findings.First(static f => f.Learner == "logistic-regression" && f.Measure == AdviceMeasure.LogLoss).Worse);
        Assert.False(report.Resample);
        Assert.StartsWith("No", report.Answer[0], StringComparison.Ordinal);
        Assert.Equal(8, report.Splits);
        Assert.Equal(1.0 / 3, report.TestOverTrain, 1e-9);
    }

    [Fact]
    public void Run_classes_of_equal_size_finds_nothing_better_than_nothing()
    {
        AdviceReport report = Run(Clouds(320, 0.5, 8));
        Assert.False(report.Resample);
        Assert.Equal("No: nothing beats doing nothing.", report.Answer[0]);
        Assert.All(report.Findings, static f => Assert.Null(f.Winner));

        // No class grows or shrinks, so the methods hand the rows on unchanged.
        Assert.All(report.Results.Where(static r => r.Treatment is "random-over" or "random-under" or "smote" or "class-weights"), static r => Assert.Equal(0, r.Gain, 1e-12));
    }

    [Fact]
    public void Run_any_number_of_workers_gives_the_same_report()
    {
        MemoryTable table = Clouds(300, 0.2, 1.2);
        AdviceOptions options = new() { Folds = 3, Repeats = 1, Categorical = ["kind"] };
        string one = JsonSerializer.Serialize(Run(table, "random-under", options), s_named);
        Assert.Equal(one, JsonSerializer.Serialize(Run(table, "random-under", options, workers: 7), s_named));
        Assert.Equal(one, JsonSerializer.Serialize(Run(table, "random-under", options), s_named));
    }

    private static readonly JsonSerializerOptions s_named = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    [Theory]
    [MemberData(nameof(Methods))]
    public void Run_every_method_can_be_asked_about(string method)
    {
        string[] categorical = method is "smote-nc" or "smote-n" ? ["kind"] : [];
        AdviceReport report = Run(Clouds(120, 0.2, 1.5), method, new AdviceOptions { Folds = 2, Repeats = 1, Categorical = categorical });
        Assert.Equal(method, report.Method);
        AdviceResult result = Result(report, "gradient-boosting", AdviceMeasure.Brier, method);
        Assert.InRange(result.Mean, 0, 2);
        Assert.Equal(report.Results.Count, report.Results.Select(static r => (r.Learner, r.Measure, r.Treatment)).Distinct().Count());
    }

    [Theory]
    [InlineData("smoter")]
    [InlineData("smogn")]
    [InlineData("mlsmote")]
    public void Run_methods_for_other_labels_than_classes_are_refused(string method) =>
        Fails(ErrorCodes.Usage, "classes", () => Run(Clouds(120, 0.2, 1.5), method));

    [Fact]
    public void Run_groups_and_times_divide_as_asked_and_are_no_features()
    {
        MemoryTable table = Clouds(240, 0.25, 2);
        AdviceReport grouped = Run(table, options: new AdviceOptions { Folds = 4, Repeats = 1, Group = "group" });
        Assert.Equal(("grouped", "group", 4, 2), (grouped.Design, grouped.DesignColumn, grouped.Splits, grouped.Numbers));
        AdviceReport forward = Run(table, options: new AdviceOptions { Folds = 3, Repeats = 5, Time = "day" });
        Assert.Equal(("forward", "day", 3, 1), (forward.Design, forward.DesignColumn, forward.Splits, forward.Repeats));
        Fails(ErrorCodes.Usage, "different ways", () => Run(table, options: new AdviceOptions { Group = "group", Time = "day" }));
        Fails(ErrorCodes.BadValue, "is no date, time or number", () => Run(table, options: new AdviceOptions { Time = "kind" }));
        Fails(ErrorCodes.Infeasible, "24 groups", () => Run(table, options: new AdviceOptions { Group = "group", Folds = 30 }));
        Fails(ErrorCodes.Infeasible, "28 different times", () => Run(table, options: new AdviceOptions { Time = "day", Folds = 40 }));
    }

    [Fact]
    public void Run_more_rows_than_asked_for_samples_each_class_by_its_share()
    {
        AdviceReport report = Run(Clouds(600, 0.1, 2), options: new AdviceOptions { Folds = 2, Repeats = 1, Rows = 200 });
        Assert.Equal((600, 200), (report.InputRows, report.Rows));
        Assert.Equal([new("often", 180), new("rare", 20)], report.Classes);
    }

    [Fact]
    public void Run_rows_without_label_or_number_are_left_out_and_counted()
    {
        MemoryTable whole = Clouds(200, 0.25, 2);
        var rows = whole.Rows.Select(static r => (string?[])r.Clone()).ToList();
        rows[3][5] = null;
        rows[7][0] = null;
        rows[8][1] = null;
        var table = new MemoryTable(s_names, rows);
        Fails(ErrorCodes.BadValue, "Row 8 has no value in column", () => Run(table));
        AdviceReport dropped = Run(table, options: new AdviceOptions { Folds = 2, Repeats = 1, Missing = MissingValues.Drop });
        Assert.Equal((200, 1, 2, 197), (dropped.InputRows, dropped.UnlabelledRows, dropped.IncompleteRows, dropped.Rows));
        AdviceReport filled = Run(table, options: new AdviceOptions { Folds = 2, Repeats = 1, Missing = MissingValues.Median });
        Assert.Equal(199, filled.Rows);
        Assert.All(filled.Results, static r => Assert.True(double.IsFinite(r.Mean)));
    }

    [Fact]
    public void Run_one_class_or_fewer_rows_of_a_class_than_folds_fails()
    {
        MemoryTable table = Clouds(40, 0.1, 2);
        var one = new MemoryTable(s_names, [.. table.Rows.Where(static r => r[5] == "often")]);
        Fails(ErrorCodes.Infeasible, "only one class, 'often'", () => Run(one));
        Fails(ErrorCodes.Infeasible, "Class 'rare' has 4 rows", () => Run(table, options: new AdviceOptions { Folds = 5 }));
    }

    [Fact]
    public void Run_counts_of_the_whole_dataset_are_scaled_to_the_training_rows()
    {
        // 200 rows, 50 of them rare; all counts as they are, so the method changes nothing in any fold.
        MemoryTable table = Clouds(200, 0.25, 1);
        AdviceOptions options = new() { Folds = 5, Repeats = 1 };
        AdviceReport same = Run(table, "random-over", options, values: ("to", "count:rare=50"));
        Assert.All(same.Results.Where(static r => r.Treatment == "random-over"), static r => Assert.Equal(0, r.Gain));
        AdviceReport more = Run(table, "random-over", options, values: ("to", "count:rare=150"));
        AdviceReport equal = Run(table, "random-over", options, values: ("to", "equal"));
        Assert.Equal(equal.Results.Select(static r => r.Mean), more.Results.Select(static r => r.Mean));
    }

    [Fact]
    public void Apply_changes_training_rows_only_and_to_the_target()
    {
        MemoryTable table = Clouds(200, 0.25, 1);
        RunContext context = TestRuns.Context();
        AdviceOptions options = new() { Label = "label" };
        TrialReader data = TrialReader.Read(new PassRunner(context), table, options, context);
        int[] train = [.. Enumerable.Range(0, 200).Where(static r => r % 4 != 1)];
        HashSet<(double, double)> known = [.. train.Select(r => (data.Rows.Rows([r])[0, 0], data.Rows.Rows([r])[0, 1]))];
        LabelledRows over = new ChosenMethod(MethodRegistry.Of("resample").First(static m => m.Name == "random-over"), new OptionValues(), options).Apply(data.Rows, train, data.FullCounts, context);
        Assert.Equal(200, over.Count);
        Assert.Equal(100, over.Labels.Count(static l => l == 1));
        Assert.All(Enumerable.Range(0, over.Count), i => Assert.Contains((over.Rows[i, 0], over.Rows[i, 1]), known));
        LabelledRows made = new ChosenMethod(MethodRegistry.Of("resample").First(static m => m.Name == "smote"), new OptionValues(), options).Apply(data.Rows, train, data.FullCounts, context);
        Assert.Equal(over.Count, made.Count);
        Assert.Equal(150, Enumerable.Range(0, made.Count).Count(i => known.Contains((made.Rows[i, 0], made.Rows[i, 1]))));
        LabelledRows weights = new ChosenMethod(MethodRegistry.Of("resample").First(static m => m.Name == "random-over"), new OptionValues().Add("as", "weights"), options)
            .Apply(data.Rows, train, data.FullCounts, context);
        Assert.Equal(150, weights.Count);
        Assert.All(Enumerable.Range(0, 150), i => Assert.Equal(weights.Labels[i] == 1 ? 2.0 : 1.0, weights.Weights![i]));
    }
}
