using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Preprocessing;

/// <summary>How far a step that is fitted before the split moves the score of a cross-validation on these rows, in either direction.</summary>
/// <remarks>Two fits of a linear model for each step, fold and repeat. Memory: 4 (features + 1) bytes a row, 40 for each feature and category of a row.</remarks>
internal static class PreprocessingCheck
{
    private const int Least = 20;

    private static readonly string[] s_steps = ["scale", "variance", "rare"];

    private static readonly CheckCode s_bias = new("preprocessing-leak", Severity.Warning, "A step fitted before the split moves the score")
    {
        Why = "Scaling, selection by variance and grouping of rare categories need no label, but fitted to all rows they have seen the rows that the score is measured on; the score of new rows is another.",
        Formula = "|loss with the step inside folds - loss with the step before the split| over the loss inside folds, on the same folds; raised above --max-bias, as a note where the p-value (corrected resampled t test of Nadeau and Bengio, adjusted over steps) is above --alpha.",
        Advice = "Fit the step to the training rows alone, inside every fold, and apply it to the others.",
        Option = "max-bias",
    };

    public static CheckEntry Entry { get; } = new CheckEntry<PreprocessingOptions>("preprocessing-leak",
        "How far steps that are fitted before the split - scaling, selection by variance, rare categories - move the score of a cross-validation.")
    {
        Memory = "4 (features + 1) bytes a row, 40 for each feature and each category of a row",
        Passes = "3, and one more where kinds are inferred",
        Needs = "a label and features: --label COL",
        TrainsModels = static _ => true,
        Source = "Moscovich and Rosset 2022, \"On the cross-validation bias due to unsupervised preprocessing\"; Nadeau and Bengio 2003",
        Usage = "curate check wine.csv --with preprocessing-leak --label class",
        Codes = [s_bias],
        Defaults = new PreprocessingOptions(),
        Options =
        [
            OptionSpec<PreprocessingOptions>.List("steps", "Steps to judge: scale, variance, rare.", (o, v) => o with { Steps = v }, "scale,variance, and rare with --categorical"),
            OptionSpec<PreprocessingOptions>.Columns("categorical", "Columns of categories.", (o, v) => o with { Categorical = v }),
            OptionSpec<PreprocessingOptions>.Whole("keep-columns", "Columns of the highest variance that the variance step keeps; else half.", (o, v) => o with { Keep = (int)v }, null, 1, 1_000_000),
            OptionSpec<PreprocessingOptions>.Whole("rare-below", "Categories with fewer rows are one in the rare step.", (o, v) => o with { RareBelow = (int)v }, 5, 2, 1_000_000),
            OptionSpec<PreprocessingOptions>.Choice("task", "Whether the label is a class (log-loss of logistic regression) or a number (squared error of ridge regression).", ["classification", "regression"], (o, v) => o with { Regression = v == "regression" }, "classification"),
            OptionSpec<PreprocessingOptions>.Whole("cv", "Folds of the cross-validation, at most one a row.", (o, v) => o with { Folds = (int)v }, 10, 2, 1_000_000),
            OptionSpec<PreprocessingOptions>.Whole("repeats", "Cross-validations on other folds.", (o, v) => o with { Repeats = (int)v }, 5, 1, 1000),
            OptionSpec<PreprocessingOptions>.Whole("sample-rows", "Rows that models are trained and judged on; of more a sample is drawn.", (o, v) => o with { SampleRows = (int)v }, 5000, 20, 10_000_000),
            OptionSpec<PreprocessingOptions>.Number("l2", "Penalty of the model.", (o, v) => o with { Penalty = v }, 1, 0, 1e12),
            OptionSpec<PreprocessingOptions>.Fraction("max-bias", "Bias, as a share of the loss, that is tolerated.", (o, v) => o with { MaxBias = v }, 0.05),
        ],
        Validate = Validate,
        Run = Run,
        Example = static table => table.Classes < 2 ? null : new PreprocessingOptions { Categorical = [table.Group], Folds = 2, Repeats = 1, RareBelow = 2 },
        ExampleRoles = static table => new CheckRoles { Label = table.Label, Features = [table.Number] },
    };

    private static void Validate(PreprocessingOptions options)
    {
        foreach (string step in options.Steps)
        {
            if (!s_steps.Contains(step, StringComparer.Ordinal))
            {
                string? nearest = NameSuggestions.Nearest(step, s_steps);
                Fail.Usage($"--steps knows no {Fail.Show(step)}.", nearest is null ? "Steps: scale, variance, rare." : $"Did you mean {nearest}?");
            }
        }

        if (options.Steps.Contains("rare", StringComparer.Ordinal) && options.Categorical.Count == 0)
        {
            Fail.Usage("The step rare groups categories, and there is no category column.", "Pass --categorical COLS.");
        }
    }

