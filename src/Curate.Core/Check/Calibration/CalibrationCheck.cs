using Curate.Core.Options;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Calibration;

/// <summary>
/// Whether probabilities are what they say: binned calibration error against the one that right probabilities would show, Brier score with its parts,
/// log-loss, temperature, and the balance score, over all rows and by group.
/// </summary>
/// <remarks>One pass and O(n) memory; O(draws x n) for the error by chance.</remarks>
internal static class CalibrationCheck
{
    private static readonly CheckCode s_error = new("miscalibrated", Severity.Error, "Probabilities are not what they say")
    {
        Why = "Thresholds, costs and averages of models take a probability at its word.",
        Formula = "Sum over bins of equal mass of |mean probability - share of events|, by rows, less the mean of the same sum for events that are drawn from the probabilities; raised above --max-error, as a warning where the p-value of the draws (adjusted over groups) is above --alpha.",
        Advice = "Recalibrate on held-out rows: divide logits by the temperature shown, or fit an isotonic regression; then check on other rows.",
        Option = "max-error",
    };

    private static readonly CheckCode s_cancels = new("calibration-cancels", Severity.Warning, "Over- and under-confidence cancel in the balance score")
    {
        Why = "Accuracy less mean confidence is near 0 though probabilities are wrong in both directions.",
        Formula = "Absolute balance score at most a quarter of the calibration error, where that is raised.",
        Advice = "Look at the reliability table instead: rows with high and with low probabilities err in opposite directions.",
        Option = "max-error",
    };

    public static CheckEntry Entry { get; } = new CheckEntry<CalibrationOptions>("calibration",
        "Whether probabilities are what they say, overall and by group.")
    {
        Memory = "21 bytes a row, 12 more while bins are made",
        Passes = "1",
        Needs = "a label and a probability: --label COL --probability COL",
        Source = "Broecker and Smith 2007; Murphy 1973; Spiegelhalter 1986; Guo et al. 2017; balance score: Rethinking evaluation metric for probability estimation models using esports data, 2023",
        Usage = "curate check scored.csv --with calibration --label class --probability p",
        Codes = [s_error, s_cancels],
        Defaults = new CalibrationOptions(),
        Options =
        [
            OptionSpec<CalibrationOptions>.Text("positive", "Class that one probability column speaks of; else the last in sorted order.", (o, v) => o with { Positive = v }),
            OptionSpec<CalibrationOptions>.Whole("bins", "Bins of the reliability table and of calibration errors.", (o, v) => o with { Bins = (int)v }, 10, 2, 1000),
            OptionSpec<CalibrationOptions>.Fraction("max-error", "Calibration error beyond chance that is tolerated.", (o, v) => o with { MaxError = v }, 0.05),
        ],
        Run = Run,
        Example = static table => new CalibrationOptions { Bins = 4 },
        ExampleRoles = static table => new CheckRoles { Label = table.Label, Probability = [table.Number], Group = [table.Group] },
    };

    private static CheckResult Run(CalibrationOptions options, CheckInputs inputs)
    {
        if (inputs.Roles.Label is null || inputs.Roles.Probability.Count == 0)
        {
            return CheckResult.NotMeasurable(Entry.Name, "It compares probabilities with labels: pass --label COL and --probability COL.");
        }

        using CalibrationRows rows = CalibrationRows.Read(inputs, options.Positive);
        if (rows.Reason is { } reason)
        {
            return CheckResult.NotMeasurable(Entry.Name, reason);
        }

        if (rows.Chances.Length < inputs.MinSize)
        {
            return CheckResult.NotMeasurable(Entry.Name, $"{NumberText.Of(rows.Chances.Length)} rows have a label and a probability; --min-size asks for {NumberText.Of(inputs.MinSize)}.");
        }

        var parts = new List<CalibrationPart> { CalibrationPart.Of(null, rows.Chances, rows.Events, options, inputs) };
        var small = new List<(string Group, long Rows)>();
        List<int>[] members = rows.ByGroup();
        for (int g = 0; g < rows.Groups.Count; g++)
        {
            List<int> own = members[g];
            if (own.Count < inputs.MinSize)
            {
                small.Add((rows.Groups[g], own.Count));
            }
            else
            {
                parts.Add(CalibrationPart.Of(rows.Groups[g], [.. own.Select(i => rows.Chances[i])], [.. own.Select(i => rows.Events[i])], options, inputs));
            }
        }

        double[] adjusted = MultipleTests.BenjaminiHochberg([.. parts.Select(static p => p.Null.PValue)]);
        var findings = new List<Finding>();
        for (int p = 0; p < parts.Count; p++)
        {
            Judge(parts[p], adjusted[p], options, inputs, findings);
        }

        return CheckResult.Of(Entry.Name, [.. findings.OrderByDescending(static f => f.Severity)], Measures(rows, parts, adjusted, small), Reliability(parts[0]));
    }

