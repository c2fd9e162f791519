using System.Text;
using Curate.Core.Errors;
using Curate.Core.Mix;
using Curate.Core.Options;
using Curate.Core.Profile.Report;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;

namespace Curate.Core.Check.Fairness;

/// <summary>
/// What a classifier's answers are for each group: rates with intervals, the largest differences between groups with a permutation test, and the shares of groups
/// against those of a population.
/// </summary>
/// <remarks>One pass that counts combinations of group, stratum, label and answer; everything else follows from the counts.</remarks>
internal static class FairnessCheck
{
    private const string Formula = "Highest less lowest value among groups with --min-size rows or more of the kind; raised above --max-gap, as a warning where the p-value of permuted groups (adjusted over measures by Benjamini and Hochberg) is above --alpha.";

    private static readonly FairnessRate[] s_rates =
        [FairnessRate.Selection, FairnessRate.TruePositive, FairnessRate.FalsePositive, FairnessRate.PositivePredictive, FairnessRate.NegativePredictive, FairnessRate.MissesAmongErrors, FairnessRate.Accuracy];

    private static readonly CheckCode s_representation = new("group-representation", Severity.Warning, "A group has fewer rows than its share of the population")
    {
        Why = "What a model learns of a group and how well it can be measured depend on how many of its rows there are.",
        Formula = "Share of rows over --reference-share below 0.8, where the chi-square test of all shares has a p-value of at most --alpha.",
        Advice = "Collect more rows of it, or weigh rows: resample --method raking.",
        Option = "reference-share",
    };

    private static readonly CheckCode[] s_codes =
    [
        Code("demographic-parity", Severity.Warning, "Groups get positive answers at different rates", "Answers are not independent of the group. Where groups differ in the label, equal rates and equal errors cannot both be had.", "Say which of parity and equal errors the use asks for; compare with the shares of positives, and with --by for what may explain the difference."),
        Code("equal-opportunity", Severity.Error, "Positives of some groups are found less often", "The classifier misses more of those who should get a positive answer in one group than in another.", "Look at the group's rows and labels; weigh or add rows of its positives (resample), or set thresholds by group."),
        Code("equalised-odds", Severity.Error, "Groups differ in how often the classifier errs", "Of two people who are alike in the label, one is more often wronged because of the group.", "Look at the group's rows and labels; weigh or add rows of the group (resample), or set thresholds by group."),
        Code("predictive-parity", Severity.Error, "A positive answer means less for some groups", "The same answer is right for more people of one group than of another, so it cannot be read without the group.", "Calibrate by group: check --with calibration --group shows where probabilities differ."),
        Code("negative-predictive-parity", Severity.Warning, "A negative answer means less for some groups", "The same answer is right for more people of one group than of another, so it cannot be read without the group.", "Calibrate by group: check --with calibration --group shows where probabilities differ."),
        Code("treatment-equality", Severity.Warning, "Errors of some groups are misses, of others false alarms", "One group bears the cost of being passed over, another that of being singled out.", "Weigh the cost of both errors; thresholds by group move the balance."),
        Code("accuracy-parity", Severity.Warning, "The classifier is right less often for some groups", "Users of one group get worse answers.", "Add rows of the group, or columns that tell its classes apart."),
        Code("conditional-parity", Severity.Error, "Groups get positive answers at different rates among rows that are alike in --by", "What was named as an explanation does not explain the difference.", "Look at the strata one by one, or name further columns with --by."),
    ];

    public static CheckEntry Entry { get; } = new CheckEntry<FairnessOptions>("group-fairness",
        "Rates, errors and shares of groups, with intervals for small groups and a permutation test.")
    {
        Memory = "the different combinations of group, stratum, label and answer, 100 bytes each",
        Passes = "1",
        Needs = "groups and answers: --group COLS --prediction COL (or --probability COL)",
        Source = "Mehrabi et al. 2021, \"A survey on bias and fairness in machine learning\"; Hardt, Price and Srebro 2016; intervals: Wilson 1927, Newcombe 1998; scaled disparity: Luo et al. 2024, \"Eye fairness\"",
        Usage = "curate check penguins.csv --with group-fairness --group island --label sex --positive MALE --score body_mass_g --decision-threshold 4200 --exit-zero",
        Codes = [.. s_codes, s_representation],
        Defaults = new FairnessOptions(),
        Options =
        [
            OptionSpec<FairnessOptions>.Text("positive", "Class that is sought or favourable, against all others; else the last in sorted order.", (o, v) => o with { Positive = v }),
            OptionSpec<FairnessOptions>.Number("decision-threshold", "Probability or score from which on the answer is positive, without --prediction.", (o, v) => o with { DecisionThreshold = v }, 0.5),
            OptionSpec<FairnessOptions>.Fraction("max-gap", "Largest difference between groups that is tolerated.", (o, v) => o with { MaxGap = v }, 0.1),
            OptionSpec<FairnessOptions>.List("measures", "Measures that can fail: " + string.Join(", ", s_codes.Select(static c => c.Code)) + ".", (o, v) => o with { Measures = v }, "all"),
            OptionSpec<FairnessOptions>.List("reference-share", "Shares of groups in the population: GROUP=SHARE, separated by commas.", (o, v) => o with { Reference = NamedNumber.Parse("reference-share", v) }),
        ],
        Validate = Validate,
        Run = Run,
        Example = static table => new FairnessOptions(),
        ExampleRoles = static table => new CheckRoles { Group = [table.Group], Label = table.Label, Score = table.Number },
    };

