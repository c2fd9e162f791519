using System.Text;
using Curate.Core.Errors;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Simplicity;

/// <summary>Whether models trained on these rows would rest on one simple column alone, though others tell the classes apart as well.</summary>
/// <remarks>Memory: 4 (features + 1) bytes a row, 40 for each feature of a row, the models.</remarks>
internal static class SimplicityCheck
{
    private const double Chance = 0.5;

    private static readonly string[] s_learners = ["logistic-regression", "gradient-boosting", "random-forest", "naive-bayes"];

    private static readonly CheckCode s_bias = new("simplicity-bias", Severity.Warning, "A model rests on one simple column and ignores others that tell as much")
    {
        Why = "Where that column breaks - another camera, another site, a changed form - the model breaks with it, though the rows hold more.",
        Formula = "Area under the ROC curve of the surrogate: with the column randomised at most one half + --signal, with all others randomised within --signal of the whole, while k nearest neighbours on the others alone are above one half + --signal.",
        Advice = "Train on the others as well: drop or randomise the column in part of the training rows, balance its values within classes, and test on rows where it is randomised.",
        Option = "signal",
    };

    public static CheckEntry Entry { get; } = new CheckEntry<SimplicityOptions>("simplicity-bias",
        "Whether models trained on these rows rest on one simple column alone.")
    {
        Memory = "4 (features + 1) bytes a row, 40 for each feature of a row, the models",
        Passes = "4, and one more where kinds are inferred",
        Needs = "a label of two classes and features: --label COL",
        TrainsModels = static _ => true,
        Source = "Shah et al. 2020, \"The pitfalls of simplicity bias in neural networks\"",
        Usage = "curate check wine.csv --with simplicity-bias --label class --where \"class < 2\"",
        Codes = [s_bias],
        Defaults = new SimplicityOptions(),
        Options =
        [
            OptionSpec<SimplicityOptions>.List("surrogates", "Learners that stand for the model: " + string.Join(", ", s_learners) + ".", (o, v) => o with { Surrogates = v }, "logistic-regression,gradient-boosting"),
            OptionSpec<SimplicityOptions>.Whole("cv", "Folds of the cross-validation.", (o, v) => o with { Folds = (int)v }, 5, 2, 1000),
            OptionSpec<SimplicityOptions>.Whole("k-neighbors", "Neighbours of the learner that looks at columns alone.", (o, v) => o with { Neighbours = (int)v }, 10, 1, 10_000),
            OptionSpec<SimplicityOptions>.Whole("most-pieces", "Most intervals of a rule on one column.", (o, v) => o with { MostPieces = (int)v }, 8, 2, 64),
            OptionSpec<SimplicityOptions>.Whole("sample-rows", "Rows that models are trained and judged on; of more a sample is drawn.", (o, v) => o with { SampleRows = (int)v }, 5000, 20, 10_000_000),
            OptionSpec<SimplicityOptions>.Fraction("signal", "Area above one half that counts as signal.", (o, v) => o with { Signal = v }, 0.1, 0, 0.5, aboveMin: true, belowMax: true),
        ],
        Validate = Validate,
        Run = Run,
        Example = static table => table.Classes < 2 ? null : new SimplicityOptions { Folds = 2, Neighbours = 3, Surrogates = ["logistic-regression"] },
        ExampleRoles = static table => new CheckRoles { Label = table.Label, Features = [table.Number] },
    };

    private static void Validate(SimplicityOptions options)
    {
        foreach (string learner in options.Surrogates)
        {
            if (!s_learners.Contains(learner, StringComparer.Ordinal))
            {
                string? nearest = NameSuggestions.Nearest(learner, s_learners);
                Fail.Usage($"--surrogates knows no {Fail.Show(learner)}.", nearest is null ? "Learners: " + string.Join(", ", s_learners) + "." : $"Did you mean {nearest}?");
            }
        }
    }

