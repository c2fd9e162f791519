using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Numerics;
using Curate.Core.Options;

namespace Curate.Core.Select.Sampling;

/// <summary>
/// The rows whose class probabilities are least decided, to be labelled next: by the entropy of the mean of the models, its margin, its largest probability, or what the models
/// know apart from each other, H(mean p) - mean H(p) (BALD: Houlsby et al. 2011), which is 0 where they agree and at most ln C.
/// </summary>
/// <remarks>O(n T C) for T models and C classes.</remarks>
internal static class Uncertainty
{
    private const double MostOff = 1e-3;

    public static MethodEntry Entry { get; } = SampleSpecs.Entry("uncertainty", "Takes the rows that models are least sure of, as a batch to be labelled.",
        new SampleOptions { Kind = "entropy", Beta = double.PositiveInfinity }, Draw,
        [
            OptionSpec<SampleOptions>.Columns("probabilities", "Columns of class probabilities; one column is the probability of the second of two classes. Of several models one model after the other.", (o, v) => o with { Columns = v }) with { Required = true },
            OptionSpec<SampleOptions>.Whole("members", "Models or passes that the columns belong to.", (o, v) => o with { Members = v }, 1, 1),
            OptionSpec<SampleOptions>.Flag("logits", "Columns hold logits: softmax makes probabilities of them.", (o, v) => o with { Logits = v }),
            OptionSpec<SampleOptions>.Choice("kind", "Entropy of the mean probabilities, 1 minus the difference of the two largest, 1 minus the largest, or the disagreement of models (bald, with --members).",
                ["entropy", "margin", "least-confidence", "bald"], (o, v) => o with { Kind = v }, "entropy"),
            OptionSpec<SampleOptions>.Text("beta", "How much scores count against noise: inf for the plain top, less for batches that repeat themselves less.", (o, v) => o with { Beta = StochasticBatch.BetaOf(v) }, "inf"),
            OptionSpec<SampleOptions>.Whole("subset", "Look only at so many random rows (of each group).", (o, v) => o with { Subset = v }, min: 1),
            OptionSpec<SampleOptions>.Text("score-column", "Name of an added column with the uncertainty.", (o, v) => o with { ScoreColumn = v }),
        ],
        MethodTraits.Subset, 120, "N. Houlsby et al. 2011; A. Kirsch et al. 2023",
        "curate select wine.csv --method uncertainty --probabilities alcohol,hue --logits --rows 20 --score-column doubt -o ask.csv", Validate,
        static (table, options) => options with { Columns = [table.Id], Logits = true, ScoreColumn = null }, sized: true, valueBytes: 16, values: "probability");

    public static Sampled Draw(Stratum stratum, SampleOptions options)
    {
        int n = stratum.Rows.Length;
        int width = options.Columns.Count;
        CheckMembers(options);
        var scores = new double[n];
        for (int i = 0; i < n; i++)
        {
            scores[i] = Of(stratum.Values.AsSpan(i * width, width), stratum.Rows[i], options);
        }

        double[] candidates = scores;
        long looked = n;
        if (options.Subset is { } subset && subset < n)
        {
            looked = subset;
            int[] drawn = [.. Enumerable.Range(0, n).OrderBy(i => stratum.Draw.For("subset"u8).Bits(0, stratum.Rows[i])).Take((int)subset)];
            candidates = new double[n];
            Array.Fill(candidates, double.NegativeInfinity);
            foreach (int i in drawn)
            {
                candidates[i] = scores[i];
            }

            int possible = Enumerable.Range(0, n).Count(i => stratum.Must[i] || !double.IsNegativeInfinity(candidates[i]));
            if (possible < stratum.Count)
            {
                Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(stratum.Count)} rows are to be taken{(stratum.Name == "all" ? "" : $" of group {stratum.Name}")}, and --subset looks at {NumberText.Of(subset)}.", "Raise --subset, or ask for fewer rows.");
            }
        }