    private static void Validate(FairnessOptions options)
    {
        foreach (string measure in options.Measures)
        {
            if (!Array.Exists(s_codes, c => c.Code == measure))
            {
                string? nearest = NameSuggestions.Nearest(measure, s_codes.Select(static c => c.Code));
                Fail.Usage($"--measures knows no {Fail.Show(measure)}.", nearest is null ? "Measures: " + string.Join(", ", s_codes.Select(static c => c.Code)) + "." : $"Did you mean {nearest}?");
            }
        }
    }

    private static CheckResult Run(FairnessOptions options, CheckInputs inputs)
    {
        CheckRoles roles = inputs.Roles;
        if (roles.Group.Count == 0 || (roles.Prediction is null && roles.Score is null && roles.Probability.Count != 1))
        {
            return CheckResult.NotMeasurable(Entry.Name, "It compares answers between groups: pass --group COLS, and --prediction COL, or one --probability or --score COL.");
        }

        FairnessRows rows = FairnessRows.Read(inputs, options);
        if (rows.Reason is { } reason)
        {
            return CheckResult.NotMeasurable(Entry.Name, reason);
        }

        bool labelled = roles.Label is not null;
        FairnessRate[] rates = labelled ? s_rates : [FairnessRate.Selection];
        List<(string Code, FairnessRate? Rate, FairnessGap Gap, long Rows)> gaps = Gaps(rows, rates, inputs);
        if (gaps.TrueForAll(static g => g.Gap.Lowest < 0) && (options.Reference.Count == 0 || rows.All.Total == 0))
        {
            return CheckResult.NotMeasurable(Entry.Name, $"Fewer than two groups have {NumberText.Of(inputs.MinSize)} rows (--min-size) with an answer.", GroupTable(rows, rates, inputs));
        }

        double[] adjusted = MultipleTests.BenjaminiHochberg([.. gaps.Select(static g => g.Gap.PValue)]);
        var findings = new List<Finding>();
        var table = new ReportTable("fairness", $"Largest differences between groups; positive is {rows.Positive}; {NumberText.Of(rows.LeftOut)} rows without a label or an answer are left out",
            ["measure", "lowest_group", "lowest", "highest_group", "highest", "difference", "difference_low", "difference_high", "ratio", "p", "p_adjusted"]);
        for (int g = 0; g < gaps.Count; g++)
        {
            (string code, FairnessRate? rate, FairnessGap gap, long of) = gaps[g];
            if (gap.Lowest < 0)
            {
                table.Add(code, null, null, null, null, null, null, null, null, null, null);
                continue;
            }

            IReadOnlyList<string> names = rows.All.Groups;
            table.Add(code, names[gap.Lowest], gap.Low, names[gap.Highest], gap.High, gap.Difference.Value, gap.Difference.Low, gap.Difference.High, Shown(gap.Ratio), gap.PValue, adjusted[g]);
            if (gap.Difference.Value > options.MaxGap && (options.Measures.Count == 0 || options.Measures.Contains(code, StringComparer.Ordinal)))
            {
                findings.Add(Judge(Array.Find(s_codes, c => c.Code == code)!, rate, gap, adjusted[g], of, names, options, inputs));
            }
        }

        var tables = new List<ReportTable> { table, GroupTable(rows, rates, inputs) };
        if (labelled && Scaled(rows, inputs) is { } scaled)
        {
            tables.Add(scaled);
        }

        if (options.Reference.Count > 0)
        {
            tables.Add(Representation(rows, options, inputs, findings));
        }

        return CheckResult.Of(Entry.Name, [.. findings.OrderByDescending(static f => f.Severity)], tables);
    }