    private static void Judge(CalibrationPart part, double adjusted, CalibrationOptions options, CheckInputs inputs, List<Finding> findings)
    {
        double excess = part.Error.Value - part.Null.Mean;
        if (!(excess > options.MaxError))
        {
            return;
        }

        string whose = part.Group is null ? "Probabilities" : $"Probabilities of group {part.Group}";
        string over = part.Equal.MeanChance > part.Equal.Share ? "more" : "less";
        findings.Add(s_error.Found($"{whose} are off by {NumberText.Of(Math.Round(part.Error.Value, 4))} on average, where chance gives {NumberText.Of(Math.Round(part.Null.Mean, 4))}; their mean is {NumberText.Of(Math.Round(part.Equal.MeanChance, 4))}, {over} than the share of {NumberText.Of(Math.Round(part.Equal.Share, 4))}.") with
        {
            Severity = adjusted <= inputs.Alpha ? Severity.Error : Severity.Warning,
            Column = inputs.Roles.Probability.Count == 1 ? inputs.Roles.Probability[0] : null,
            Value = part.Group,
            CheckedRows = part.Equal.Rows,
            Statistic = part.Error.Value,
            StatisticName = "calibration error",
            Effect = excess,
            EffectLow = part.Error.Low - part.Null.Mean,
            EffectHigh = part.Error.High - part.Null.Mean,
            EffectName = "calibration error beyond chance",
            PValue = part.Null.PValue,
            AdjustedPValue = adjusted,
            Threshold = options.MaxError,
        });
        if (Math.Abs(part.Balance) <= part.Error.Value / 4)
        {
            findings.Add(s_cancels.Found($"{whose} have a balance score of {NumberText.Of(Math.Round(part.Balance, 4))} and a calibration error of {NumberText.Of(Math.Round(part.Error.Value, 4))}: they err in both directions.") with
            {
                Value = part.Group,
                CheckedRows = part.Equal.Rows,
                Effect = part.Balance,
                EffectName = "balance score",
                Threshold = part.Error.Value / 4,
            });
        }
    }

    private static ReportTable Measures(CalibrationRows rows, List<CalibrationPart> parts, double[] adjusted, List<(string Group, long Rows)> small)
    {
        var table = new ReportTable("calibration", rows.Positive is null ? "Probability of the answer" : $"Probability of class {rows.Positive}; {NumberText.Of(rows.LeftOut)} rows without a label or a probability are left out",
            ["group", "rows", "share", "mean_probability", "error", "error_low", "error_high", "error_by_chance", "p", "p_adjusted", "error_equal_width", "brier", "reliability", "resolution", "uncertainty", "within_bins", "log_loss", "spiegelhalter_z", "spiegelhalter_p", "temperature", "balance"]);
        for (int p = 0; p < parts.Count; p++)
        {
            CalibrationPart part = parts[p];
            CalibrationMeasures m = part.Equal;
            double z = m.SpiegelhalterZ;
            table.Add(part.Group ?? "(all)", (long)m.Rows, m.Share, m.MeanChance, part.Error.Value, Shown(part.Error.Low), Shown(part.Error.High), part.Null.Mean, part.Null.PValue, adjusted[p], part.Width.Error,
                m.Brier, m.Reliability, m.Resolution, m.Uncertainty, m.WithinBins, m.LogLoss, Shown(z), Shown(2 * NormalDistribution.Upper(Math.Abs(z))), Shown(part.Temperature), part.Balance);
        }

        foreach ((string group, long count) in small)
        {
            // Too few rows to be measured, but there.
            object?[] cells = new object?[table.Columns.Count];
            cells[0] = group;
            cells[1] = count;
            table.Rows.Add(cells);
        }

        return table;
    }

    private static ReportTable Reliability(CalibrationPart part)
    {
        var table = new ReportTable("reliability", "Reliability, by bins of the same width", ["from", "to", "rows", "mean_probability", "share", "share_low", "share_high"]);
        int bins = part.Width.Count.Length;
        for (int b = 0; b < bins; b++)
        {
            Interval share = Proportions.Wilson(part.Width.Hits[b], part.Width.Count[b]);
            table.Add((double)b / bins, (b + 1.0) / bins, part.Width.Count[b], Shown(part.Width.Chance[b]), Shown(share.Value), Shown(share.Low), Shown(share.High));
        }

        return table;
    }

    private static object? Shown(double value) => double.IsNaN(value) ? null : value;
}
