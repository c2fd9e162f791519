using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Options;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// The few rows of an evaluation set on which models disagree most, and a map from a model's answers on them to its accuracy on all rows (Rubinstein et al. 2025, "DISCO:
/// diversifying sample condensation for efficient model evaluation"). Disagreement is the Jensen-Shannon divergence of the models' probabilities, H(mean p) - mean H(p), or the
/// predictive diversity, the sum over classes of the largest probability that any model gives. The map is ridge regression over the models that are known.
/// </summary>
/// <remarks>O(n T C) for T models and C classes; the map O(T k min(T, k)) for each of 50 fits, and as many for each of the random subsets that it is measured beside.</remarks>
internal static class DisagreementCondensation
{
    private const int Folds = 10;
    private const int LeastModels = 10;
    private const int RandomSubsets = 5;
    private static readonly double[] s_penalties = [0.001, 0.01, 0.1, 1, 10];

    public static MethodEntry Entry { get; } = SampleSpecs.Entry("disagreement-condensation", "Takes the evaluation rows on which models disagree most, and maps answers on them to accuracy on all rows.",
        new SampleOptions { Kind = "jsd" }, Draw,
        [
            OptionSpec<SampleOptions>.Columns("probabilities", "Columns of class probabilities, one model after the other; one column a model is the probability of the second of two classes.", (o, v) => o with { Columns = v }) with { Required = true },
            OptionSpec<SampleOptions>.Whole("members", "Models that the columns belong to.", (o, v) => o with { Members = v }, min: 2) with { Required = true },
            OptionSpec<SampleOptions>.Flag("logits", "Columns hold logits: softmax makes probabilities of them.", (o, v) => o with { Logits = v }),
            OptionSpec<SampleOptions>.Choice("kind", "Disagreement: the Jensen-Shannon divergence of the models, or the sum over classes of the largest probability that any gives (pds).", ["jsd", "pds"], (o, v) => o with { Kind = v }, "jsd"),
            OptionSpec<SampleOptions>.Column("label", "Column with the number of the right class, from 0 on, in the order of its columns: the map needs it.", (o, v) => o with { Loss = v }) with { Role = true },
            OptionSpec<SampleOptions>.Text("map-column", "Name of an added column with the weight of the row in the map: accuracy is about intercept + the sum of weight times the probability of the right class.", (o, v) => o with { WeightColumn = v }),
            OptionSpec<SampleOptions>.Text("score-column", "Name of an added column with the disagreement.", (o, v) => o with { ScoreColumn = v }),
        ],
        MethodTraits.Subset, 120, "A. Rubinstein et al. 2025",
        "curate select wine.csv --method disagreement-condensation --probabilities alcohol,hue,ash --logits --members 3 --rows 20 --score-column disagreement -o few.csv", Validate,
        static (table, options) => options with { Columns = [table.Id], Members = 1, Logits = true }, sized: true, valueBytes: 16, values: "probability", moreMemory: ", 8 a model and row with --label");

    public static Sampled Draw(Stratum stratum, SampleOptions options)
    {
        int n = stratum.Rows.Length;
        int width = options.Columns.Count;
        Uncertainty.CheckMembers(options);
        var scores = new double[n];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = stratum.Values.AsSpan(i * width, width);
            scores[i] = options.Kind == "pds" ? Diversity(row, stratum.Rows[i], options) : Uncertainty.Of(row, stratum.Rows[i], options with { Kind = "bald" });
        }

        int[] rows = StochasticBatch.Top(stratum, scores, "softmax", double.PositiveInfinity);
        if (options.Loss is null)
        {
            return new Sampled { Rows = rows, Scores = scores };
        }

        double[,] answers = Answers(stratum, options, out double[] accuracy);
        Map? own = Fit(answers, accuracy, rows, stratum);
        double[] random = [.. Enumerable.Range(0, RandomSubsets).Select(r => Fit(answers, accuracy, Random(stratum, r), stratum)?.Error ?? double.NaN)];
        var weights = new double[n];
        for (int i = 0; i < rows.Length && own is not null; i++)
        {
            weights[rows[i]] = own.Coefficients[i];
        }