    private static List<(string Code, FairnessRate? Rate, FairnessGap Gap, long Rows)> Gaps(FairnessRows rows, FairnessRate[] rates, CheckInputs inputs)
    {
        var gaps = new List<(string, FairnessRate?, FairnessGap, long)>();
        var counts = new Dictionary<string, (long[] Hits, long[] Of)>(StringComparer.Ordinal);
        var found = new Dictionary<string, FairnessGap>(StringComparer.Ordinal);
        SeededDraw draw = inputs.Context.Draw("check/group-fairness");
        foreach (FairnessRate rate in rates)
        {
            (long Hits, long Of)[] each = [.. Enumerable.Range(0, rows.All.Groups.Count).Select(g => rate.Count(rows.All, g))];
            long[] hits = [.. each.Select(static c => c.Hits)];
            long[] of = [.. each.Select(static c => c.Of)];
            FairnessGap gap = FairnessGap.Of(hits, of, inputs.MinSize, inputs.Permutations, draw.For(Encoding.UTF8.GetBytes(rate.Name)));
            counts.Add(rate.Name, (hits, of));
            found.Add(rate.Name, gap);
            string? code = rate == FairnessRate.Selection ? "demographic-parity" : rate == FairnessRate.TruePositive ? "equal-opportunity" : rate == FairnessRate.PositivePredictive ? "predictive-parity"
                : rate == FairnessRate.NegativePredictive ? "negative-predictive-parity" : rate == FairnessRate.MissesAmongErrors ? "treatment-equality" : rate == FairnessRate.Accuracy ? "accuracy-parity" : null;
            if (code is not null)
            {
                gaps.Add((code, rate, gap, of.Sum()));
            }
            else
            {
                FairnessGap positives = found[FairnessRate.TruePositive.Name];
                FairnessGap larger = FairnessGap.Larger(positives, gap, counts[FairnessRate.TruePositive.Name], (hits, of), inputs.MinSize, inputs.Permutations, draw.For("equalised-odds"u8));
                bool ofPositives = positives.Difference.Value >= gap.Difference.Value;
                gaps.Add(("equalised-odds", ofPositives ? FairnessRate.TruePositive : rate, larger, rows.All.Total));
            }
        }

        if (rows.Strata.Count > 0)
        {
            ConditionalGap gap = ConditionalGap.Of(rows.Strata, rows.All, inputs.MinSize, inputs.Permutations, draw.For("conditional-parity"u8));
            gaps.Add(("conditional-parity", FairnessRate.Selection, new FairnessGap(gap.Lowest, gap.Highest, gap.Low, gap.High, gap.Difference, gap.PValue), gap.Rows));
        }

        return gaps;
    }

    private static Finding Judge(CheckCode code, FairnessRate? rate, FairnessGap gap, double adjusted, long of, IReadOnlyList<string> names, FairnessOptions options, CheckInputs inputs)
    {
        bool significant = adjusted <= inputs.Alpha;
        string doubt = significant ? "" : ", which chance may explain";
        return code.Found($"{Capital(rate!.Words)}{(code.Code == "conditional-parity" ? " among rows alike in --by" : "")}: {Percent(gap.Low)} for {names[gap.Lowest]} and {Percent(gap.High)} for {names[gap.Highest]}{doubt}.") with
        {
            Severity = significant ? code.Severity : Severity.Warning,
            Value = names[gap.Lowest],
            CheckedRows = of,
            Effect = gap.Difference.Value,
            EffectLow = gap.Difference.Low,
            EffectHigh = gap.Difference.High,
            EffectName = "difference",
            Statistic = double.IsNaN(gap.Ratio) ? null : gap.Ratio,
            StatisticName = "ratio",
            PValue = gap.PValue,
            AdjustedPValue = adjusted,
            Threshold = options.MaxGap,
        };
    }

