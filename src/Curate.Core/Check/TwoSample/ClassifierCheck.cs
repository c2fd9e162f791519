using Curate.Core.Errors;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Check.TwoSample;

/// <summary>Whether small classifiers can tell datasets apart, and with three datasets whether rows are copies of training rows.</summary>
public static class ClassifierCheck
{
    public const string Name = "classifier-two-sample";

    private const int MostColumns = 10;
    private static readonly string[] s_learners = ["logistic", "knn", "trees"];

    private static readonly CheckCode s_apart = new("files-told-apart", Severity.Error, "A small classifier can tell rows of two datasets apart")
    {
        Why = "What a classifier finds between the files, a model can rely on by mistake, and rows of one file do not stand for rows of the other. Made-up rows that can be told from real ones teach what real rows do not have.",
        Formula = "area under the ROC curve on rows that the learner has not seen above --max-auc, and p at most --alpha",
        Advice = "Look at the columns that tell the files apart; mend what differs by mistake (units, encodings, identifiers, times), or weigh rows (curate resample --method density-ratio-weight).",
        Option = "max-auc",
    };

    private static readonly CheckCode s_copies = new("training-copies", Severity.Error, "Rows lie nearer to training rows than to held-out rows")
    {
        Why = "Made-up rows that repeat training rows add nothing, give away who was in the training data, and win every measure that compares with the training rows alone.",
        Formula = "share of rows whose nearest row is a training row, of equally many training and held-out rows, above --max-copies, and p at most --alpha",
        Advice = "Drop copies (curate dedupe --against the training rows), and make rows with a generator that learned less by heart.",
        Option = "max-copies",
    };

    public static CheckEntry<ClassifierOptions> Entry { get; } = new(Name, "Whether small classifiers (logistic, nearest neighbours, boosted trees) can tell two datasets apart; with a third one, whether rows are copies of training rows.")
    {
        Memory = "(8 + 8 workers) d + 20 + 3 permutations bytes a sampled row",
        Passes = "2 a dataset; one more where rows are not known",
        Needs = "another dataset (--against FILE)",
        Source = "Lopez-Paz and Oquab 2017; Gulrajani, Raffel and Metz 2019",
        Usage = "curate check penguins.csv --against penguins.csv --with classifier-two-sample --learners knn",
        Codes = [s_apart, s_copies],
        Defaults = new ClassifierOptions(),
        Options =
        [
            TwoSampleOptions.SampleSpec<ClassifierOptions>(),
            OptionSpec<ClassifierOptions>.List("learners", "Learners that try: logistic, knn, trees.", static (o, v) => o with { Learners = v }, "logistic,knn,trees"),
            OptionSpec<ClassifierOptions>.Whole("votes", "Neighbours that vote in knn.", static (o, v) => o with { Neighbours = (int)v }, 5, 1, 1000),
            OptionSpec<ClassifierOptions>.Number("max-auc", "Largest area under the ROC curve that passes; 0.5 is chance.", static (o, v) => o with { MaxAuc = v }, 0.6, 0.5, 1),
            OptionSpec<ClassifierOptions>.Fraction("max-copies", "Largest share of rows nearer to a training row than to a held-out row that passes; half is chance.", static (o, v) => o with { MaxCopies = v }, 0.55, 0.5),
        ],
        Validate = static options =>
        {
            foreach (string learner in options.Learners)
            {
                if (!s_learners.Contains(learner, StringComparer.Ordinal))
                {
                    string? nearest = NameSuggestions.Nearest(learner, s_learners);
                    Fail.Usage($"--learners takes logistic, knn and trees, not {Fail.Show(learner)}.", nearest is null ? null : $"Did you mean {nearest}?");
                }
            }
        },
        Run = Run,
        Example = static _ => new ClassifierOptions { Sample = 40, Neighbours = 3 },
        ExampleReadsOther = true,
    };