        return new Sampled
        {
            Rows = rows,
            Scores = scores,
            Weights = weights,
            Figures =
            [
                ("models", options.Members), ("intercept", own?.Intercept), ("penalty", own?.Penalty), ("map_error", own?.Error), ("map_error_of_random_rows", own is null ? null : random.Average()),
                ("error_of_raw_mean", own?.RawError), ("rank_correlation", own?.Correlation),
            ],
            Table = ("models", "Accuracy of models, and what the map foretells from the taken rows when it has not seen the model", ["model", "accuracy", "foretold", "mean_on_taken_rows"],
                [.. Enumerable.Range(0, accuracy.Length).Select(m => (object?[])[(long)(m + 1), accuracy[m], own?.Foretold[m], own?.Raw[m]])]),
        };
    }

    /// <summary>The sum over classes of the largest probability that any model gives: 1 where all agree, at most the number of classes.</summary>
    private static double Diversity(ReadOnlySpan<double> values, long row, SampleOptions options)
    {
        int each = values.Length / (int)options.Members;
        var own = new double[Math.Max(2, each)];
        var most = new double[own.Length];
        for (int m = 0; m < options.Members; m++)
        {
            Uncertainty.Probabilities(values.Slice(m * each, each), own, row, m * each, options);
            for (int c = 0; c < own.Length; c++)
            {
                most[c] = Math.Max(most[c], own[c]);
            }
        }

        return most.Sum();
    }

    /// <summary>For each model and row, the probability of the right class; and the accuracy of each model over all rows.</summary>
    private static double[,] Answers(Stratum stratum, SampleOptions options, out double[] accuracy)
    {
        int n = stratum.Rows.Length;
        int width = options.Columns.Count;
        int members = (int)options.Members;
        int each = width / members;
        var own = new double[Math.Max(2, each)];
        var answers = new double[members, n];
        accuracy = new double[members];
        for (int i = 0; i < n; i++)
        {
            double label = stratum.Losses[i];
            if (!(label >= 0) || label != Math.Floor(label) || label >= own.Length)
            {
                Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(stratum.Rows[i] + 1)} has {(double.IsNaN(label) ? "no value" : NumberText.Of(label))} in the column {Fail.Show(options.Loss!)}, where the number of a class from 0 to {NumberText.Of(own.Length - 1)} is needed.",
                    "Number the classes in the order of their columns, or leave the row out with --where.");
            }

            for (int m = 0; m < members; m++)
            {
                Uncertainty.Probabilities(stratum.Values.AsSpan((i * width) + (m * each), each), own, stratum.Rows[i], m * each, options);
                answers[m, i] = own[(int)label];
                accuracy[m] += Dense.LargestIndex(own) == (int)label ? 1.0 / n : 0;
            }
        }

        return answers;
    }

    /// <summary>As many random rows as are taken.</summary>
    private static int[] Random(Stratum stratum, int repeat)
    {
        Randomness.SeededDraw draw = stratum.Draw.For("report"u8).For((ulong)repeat);
        return [.. Enumerable.Range(0, stratum.Rows.Length).OrderBy(i => draw.Bits(0, stratum.Rows[i])).ThenBy(static i => i).Take((int)stratum.Count)];
    }

    /// <summary>The map from answers on some rows to accuracy, with the penalty that foretells left-out models best; null for too few models or no rows.</summary>
    private static Map? Fit(double[,] answers, double[] accuracy, int[] rows, Stratum stratum)
    {
        int members = accuracy.Length;
        if (members < LeastModels || rows.Length == 0)
        {
            return null;
        }

        Matrix Of(int[] models)
        {
            var matrix = new Matrix(models.Length, rows.Length);
            for (int i = 0; i < models.Length; i++)
            {
                for (int k = 0; k < rows.Length; k++)
                {
                    matrix[i, k] = answers[models[i], rows[k]];
                }
            }

            return matrix;
        }

        Randomness.SeededDraw draw = stratum.Draw.For("folds"u8);
        int[] shuffled = [.. Enumerable.Range(0, members).OrderBy(m => draw.Bits(0, m))];
        Running.RunContext run = stratum.Run;
        int[] all = [.. Enumerable.Range(0, members)];
        (double Error, double Penalty, double[] Foretold) best = (double.PositiveInfinity, 0, []);
        foreach (double penalty in s_penalties)
        {
            var foretold = new double[members];
            for (int f = 0; f < Folds; f++)
            {
                int[] held = [.. all.Where(i => i % Folds == f).Select(i => shuffled[i])];
                int[] known = [.. all.Where(i => i % Folds != f).Select(i => shuffled[i])];
                RidgeRegressionModel model = new RidgeRegression(penalty).Fit(new TargetRows(Of(known), [.. known.Select(m => accuracy[m])]), run);
                foreach (int m in held)
                {
                    foretold[m] = model.Intercept + Dense.Dot(model.Coefficients, Of([m]).Row(0));
                }
            }

            double error = MeanDistance(foretold, accuracy);
            if (error < best.Error)
            {
                best = (error, penalty, foretold);
            }
        }

        RidgeRegressionModel whole = new RidgeRegression(best.Penalty).Fit(new TargetRows(Of(all), accuracy), run);
        double[] raw = [.. all.Select(m => Dense.Sum(Of([m]).Row(0)) / rows.Length)];
        return new Map(whole.Coefficients, whole.Intercept, best.Penalty, best.Error, MeanDistance(raw, accuracy), Correlation(best.Foretold, accuracy), best.Foretold, raw);
    }

    private static double MeanDistance(double[] a, double[] b) => FixedSize.Sum([.. a.Zip(b, static (x, y) => Math.Abs(x - y))]) / a.Length;

    /// <summary>Spearman's correlation of ranks, equal values sharing theirs.</summary>
    private static double? Correlation(double[] a, double[] b)
    {
        double[] Ranks(double[] values) => Array.ConvertAll(values, v => values.Count(o => o < v) + (values.Count(o => o == v) / 2.0));
        double[] x = Ranks(a);
        double[] y = Ranks(b);
        double mean = a.Length / 2.0;
        double Product(double[] p, double[] q) => FixedSize.Sum([.. p.Zip(q, (u, v) => (u - mean) * (v - mean))]);
        double norm = Math.Sqrt(Product(x, x) * Product(y, y));
        return norm > 0 ? Product(x, y) / norm : null;
    }

    private static void Validate(SampleOptions options)
    {
        if (options.WeightColumn is not null && options.Loss is null)
        {
            Fail.Usage("--map-column needs the right classes, from which the map is learned.", "Pass --label COL.");
        }
    }

    private sealed record Map(double[] Coefficients, double Intercept, double Penalty, double Error, double RawError, double? Correlation, double[] Foretold, double[] Raw);
}