    private static CheckResult Run(PreprocessingOptions options, CheckInputs inputs)
    {
        if (inputs.Roles.Label is null)
        {
            return CheckResult.NotMeasurable(Entry.Name, "It trains a model: pass --label COL.");
        }

        if ((options.Regression ? LabelCounts.Of(inputs).Rows < Least ? $"{NumberText.Of(LabelCounts.Of(inputs).Rows)} rows have a label; {NumberText.Of(Least)} are needed." : null : LabelCounts.TooFew(inputs, Least)) is { } few)
        {
            return CheckResult.NotMeasurable(Entry.Name, few);
        }

        string[] categorical = [.. options.Categorical.Count == 0 ? [] : ColumnSelector.Parse(options.Categorical).Resolve(inputs.Main)];
        string[] names = [.. CheckFeatures.Names(inputs).Where(n => !categorical.Contains(n, StringComparer.Ordinal))];
        if (names.Length + categorical.Length == 0)
        {
            return CheckResult.NotMeasurable(Entry.Name, "There is no column of numbers to learn from: pass --features or --categorical.");
        }

        var read = new Features { Label = inputs.Roles.Label, Features = names, Categorical = categorical, Missing = MissingValues.Drop };
        using LabelledTable table = options.Regression
            ? LabelledTable.ReadTarget(inputs.Passes, inputs.Main, read, inputs.Context, static targets => new RowClasses(["all"], [targets.Length], new int[targets.Length]) { Targets = targets })
            : LabelledTable.Read(inputs.Passes, inputs.Main, read, inputs.Context);
        if (table.Count < Least || (!options.Regression && (table.ClassCount < 2 || table.Counts.Min() < 2)))
        {
            return CheckResult.NotMeasurable(Entry.Name, $"{NumberText.Of(table.Count)} rows have a label and all features; {NumberText.Of(Least)} are needed, and two of each of two classes or more.");
        }

        string[] steps = [.. options.Steps.Count > 0 ? options.Steps : s_steps.Where(s => (s == "rare") ? categorical.Length > 0 : names.Length > (s == "variance" ? 1 : 0))];
        if (steps.Length == 0)
        {
            return CheckResult.NotMeasurable(Entry.Name, "No step applies to these columns.");
        }

        using MemoryLease lease = inputs.Context.Memory.Lease(40L * table.Count * (table.Store.Numeric + table.Store.Codes), "The rows for the learner");
        SeededDraw draw = inputs.Context.Draw("check/preprocessing-leak");
        PreprocessingTable rows = Rows(table, options.Regression, SampledTable.Rows(table.Count, options.SampleRows, draw.For("sample"u8)));
        PreprocessingBias[] biases = [.. steps.Select(step => PreprocessingBias.Of(step, rows, options, draw.For(Encoding.UTF8.GetBytes("folds")), inputs.Context))];
        return Report(biases, rows, table.Count, options, inputs);
    }

    private static CheckResult Report(PreprocessingBias[] biases, PreprocessingTable rows, int of, PreprocessingOptions options, CheckInputs inputs)
    {
        double[] adjusted = MultipleTests.BenjaminiHochberg([.. biases.Select(static b => b.Difference.PValue)]);
        var table = new ReportTable("preprocessing_leak", (options.Regression ? "Squared error" : "Log-loss") + $" with steps fitted inside folds and before the split, over {NumberText.Of(rows.Rows)} of {NumberText.Of(of)} rows",
            ["step", "inside_folds", "before_split", "difference", "difference_low", "difference_high", "share", "p", "p_adjusted"]);
        var findings = new List<Finding>();
        for (int b = 0; b < biases.Length; b++)
        {
            PreprocessingBias bias = biases[b];
            ResampledDifference difference = bias.Difference;
            table.Add(bias.Step, bias.Inside, bias.Before, difference.Mean, Shown(difference.Low), Shown(difference.High), bias.Share, Shown(difference.PValue), Shown(adjusted[b]));
            if (Math.Abs(bias.Share) > options.MaxBias)
            {
                bool significant = adjusted[b] <= inputs.Alpha;
                findings.Add(s_bias.Found($"With '{bias.Step}' fitted to all rows the loss is {NumberText.Of(Math.Round(bias.Before, 4))}, inside folds {NumberText.Of(Math.Round(bias.Inside, 4))}: it {(difference.Mean > 0 ? "flatters" : "spoils")} the score by {NumberText.Of(Math.Round(100 * Math.Abs(bias.Share), 1))}%{(significant ? "" : ", which chance may explain")}.") with
                {
                    Severity = significant ? s_bias.Severity : Severity.Note,
                    Value = bias.Step,
                    CheckedRows = rows.Rows,
                    Statistic = difference.Mean,
                    StatisticName = "difference of losses",
                    Effect = bias.Share,
                    EffectLow = double.IsNaN(difference.Low) ? null : difference.Low / bias.Inside,
                    EffectHigh = double.IsNaN(difference.High) ? null : difference.High / bias.Inside,
                    EffectName = "bias over loss",
                    PValue = double.IsNaN(difference.PValue) ? null : difference.PValue,
                    AdjustedPValue = double.IsNaN(adjusted[b]) ? null : adjusted[b],
                    Threshold = options.MaxBias,
                });
            }
        }

        return CheckResult.Of(Entry.Name, [.. findings.OrderByDescending(static f => f.Severity)], table);
    }

    private static PreprocessingTable Rows(LabelledTable table, bool regression, int[] sample)
    {
        var numbers = new Numerics.Linear.Matrix(sample.Length, table.Store.Numeric);
        int[][] categories = [.. Enumerable.Range(0, table.Store.Codes).Select(_ => new int[sample.Length])];
        for (int i = 0; i < sample.Length; i++)
        {
            ReadOnlySpan<float> from = table.Store[sample[i]];
            for (int p = 0; p < numbers.Columns; p++)
            {
                numbers[i, p] = from[p];
            }

            for (int c = 0; c < categories.Length; c++)
            {
                categories[c][i] = (int)from[numbers.Columns + c];
            }
        }

        return new PreprocessingTable(numbers, categories, [.. Enumerable.Range(0, categories.Length).Select(table.CategoryCount)],
            regression ? [] : [.. sample.Select(row => table.ClassOf[row])], regression ? 0 : table.ClassCount, regression ? [.. sample.Select(row => table.Targets[row])] : []);
    }

    private static object? Shown(double value) => double.IsNaN(value) ? null : value;

    private sealed record Features : FeatureOptions;
}
