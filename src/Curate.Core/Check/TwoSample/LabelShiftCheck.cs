using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Check.TwoSample;

/// <summary>Whether class shares moved between datasets: by their labels, or by a classifier's answers where one of them has none.</summary>
public static class LabelShiftCheck
{
    public const string Name = "label-shift";

    // k x k joint counts, and k^3 operations a replicate of the bootstrap.
    private const int MostClasses = 100;

    private static readonly CheckCode s_labels = new("label-shift", Severity.Error, "Class shares of two datasets differ")
    {
        Why = "A classifier's probabilities, thresholds and accuracy hold for the class shares that it learned from; where shares move, all of them move.",
        Formula = "total variation (half the sum of absolute differences of class shares) above --max-label-shift, and p of the chi-square test at most --alpha",
        Advice = "Learn with the new shares (curate resample --to share:CLASS=S,...), weigh classes by new share over old share, or correct probabilities by that ratio.",
        Option = "max-label-shift",
    };

    private static readonly CheckCode s_estimated = new("label-shift-estimated", Severity.Warning, "A classifier's answers say that class shares differ")
    {
        Why = "Where one dataset has no labels, the answers of a classifier tell its class shares, if rows of a class look the same in both.",
        Formula = "total variation between labelled class shares and w = C^-1 mu, from answers and labels of one dataset (C) and answers of the other (mu), above --max-label-shift, and p of the chi-square test of the answers at most --alpha",
        Advice = "Label a few hundred rows to confirm it, then weigh classes by w. If rows of a class changed too, the estimate is wrong: check them with column-drift or classifier-two-sample.",
        Option = "max-label-shift",
    };

    private static readonly CheckCode s_new = new("new-class", Severity.Warning, "A class has rows in the dataset and none in the reference")
    {
        Why = "A classifier that learned from the reference cannot answer with a class that it never saw.",
        Formula = "a label with rows in the dataset and none in the reference",
        Advice = "Correct the spelling if it is one, or label rows of the class in the reference.",
    };

    public static CheckEntry<LabelShiftOptions> Entry { get; } = new(Name, "Whether class shares moved between two datasets, by their labels or, where one has none, by a classifier's answers.")
    {
        Memory = "8 bytes a pair of label and prediction; 8 classes^2 bytes",
        Passes = "1 a dataset",
        Needs = "a label (--label) and another dataset (--against FILE); a prediction (--prediction) where one of them has no labels",
        Source = "Lipton, Wang and Smola 2018, section 4; Newcombe 1998",
        Usage = "curate check penguins.csv --against penguins.csv --with label-shift --label species",
        Codes = [s_labels, s_estimated, s_new],
        Defaults = new LabelShiftOptions(),
        Options =
        [
            OptionSpec<LabelShiftOptions>.Fraction("max-label-shift", "Largest total variation between class shares that passes.", static (o, v) => o with { MaxLabelShift = v }, 0.05),
        ],
        Run = Run,
        Example = static _ => new LabelShiftOptions(),
        ExampleRoles = static table => new CheckRoles { Label = table.Label, Prediction = table.Group },
        ExampleReadsOther = true,
    };

    private static CheckResult Run(LabelShiftOptions options, CheckInputs inputs)
    {
        if (inputs.Others.Count == 0 || inputs.Roles.Label is null)
        {
            return CheckResult.NotMeasurable(Name, inputs.Roles.Label is null ? "It needs a label: pass --label COL." : "It compares two datasets: pass the other one with --against FILE.");
        }

        var work = new Work(options, inputs);
        for (int o = 0; o < inputs.Others.Count; o++)
        {
            work.Compare(o);
        }

        return work.Result();
    }

    /// <summary>What is gathered over all other datasets, so that p-values are adjusted together.</summary>
    private sealed class Work(LabelShiftOptions options, CheckInputs inputs)
    {
        private readonly ReportTable _shares = new("classes", "Class shares", ["against", "class", "rows_before", "rows", "share_before", "share", "difference", "low", "high", "p", "adjusted_p"]);
        private readonly ReportTable _tests = new("label_shift", "Shift of class shares", ["against", "by", "total_variation", "low", "high", "chi_square", "degrees_of_freedom", "p", "adjusted_p", "condition"]);
        private readonly ReportTable _estimates = new("estimates", "Class shares by a classifier's answers", ["labelled", "unlabelled", "class", "share_labelled", "share_estimated", "low", "high", "weight"]);
        private readonly List<(string Other, string By, ContingencyTest Test, Profile.Report.Interval Distance, double? Condition, long Rows)> _found = [];
        private readonly List<Finding> _fresh = [];
        private readonly List<string> _reasons = [];

        public void Compare(int o)
        {
            string other = inputs.OtherNames[o];
            LabelCounts main = LabelCounts.Of(inputs, 0);
            LabelCounts reference = LabelCounts.Of(inputs, o + 1);
            SortedDictionary<string, long> after = main.Labels();
            SortedDictionary<string, long> before = reference.Labels();
            bool both = Enough(after) && Enough(before);
            if (both)
            {
                Direct(o, other, before, after);
            }

            if (main.HasPrediction && reference.HasPrediction && (Enough(before) || Enough(after)))
            {
                // The reference's labels where it has some: they are older.
                bool byReference = Enough(before);
                Estimate(o, byReference ? other : inputs.MainName, byReference ? inputs.MainName : other, byReference ? reference : main, byReference ? main : reference);
            }
            else if (!both)
            {
                _reasons.Add($"{(Enough(after) ? other : inputs.MainName)} has fewer than {NumberText.Of(inputs.MinSize)} rows with a label (--min-size), and there is no prediction in both to estimate from (--prediction COL)");
            }
        }

