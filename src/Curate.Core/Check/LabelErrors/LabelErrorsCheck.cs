using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.LabelErrors;

/// <summary>Rows whose label is probably wrong, by confident learning over probabilities that are given or out of fold.</summary>
/// <remarks>Memory: 4 (features + 1) bytes a row, 24 bytes for each feature of a row while models are fitted, 8 for each class, the models.</remarks>
internal static class LabelErrorsCheck
{
    private const int ShownRows = 50;

    private static readonly CheckCode s_errors = new("label-errors", Severity.Warning, "Labels are probably wrong")
    {
        Why = "A wrong label teaches the model a wrong answer, and in a test file it makes a right answer count as an error.",
        Formula = "Rows that count, in confident learning, for another class than their label (t_k = mean p(k) over rows labelled k; a row counts for the most probable class with p(k) >= t_k; counts scaled to the rows of each label), over all rows with a label; raised above --tolerance. It is an estimate, not a test: rows of classes that overlap are flagged too.",
        Advice = "Look at the rows listed, lowest score first, and correct or remove what is wrong; then train again.",
        Option = "tolerance",
    };

    public static CheckEntry Entry { get; } = new CheckEntry<LabelErrorOptions>("label-errors",
        "Rows whose label is probably wrong, by confident learning on out-of-fold probabilities.")
    {
        Memory = "4 (features + 1) bytes a row, 24 bytes for each feature of a row, 8 for each class, the models; with --probability 8 bytes for each class of a row",
        Passes = "4, and one more where kinds are inferred; 1 with --probability",
        Needs = "a label, and features or probabilities: --label COL",
        TrainsModels = static roles => roles.Probability.Count == 0,
        Source = "Northcutt, Jiang and Chuang 2021, \"Confident learning: estimating uncertainty in dataset labels\"",
        Usage = "curate check wine.csv --with label-errors --label class",
        Codes = [s_errors],
        Defaults = new LabelErrorOptions(),
        Options =
        [
            OptionSpec<LabelErrorOptions>.Choice("learner", "Learner whose out-of-fold probabilities judge labels, without --probability.",
                ["logistic-regression", "k-neighbors", "random-forest", "gradient-boosting", "naive-bayes"], (o, v) => o with { Learner = v }, "logistic-regression"),
            OptionSpec<LabelErrorOptions>.Whole("cv", "Folds of the cross-validation.", (o, v) => o with { Folds = (int)v }, 5, 2, 1000),
            OptionSpec<LabelErrorOptions>.Whole("k-neighbors", "Neighbours that vote in k-neighbors.", (o, v) => o with { Neighbours = (int)v }, 10, 1, 10_000),
            OptionSpec<LabelErrorOptions>.Whole("components", "Principal components that the learner sees in place of all columns.", (o, v) => o with { Components = (int)v }, null, 1, 4096),
            OptionSpec<LabelErrorOptions>.Choice("scale", "standard: columns at mean 0 and variance 1; none: as they are, for columns in one unit.", ["standard", "none"], (o, v) => o with { AsTheyAre = v == "none" }, "standard"),
            OptionSpec<LabelErrorOptions>.Choice("rank-by", "margin: p(label) less the largest other; self-confidence: p(label); entropy: p(label) over the entropy.",
                ["margin", "self-confidence", "entropy"], (o, v) => o with { RankBy = v }, "margin"),
        ],
        Run = Run,
        Example = static table => table.Classes < 2 ? null : new LabelErrorOptions { Folds = 2, Learner = "k-neighbors", Neighbours = 3 },
        ExampleRoles = static table => new CheckRoles { Label = table.Label, Features = [table.Number] },
    };

    private static CheckResult Run(LabelErrorOptions options, CheckInputs inputs)
    {
        if (inputs.Roles.Label is null)
        {
            return CheckResult.NotMeasurable(Entry.Name, "It judges labels: pass --label COL.");
        }

        if (inputs.Roles.Probability.Count > 0)
        {
            using GivenChances given = GivenChances.Read(inputs);
            return given.Reason is { } why ? CheckResult.NotMeasurable(Entry.Name, why)
                : Report(ConfidentLearning.Of(given.Chances!, given.Labels, options.RankBy), given.Labels, given.Names, given.RowOf, "given probabilities", inputs);
        }

        if (LabelCounts.TooFew(inputs, inputs.MinSize) is { } few)
        {
            return CheckResult.NotMeasurable(Entry.Name, few);
        }

        IReadOnlyList<string> names = CheckFeatures.Names(inputs);
        if (names.Count == 0)
        {
            return CheckResult.NotMeasurable(Entry.Name, "There is no column of numbers to learn from: pass --features, --embedding or --probability.");
        }

        using LabelledTable table = CheckFeatures.Read(inputs, names, options.AsTheyAre);
        int[] labels = table.ClassOf.ToArray();
        SeededDraw draw = inputs.Context.Draw("check/label-errors");
        if (!TwoClassesOutside(labels, options.Folds, draw, table.ClassCount))
        {
            return CheckResult.NotMeasurable(Entry.Name, "A fold leaves rows of only one class to learn from: the classes are too small.");
        }

        int width = table.Store.Numeric;
        using MemoryLease lease = inputs.Context.Memory.Lease(checked((16L * table.Count * width) + (8L * table.Count * table.ClassCount)), "The rows for the learner");
        Matrix rows = CheckFeatures.Rows(table);
        if (options.Components is { } components && components < Math.Min(width, table.Count))
        {
            rows = Pca.FitRandomised(rows, components, draw.For("components"u8), inputs.Context).Transform(rows, whiten: false, inputs.Context);
        }

        Folds folds = Folds.Stratified(labels, table.ClassCount, Math.Min(options.Folds, table.Count), draw.For("folds"u8));
        Matrix chances = CrossFit.Probabilities(Learner(options, inputs), new LabelledRows(rows, labels, table.ClassCount), folds, draw.For("models"u8), inputs.Context);
        return Report(ConfidentLearning.Of(chances, labels, options.RankBy), labels, table.Names, table.RowOf, options.Learner, inputs);
    }