    private static CheckResult Run(SimplicityOptions options, CheckInputs inputs)
    {
        if (inputs.Roles.Label is null)
        {
            return CheckResult.NotMeasurable(Entry.Name, "It trains models: pass --label COL.");
        }

        LabelCounts counts = LabelCounts.Of(inputs);
        if (counts.Classes != 2 || counts.Smallest < 2 * options.Folds)
        {
            return CheckResult.NotMeasurable(Entry.Name, counts.Classes != 2
                ? $"The label has {NumberText.Of(counts.Classes)} classes; two are needed: choose them with --where."
                : $"A class has {NumberText.Of(counts.Smallest)} rows; two a fold ({NumberText.Of(2 * options.Folds)}) are needed.");
        }

        IReadOnlyList<string> names = CheckFeatures.Names(inputs);
        if (names.Count == 0 || inputs.Roles.Embedding is not null)
        {
            return CheckResult.NotMeasurable(Entry.Name, "It looks at columns of numbers one by one: pass --features.");
        }

        using LabelledTable table = CheckFeatures.Read(inputs, names);
        using MemoryLease lease = inputs.Context.Memory.Lease(40L * table.Count * table.Store.Numeric, "The rows for the learner");
        SeededDraw draw = inputs.Context.Draw("check/simplicity-bias");
        int[] sample = SampledTable.Rows(table.Count, options.SampleRows, draw.For("sample"u8));
        Matrix rows = CheckFeatures.Rows(table).Take(sample);
        int[] labels = [.. sample.Select(row => table.ClassOf[row])];
        if (Math.Min(labels.Count(static l => l == 0), labels.Count(static l => l == 1)) < 2 * options.Folds)
        {
            return CheckResult.NotMeasurable(Entry.Name, $"Of {NumberText.Of(labels.Length)} rows drawn a class has fewer than two a fold ({NumberText.Of(2 * options.Folds)}): raise --sample-rows.");
        }

        Folds folds = Folds.Stratified(labels, 2, options.Folds, draw.For("folds"u8));
        PiecewiseRule[] rules = Rules(rows, labels, options, draw);
        var neighbours = new NeighbourClassifier(new NeighbourOptions { K = options.Neighbours });
        var columns = new ReportTable("simplicity_columns", $"Rules on one column, over {NumberText.Of(labels.Length)} of {NumberText.Of(table.Count)} rows", ["column", "pieces", "accuracy", "best_accuracy", "area_alone", "area_of_others"]);
        double[] others = new double[names.Count];
        double[] own = new double[names.Count];
        for (int p = 0; p < names.Count; p++)
        {
            own[p] = ColumnReliance.AreaAlone(neighbours, rows, labels, [p], folds, draw, inputs.Context);
            others[p] = names.Count == 1 ? Chance : ColumnReliance.AreaAlone(neighbours, rows, labels, [.. Enumerable.Range(0, names.Count).Where(c => c != p)], folds, draw, inputs.Context);
        }

        foreach (int p in Enumerable.Range(0, names.Count).OrderBy(p => rules[p].Pieces == 1 ? int.MaxValue : rules[p].Pieces).ThenByDescending(p => rules[p].Accuracy).ThenBy(static p => p))
        {
            columns.Add(names[p], (long)rules[p].Pieces, rules[p].Accuracy, rules[p].Best, own[p], others[p]);
        }

        var reliance = new ReportTable("simplicity_reliance", "Area of a surrogate with columns randomised", ["surrogate", "column", "area", "area_without", "area_with_it_alone", "drop", "drop_low", "drop_high", "p", "p_adjusted"]);
        var findings = new List<Finding>();
        foreach (string surrogate in options.Surrogates)
        {
            ColumnReliance of = ColumnReliance.Of(Learner(surrogate), rows, labels, folds, draw.For(Encoding.UTF8.GetBytes(surrogate)), inputs.Context);
            double[] adjusted = MultipleTests.BenjaminiHochberg([.. of.Drops.Select(static d => d.PValue)]);
            for (int p = 0; p < names.Count; p++)
            {
                ResampledDifference drop = of.Drops[p];
                reliance.Add(surrogate, names[p], of.Area, of.Without[p], of.Alone[p], drop.Mean, Shown(drop.Low), Shown(drop.High), Shown(drop.PValue), Shown(adjusted[p]));
                if (of.Area > Chance + options.Signal && of.Without[p] <= Chance + options.Signal && of.Alone[p] >= of.Area - options.Signal && others[p] > Chance + options.Signal)
                {
                    findings.Add(s_bias.Found($"{surrogate} has an area of {Three(of.Area)}, {Three(of.Without[p])} with '{names[p]}' randomised and {Three(of.Alone[p])} with all others randomised, though the others alone give neighbours {Three(others[p])}.") with
                    {
                        Column = names[p],
                        Value = surrogate,
                        CheckedRows = labels.Length,
                        Statistic = others[p],
                        StatisticName = "area of the other columns",
                        Effect = drop.Mean,
                        EffectLow = double.IsNaN(drop.Low) ? null : drop.Low,
                        EffectHigh = double.IsNaN(drop.High) ? null : drop.High,
                        EffectName = "drop of the area",
                        PValue = double.IsNaN(drop.PValue) ? null : drop.PValue,
                        AdjustedPValue = double.IsNaN(adjusted[p]) ? null : adjusted[p],
                        Threshold = options.Signal,
                    });
                }
            }
        }

        return CheckResult.Of(Entry.Name, findings, columns, reliance);
    }

    private static PiecewiseRule[] Rules(Matrix rows, int[] labels, SimplicityOptions options, SeededDraw draw)
    {
        Folds halves = Folds.Stratified(labels, 2, 2, draw.For("halves"u8));
        int[] train = halves.Inside(0);
        int[] test = halves.Inside(1);
        int[] trainLabels = [.. train.Select(row => labels[row])];
        int[] testLabels = [.. test.Select(row => labels[row])];
        return [.. Enumerable.Range(0, rows.Columns).Select(p => PiecewiseRule.Of([.. train.Select(row => rows[row, p])], trainLabels, [.. test.Select(row => rows[row, p])], testLabels, options.MostPieces))];
    }

    private static IClassifier Learner(string name) => name switch
    {
        "gradient-boosting" => new GradientBoostingClassifier(new GradientBoostingOptions()),
        "random-forest" => new RandomForestClassifier(new RandomForestOptions { Trees = 100 }),
        "naive-bayes" => new GaussianNaiveBayes(),
        _ => new LogisticRegression(new LogisticRegressionOptions { Tolerance = 1e-5, MaxIterations = 500 }),
    };

    private static string Three(double value) => NumberText.Of(Math.Round(value, 3));

    private static object? Shown(double value) => double.IsNaN(value) ? null : value;
}