        public CheckResult Result()
        {
            if (_found.Count == 0)
            {
                return CheckResult.NotMeasurable(Name, string.Join("; ", _reasons) + ".");
            }

            double[] adjusted = MultipleTests.BenjaminiHochberg([.. _found.Select(static f => f.Test.PValue)]);
            var findings = new List<Finding>();
            for (int i = 0; i < _found.Count; i++)
            {
                var (other, by, test, distance, condition, rows) = _found[i];
                _tests.Add(other, by, distance.Value, distance.Low, distance.High, test.ChiSquare, (long)test.DegreesOfFreedom, test.PValue, adjusted[i], condition);
                if (distance.Value > options.MaxLabelShift && adjusted[i] <= inputs.Alpha)
                {
                    bool labels = condition is null;
                    findings.Add((labels ? s_labels : s_estimated).Found(
                        $"Class shares of {inputs.MainName} and {other} differ{(labels ? "" : " by the answers of a classifier")}: {Percent(distance.Value)} of the rows would have to change class ({Percent(distance.Low)} to {Percent(distance.High)}; p = {Number(adjusted[i])}).") with
                    {
                        Column = inputs.Roles.Label,
                        CheckedRows = rows,
                        Statistic = test.ChiSquare,
                        StatisticName = labels ? "chi-square of labels" : "chi-square of answers",
                        Effect = distance.Value,
                        EffectLow = distance.Low,
                        EffectHigh = distance.High,
                        EffectName = "total variation",
                        PValue = test.PValue,
                        AdjustedPValue = adjusted[i],
                        Threshold = options.MaxLabelShift,
                    });
                }
            }

            return CheckResult.Of(Name, [.. findings, .. _fresh], [.. new[] { _tests, _shares, _estimates }.Where(static t => t.Rows.Count > 0)]);
        }

        private bool Enough(SortedDictionary<string, long> counts) => counts.Values.Sum() >= Math.Max(1, inputs.MinSize);

        private SeededDraw Draw(int o) => inputs.Context.Draw(Name).For((ulong)o);

        private void Direct(int o, string other, SortedDictionary<string, long> before, SortedDictionary<string, long> after)
        {
            string[] classes = [.. before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            long[] left = [.. classes.Select(c => before.GetValueOrDefault(c))];
            long[] right = [.. classes.Select(c => after.GetValueOrDefault(c))];
            ClassShift shift = ClassShift.Of(left, right, Draw(o));
            double[] adjusted = MultipleTests.BenjaminiHochberg(shift.PValues);
            for (int c = 0; c < classes.Length; c++)
            {
                _shares.Add(other, classes[c], left[c], right[c], left[c] / (double)left.Sum(), right[c] / (double)right.Sum(),
                    shift.Differences[c].Value, shift.Differences[c].Low, shift.Differences[c].High, shift.PValues[c], adjusted[c]);
                if (left[c] == 0)
                {
                    _fresh.Add(s_new.Found($"The class '{classes[c]}' has {Count(right[c], "row")} in {inputs.MainName} and none in {other}.") with
                    {
                        Column = inputs.Roles.Label,
                        Value = classes[c],
                        FailingRows = right[c],
                        CheckedRows = right.Sum(),
                        PValue = shift.PValues[c],
                        AdjustedPValue = adjusted[c],
                    });
                }
            }

            _found.Add((other, "labels", shift.Test, shift.Distance, null, left.Sum() + right.Sum()));
        }

        private void Estimate(int o, string labelled, string unlabelled, LabelCounts known, LabelCounts open)
        {
            SortedDictionary<string, long> answers = open.Predictions();
            string[] classes = [.. known.Labels().Keys.Union(known.Predictions().Keys, StringComparer.Ordinal).Union(answers.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (classes.Length > MostClasses || !Enough(answers))
            {
                _reasons.Add(classes.Length > MostClasses ? $"there are {NumberText.Of(classes.Length)} classes, and shares are estimated for {NumberText.Of(MostClasses)} at most" : $"{unlabelled} has fewer than {NumberText.Of(inputs.MinSize)} rows with a prediction (--min-size)");
                return;
            }

            long[] joint = known.Joint(classes);
            if (BlackBoxShift.Of(joint, [.. classes.Select(c => answers.GetValueOrDefault(c))], Draw(o).For("answers"u8)) is not { } found)
            {
                _reasons.Add($"the predictions in {labelled} do not tell all classes apart, so that answers say nothing about their shares");
                return;
            }

            double total = joint.Sum();
            for (int c = 0; c < classes.Length; c++)
            {
                double own = 0;
                for (int i = 0; i < classes.Length; i++)
                {
                    own += joint[(i * classes.Length) + c];
                }

                _estimates.Add(labelled, unlabelled, classes[c], own / total, found.Shares[c].Value, found.Shares[c].Low, found.Shares[c].High, double.IsNaN(found.Weights[c]) ? null : found.Weights[c]);
            }

            _found.Add((inputs.OtherNames[o], "answers", found.Answers, found.Distance, found.Condition, (long)total + answers.Values.Sum()));
        }
    }
}