    private static IClassifier Learner(LabelErrorOptions options, CheckInputs inputs) => options.Learner switch
    {
        "k-neighbors" => new NeighbourClassifier(new NeighbourOptions { K = options.Neighbours, Metric = inputs.Roles.Embedding is null ? Metric.Euclidean : Metric.Cosine }),
        "random-forest" => new RandomForestClassifier(new RandomForestOptions { Trees = 100 }),
        "gradient-boosting" => new GradientBoostingClassifier(new GradientBoostingOptions()),
        "naive-bayes" => new GaussianNaiveBayes(),
        _ => new LogisticRegression(new LogisticRegressionOptions { Tolerance = 1e-5, MaxIterations = 500 }),
    };

    private static bool TwoClassesOutside(int[] labels, int folds, SeededDraw draw, int classes)
    {
        if (labels.Length < folds)
        {
            return false;
        }

        Folds split = Folds.Stratified(labels, classes, folds, draw.For("folds"u8));
        for (int fold = 0; fold < folds; fold++)
        {
            int[] outside = split.Outside(fold);
            if (!Array.Exists(outside, row => labels[row] != labels[outside[0]]))
            {
                return false;
            }
        }

        return true;
    }

    private static CheckResult Report(ConfidentLearning learned, int[] labels, IReadOnlyList<string> names, Func<int, long> rowOf, string learner, CheckInputs inputs)
    {
        if (labels.Length == 0)
        {
            return CheckResult.NotMeasurable(Entry.Name, "No row has a label and what it is judged by.");
        }

        var pairs = new ReportTable("label_error_pairs", "Estimated rows by label and true class, where they differ", ["label", "true_class", "rows", "share_of_label"]);
        var counts = new long[names.Count];
        foreach (int label in labels)
        {
            counts[label]++;
        }

        foreach ((int given, int truth) in Pairs(names.Count).Where(p => learned.Joint[p.Given, p.True] > 0).OrderByDescending(p => learned.Joint[p.Given, p.True]).ThenBy(static p => p))
        {
            pairs.Add(names[given], names[truth], learned.Joint[given, truth], learned.Joint[given, truth] / counts[given]);
        }

        var classes = new ReportTable("label_error_classes", $"Classes, judged by {learner}", ["label", "rows", "mean_probability", "flagged"]);
        var flagged = new long[names.Count];
        foreach (int row in learned.Flagged)
        {
            flagged[labels[row]]++;
        }

        for (int c = 0; c < names.Count; c++)
        {
            classes.Add(names[c], counts[c], double.IsNaN(learned.Thresholds[c]) ? null : learned.Thresholds[c], flagged[c]);
        }

        var listed = new ReportTable("label_error_rows", $"Rows flagged, the most doubtful first, at most {NumberText.Of(ShownRows)} of {NumberText.Of(learned.Flagged.Length)}", ["row", "label", "proposed", "score"]);
        foreach (int row in learned.Flagged.Take(ShownRows))
        {
            listed.Add(rowOf(row), names[labels[row]], names[learned.Guesses[row]], learned.Scores[row]);
        }

        var findings = new List<Finding>();
        if (learned.Flagged.Length > 0)
        {
            KeptFailures.Keep(inputs, s_errors.Code, learned.Flagged.Select(rowOf));
            Interval share = Proportions.Wilson(learned.Flagged.Length, labels.Length);
            bool tolerated = share.Value <= inputs.Tolerance;
            findings.Add(s_errors.Found($"{NumberText.Of(learned.Flagged.Length)} of {NumberText.Of(labels.Length)} labels ({NumberText.Of(Math.Round(100 * share.Value, 2))}%) are probably wrong by {learner}{(tolerated ? ", which is within the tolerance" : "")}.") with
            {
                Severity = tolerated ? Severity.Note : s_errors.Severity,
                Column = inputs.Roles.Label,
                Row = rowOf(learned.Flagged[0]),
                FailingRows = learned.Flagged.Length,
                CheckedRows = labels.Length,
                Statistic = learned.Errors,
                StatisticName = "estimated wrong labels",
                Effect = share.Value,
                EffectLow = share.Low,
                EffectHigh = share.High,
                EffectName = "share of rows",
                Threshold = inputs.Tolerance,
            });
        }

        return CheckResult.Of(Entry.Name, findings, [.. new[] { classes, pairs, listed }.Where(static t => t.Rows.Count > 0)]);
    }

    private static IEnumerable<(int Given, int True)> Pairs(int classes)
    {
        for (int given = 0; given < classes; given++)
        {
            for (int truth = 0; truth < classes; truth++)
            {
                if (given != truth)
                {
                    yield return (given, truth);
                }
            }
        }
    }
}