        return new Sampled { Rows = StochasticBatch.Top(stratum, candidates, "softmax", options.Beta), Scores = scores, Figures = [("looked_at", looked), ("most", n == 0 ? null : scores.Max())] };
    }

    /// <summary>Refuses columns that are not the same number for each model.</summary>
    internal static void CheckMembers(SampleOptions options)
    {
        if (options.Columns.Count % options.Members != 0)
        {
            Fail.Usage($"--probabilities names {NumberText.Of(options.Columns.Count)} columns, which do not share out among the {NumberText.Of(options.Members)} models of --members.", "Name the columns of all classes of the first model, then those of the second, and so on.");
        }
    }

    /// <summary>The uncertainty of one row.</summary>
    internal static double Of(ReadOnlySpan<double> values, long row, SampleOptions options)
    {
        int members = (int)options.Members;
        int each = values.Length / members;
        int classes = Math.Max(2, each);
        var mean = new double[classes];
        var own = new double[classes];
        double inside = 0;
        for (int m = 0; m < members; m++)
        {
            Probabilities(values.Slice(m * each, each), own, row, m * each, options);
            for (int c = 0; c < classes; c++)
            {
                mean[c] += own[c] / members;
            }

            inside += Entropy(own) / members;
        }

        switch (options.Kind)
        {
            case "bald":
                return Math.Max(0, Entropy(mean) - inside);
            case "entropy":
                return Entropy(mean);
            default:
                Array.Sort(mean);
                return options.Kind == "margin" ? 1 - (mean[^1] - mean[^2]) : 1 - mean[^1];
        }
    }

    /// <summary>The class probabilities of one model in one row, from its columns.</summary>
    internal static void Probabilities(ReadOnlySpan<double> values, double[] to, long row, int first, SampleOptions options)
    {
        if (options.Logits)
        {
            double most = values.Length == 1 ? Math.Max(0, values[0]) : double.NegativeInfinity;
            foreach (double value in values)
            {
                most = Math.Max(most, value);
            }

            double sum = 0;
            for (int c = 0; c < to.Length; c++)
            {
                to[c] = PortableMath.Exp((values.Length == 1 ? (c == 0 ? 0 : values[0]) : values[c]) - most);
                sum += to[c];
            }

            for (int c = 0; c < to.Length; c++)
            {
                to[c] /= sum;
            }

            return;
        }

        double total = 0;
        for (int c = 0; c < values.Length; c++)
        {
            if (values[c] is < 0 or > 1)
            {
                Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(row + 1)} has {NumberText.Of(values[c])} in the column {Fail.Show(options.Columns[first + c])}, where a probability from 0 to 1 is needed.", "Correct the value, or pass --logits where the columns hold logits.");
            }

            total += values[c];
        }

        if (values.Length == 1)
        {
            (to[0], to[1]) = (1 - values[0], values[0]);
            return;
        }

        if (Math.Abs(total - 1) > MostOff)
        {
            Fail.With(ErrorCodes.BadValue, $"The probabilities of row {NumberText.Of(row + 1)}, from the column {Fail.Show(options.Columns[first])} on, sum to {NumberText.Of(total)}, where 1 is needed (0.001 off at most).",
                "Name the columns of all classes, say --members where there are several models, or pass --logits.");
        }

        for (int c = 0; c < values.Length; c++)
        {
            to[c] = values[c] / total;
        }
    }

    private static double Entropy(double[] p)
    {
        double sum = 0;
        foreach (double own in p)
        {
            sum -= own > 0 ? own * PortableMath.Log(own) : 0;
        }

        return sum;
    }

    private static void Validate(SampleOptions options)
    {
        if (options.Kind == "bald" && options.Members < 2)
        {
            Fail.Usage("--kind bald compares models, and there is one.", "Pass --members with the number of models whose columns are named.");
        }
    }
}