    private static CheckResult Run(ClassifierOptions options, CheckInputs inputs)
    {
        SampledFiles files = SampledFiles.OfAll(inputs, options.Sample);
        if (files.Sample is not { } sample)
        {
            return CheckResult.NotMeasurable(Name, files.Reason!);
        }

        IReadOnlyList<Matrix> parts = Unit(sample, inputs.Context);
        var table = new ReportTable("classifiers", "Telling rows of two datasets apart", ["against", "learner", "auc", "low", "high", "log_loss", "null_mean", "p", "adjusted_p"]);
        var columns = new ReportTable("telling_columns", "Columns that tell them apart", ["against", "learner", "column", "part"]);
        var fits = new List<(int Other, ClassifierFit Fit)>();
        for (int o = 0; o < inputs.Others.Count; o++)
        {
            var test = new ClassifierTest(parts[0], parts[o + 1], inputs.Permutations, inputs.Context.Draw(Name).For((ulong)o), inputs.Context);
            foreach (string learner in s_learners.Where(l => options.Learners.Contains(l, StringComparer.Ordinal)))
            {
                fits.Add((o, learner switch { "logistic" => test.Logistic(), "knn" => test.Neighbours(options.Neighbours), _ => test.Trees() }));
            }
        }

        CopyRates? copies = inputs.Others.Count == 2
            ? CopyRates.Of(parts[0], parts[1], parts[2], inputs.Permutations, inputs.Context.Draw(Name).For("copies"u8), inputs.Context) : null;
        double[] adjusted = MultipleTests.BenjaminiHochberg([.. fits.Select(static f => f.Fit.PValue), .. copies is null ? Array.Empty<double>() : [copies.PValue]]);
        var findings = new List<Finding>();
        for (int f = 0; f < fits.Count; f++)
        {
            (int o, ClassifierFit fit) = fits[f];
            table.Add(inputs.OtherNames[o], fit.Learner, fit.Auc.Value, fit.Auc.Low, fit.Auc.High, fit.LogLoss, fit.NullMean, fit.PValue, adjusted[f]);
            foreach (int c in Largest(fit))
            {
                columns.Add(inputs.OtherNames[o], fit.Learner, sample.Names[c], fit.Columns![c]);
            }
        }

        foreach (var group in Enumerable.Range(0, fits.Count).GroupBy(f => fits[f].Other))
        {
            // One finding an other dataset, of the learner that tells it best.
            int best = group.Where(f => adjusted[f] <= inputs.Alpha).OrderByDescending(f => fits[f].Fit.Auc.Value).Append(-1).First();
            if (best >= 0 && fits[best].Fit.Auc.Value > options.MaxAuc)
            {
                findings.Add(Apart(inputs, sample, fits, best, group, adjusted[best], options));
            }
        }

        var tables = new List<ReportTable> { table, columns };
        if (copies is not null)
        {
            tables.Add(CopyTable(copies, parts, inputs, options));
            if (copies.NearerToTraining.Value > options.MaxCopies && adjusted[^1] <= inputs.Alpha)
            {
                findings.Add(Copied(inputs, copies, parts[0].Rows, adjusted[^1], options));
            }
        }

        return CheckResult.Of(Name, findings, [.. tables, sample.RowTable([inputs.MainName, .. inputs.OtherNames]), .. sample.LeftOutTable()]);
    }

    private static Finding Apart(CheckInputs inputs, FeatureSample sample, List<(int Other, ClassifierFit Fit)> fits, int best, IEnumerable<int> group, double adjusted, ClassifierOptions options)
    {
        (int o, ClassifierFit fit) = fits[best];

        // Neighbours name no column; another learner may.
        ClassifierFit? telling = group.Select(f => fits[f].Fit).Where(static f => f.Columns is not null).MaxBy(static f => f.Auc.Value);
        string? column = telling is null ? null : Largest(telling).Select(c => sample.Names[c]).FirstOrDefault();
        return s_apart.Found($"A classifier ({fit.Learner}) tells rows of {inputs.MainName} from rows of {inputs.OtherNames[o]}: the area under its ROC curve is {Number(fit.Auc.Value)} "
            + $"({Number(fit.Auc.Low)} to {Number(fit.Auc.High)}), where rows of one distribution give {Number(fit.NullMean)} (p = {Number(adjusted)}).{(column is null ? "" : $" The column that tells most is '{column}'.")}") with
        {
            Column = column,
            CheckedRows = sample.Parts[0].Rows + sample.Parts[o + 1].Rows,
            Statistic = fit.LogLoss,
            StatisticName = "log loss",
            Effect = fit.Auc.Value,
            EffectLow = fit.Auc.Low,
            EffectHigh = fit.Auc.High,
            EffectName = "area under the ROC curve",
            PValue = fit.PValue,
            AdjustedPValue = adjusted,
            Threshold = options.MaxAuc,
        };
    }