    /// <summary>Every group, small ones too, against all other rows.</summary>
    private static ReportTable GroupTable(FairnessRows rows, FairnessRate[] rates, CheckInputs inputs)
    {
        var table = new ReportTable("fairness_groups", "Groups, each against all other rows",
            ["group", "measure", "rows", "value", "low", "high", "others", "difference", "difference_low", "difference_high", "ratio", "p", "p_adjusted", "tested"]);
        var lines = new List<(object?[] Cells, double P)>();
        for (int g = 0; g < rows.All.Groups.Count; g++)
        {
            foreach (FairnessRate rate in rates)
            {
                (long hits, long of) = rate.Count(rows.All, g);
                long otherHits = -hits;
                long others = -of;
                for (int other = 0; other < rows.All.Groups.Count; other++)
                {
                    (long h, long o) = rate.Count(rows.All, other);
                    otherHits += h;
                    others += o;
                }

                Interval value = Proportions.Wilson(hits, of);
                Interval difference = Proportions.Difference(otherHits, others, hits, of);
                bool tested = of >= inputs.MinSize && others >= inputs.MinSize;
                double elsewhere = (double)otherHits / others;
                double p = tested ? FisherExact.MidP(hits, of - hits, otherHits, others - otherHits) : double.NaN;
                lines.Add(([rows.All.Groups[g], rate.Name, of, Shown(value.Value), Shown(value.Low), Shown(value.High), Shown(elsewhere), Shown(difference.Value), Shown(difference.Low), Shown(difference.High),
                    Shown(elsewhere > 0 ? value.Value / elsewhere : double.NaN), Shown(p), null, tested ? "yes" : "no, fewer rows than --min-size"], p));
            }
        }

        double[] adjusted = MultipleTests.BenjaminiHochberg([.. lines.Select(static l => l.P)]);
        for (int l = 0; l < lines.Count; l++)
        {
            lines[l].Cells[12] = Shown(adjusted[l]);
            table.Rows.Add(lines[l].Cells);
        }

        return table;
    }

    /// <summary>How much accuracies of groups spread, over the accuracy of all rows.</summary>
    private static ReportTable? Scaled(FairnessRows rows, CheckInputs inputs)
    {
        int[] groups = [.. Enumerable.Range(0, rows.All.Groups.Count).Where(g => rows.All.Rows(g) >= inputs.MinSize)];
        if (groups.Length < 2)
        {
            return null;
        }

        var cells = new long[groups.Length * 2];
        for (int g = 0; g < groups.Length; g++)
        {
            (long hits, long of) = FairnessRate.Accuracy.Count(rows.All, groups[g]);
            cells[2 * g] = hits;
            cells[(2 * g) + 1] = of - hits;
        }

        Interval[] figures = Bootstrap.OfCounts(cells, 3, ScaledDisparity.Of, inputs.Context.Draw("check/group-fairness/scaled"));
        var table = new ReportTable("scaled_disparity", "Spread of accuracy over groups, divided by the accuracy of all rows", ["measure", "value", "low", "high"]);
        foreach ((string name, Interval figure) in new[] { "accuracy", "standard-deviation", "range" }.Zip(figures))
        {
            table.Add(name, Shown(figure.Value), Shown(figure.Low), Shown(figure.High));
        }

        return table;
    }

    private static ReportTable Representation(FairnessRows rows, FairnessOptions options, CheckInputs inputs, List<Finding> findings)
    {
        const double FourFifths = 0.8;
        double whole = options.Reference.Sum(static r => r.Value);
        long all = rows.All.Total;
        var table = new ReportTable("representation", "Shares of groups against the population", ["group", "rows", "share", "share_low", "share_high", "reference", "ratio"]);
        double statistic = 0;
        var shares = new List<(string Group, long Rows, double Reference)>();
        foreach (NamedNumber reference in options.Reference)
        {
            int group = rows.All.Groups.ToList().IndexOf(reference.Name);
            long own = group < 0 ? 0 : rows.All.Rows(group);
            double expected = all * reference.Value / whole;
            statistic += expected > 0 ? (own - expected) * (own - expected) / expected : 0;
            shares.Add((reference.Name, own, reference.Value / whole));
        }

        double p = shares.Count > 1 && all > 0 ? ChiSquareDistribution.Upper(statistic, shares.Count - 1) : double.NaN;
        foreach ((string group, long own, double reference) in shares)
        {
            Interval share = Proportions.Wilson(own, all);
            double ratio = reference > 0 ? share.Value / reference : double.NaN;
            table.Add(group, own, Shown(share.Value), Shown(share.Low), Shown(share.High), reference, Shown(ratio));
            if (ratio < FourFifths && p <= inputs.Alpha)
            {
                findings.Add(s_representation.Found($"{group} has {Percent(share.Value)} of the rows and {Percent(reference)} of the population.") with
                {
                    Value = group,
                    CheckedRows = all,
                    FailingRows = own,
                    Effect = ratio,
                    EffectLow = share.Low / reference,
                    EffectHigh = share.High / reference,
                    EffectName = "share over reference",
                    Statistic = statistic,
                    StatisticName = "chi-square",
                    PValue = p,
                    Threshold = FourFifths,
                });
            }
        }

        return table;
    }

    private static CheckCode Code(string code, Severity severity, string title, string why, string advice) =>
        new(code, severity, title) { Why = why, Formula = Formula, Advice = advice, Option = "max-gap" };

    private static string Percent(double share) => NumberText.Of(Math.Round(100 * share, 1)) + "%";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private static object? Shown(double value) => double.IsNaN(value) ? null : value;
}