    private static Finding Copied(CheckInputs inputs, CopyRates copies, int rows, double adjusted, ClassifierOptions options) =>
        s_copies.Found($"{Percent(copies.NearerToTraining.Value)} of the rows of {inputs.MainName} lie nearer to a row of {inputs.OtherNames[0]} than to any of {inputs.OtherNames[1]}, where half would by chance "
            + $"(p = {Number(adjusted)}); {Count(copies.EqualToTraining)} equal one in all features that are compared.") with
        {
            CheckedRows = rows,
            FailingRows = copies.EqualToTraining,
            Statistic = copies.NearerToTraining.Value * rows,
            StatisticName = "rows nearer to training rows",
            Effect = copies.NearerToTraining.Value,
            EffectLow = copies.NearerToTraining.Low,
            EffectHigh = copies.NearerToTraining.High,
            EffectName = "share nearer to training rows",
            PValue = copies.PValue,
            AdjustedPValue = adjusted,
            Threshold = options.MaxCopies,
        };

    /// <summary>Copies beside a reference: as many training rows, drawn again and again, would win any measure against the training rows.</summary>
    private static ReportTable CopyTable(CopyRates copies, IReadOnlyList<Matrix> parts, CheckInputs inputs, ClassifierOptions options)
    {
        SeededDraw draw = inputs.Context.Draw(Name).For("a copy"u8);
        var draws = new DrawStream(draw);
        var picked = new int[parts[0].Rows];
        for (int i = 0; i < picked.Length; i++)
        {
            picked[i] = (int)draws.Below(parts[1].Rows);
        }

        Matrix copied = parts[1].Take(picked);
        ClassifierFit reference = new ClassifierTest(copied, parts[2], inputs.Permutations, draw, inputs.Context).Neighbours(options.Neighbours);
        ClassifierFit own = new ClassifierTest(parts[0], parts[2], inputs.Permutations, draw, inputs.Context).Neighbours(options.Neighbours);
        var table = new ReportTable("copies", "Copies of training rows", ["rows", "nearer_to_training", "low", "high", "equal_to_training", "equal_to_held_out", "median_to_training", "median_to_held_out", "compared_rows", "knn_auc_against_held_out"]);
        table.Add(inputs.MainName, copies.NearerToTraining.Value, copies.NearerToTraining.Low, copies.NearerToTraining.High, (long)copies.EqualToTraining, (long)copies.EqualToHeldOut,
            copies.MedianToTraining, copies.MedianToHeldOut, (long)copies.Compared, own.Auc.Value);
        table.Add("training rows drawn again", null, null, null, null, null, null, null, null, reference.Auc.Value);
        return table;
    }

    private static IEnumerable<int> Largest(ClassifierFit fit) => fit.Columns is null ? []
        : Enumerable.Range(0, fit.Columns.Length).Where(c => fit.Columns[c] > 0).OrderByDescending(c => fit.Columns[c]).ThenBy(static c => c).Take(MostColumns);

    /// <summary>Vectors of an embedding brought to deviation 1 in each place, so that penalties of logistic regression mean the same everywhere.</summary>
    private static IReadOnlyList<Matrix> Unit(FeatureSample sample, RunContext run)
    {
        if (!sample.IsEmbedding)
        {
            return sample.Parts;
        }

        var pooled = new Matrix(sample.Parts.Sum(static p => p.Rows), sample.Names.Count);
        int at = 0;
        foreach (Matrix part in sample.Parts)
        {
            part.Values.CopyTo(pooled.Values, at);
            at += part.Values.Length;
        }

        var scale = Numerics.Learners.Standardiser.Of(pooled);
        return [.. sample.Parts.Select(p => scale.Apply(p, run))];
    }
}
