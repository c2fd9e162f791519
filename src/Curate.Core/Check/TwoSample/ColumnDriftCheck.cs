using Curate.Core.Data;
using Curate.Core.Options;
using Curate.Core.Profile;
using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using Curate.Core.Running;
using Curate.Core.Statistics;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Check.TwoSample;

/// <summary>Drift of each column against other datasets or saved profiles.</summary>
public static class ColumnDriftCheck
{
    public const string Name = "column-drift";

    private const string Test = "Benjamini-Hochberg adjusted p at most --alpha";
    private const string Levels = ", and drift above --warn-drift (a warning) or --max-drift (an error)";

    private static readonly CheckCode s_numbers = new("numbers-drift", Severity.Error, "Numbers of a column are distributed differently")
    {
        Why = "A model meets numbers in the one dataset that are rare or absent in the other; thresholds and scales fitted to one do not fit the other.",
        Formula = "Kolmogorov-Smirnov distance (of numbers, or of the lengths of texts): " + Test + Levels,
        Advice = "Look for a change of unit, source or time span; curate profile --against shows both distributions. Scale by the new data, or weigh rows (curate resample --method density-ratio-weight).",
        Option = "max-drift",
    };

    private static readonly CheckCode s_values = new("values-drift", Severity.Error, "Values of a column have other shares")
    {
        Why = "Shares of categories that move change what a model is asked, and break encodings that were fitted to the old ones.",
        Formula = "total variation of the shares of values, less what chance shows, by a chi-square test: " + Test + Levels,
        Advice = "Look at the values that grew and shrank; balance with curate resample --by COL, or weigh rows by raking.",
        Option = "max-drift",
    };

    private static readonly CheckCode s_missing = new("missing-drift", Severity.Error, "More or fewer values of a column are missing")
    {
        Why = "Values that go missing are mostly a fault of a source, and a model fills them with a guess.",
        Formula = "difference of the shares of missing values by a two-proportion test: " + Test + Levels,
        Advice = "Ask the source; where they are to be missing, learn with rows that miss them too.",
        Option = "max-drift",
    };

    private static readonly CheckCode s_unseen = new("unseen-values", Severity.Warning, "A column has values that the reference lacks")
    {
        Why = "A model has no weight for a value that it never saw.",
        Formula = "share of rows with values of which the reference has none above --max-unseen, and the chi-square test of the column's values: " + Test,
        Advice = "Correct the spelling if it is one; else add rows with the value to the training data, or encode it as unknown.",
        Option = "max-unseen",
    };

    private static readonly CheckCode s_gone = new("column-gone", Severity.Error, "A column of the reference is not in the dataset")
    {
        Why = "What learned from the reference needs the column.",
        Formula = "a column of the reference that the dataset lacks",
        Advice = "Restore the column, or rename it (curate convert --columns).",
    };

    private static readonly CheckCode s_added = new("column-added", Severity.Note, "A column is new")
    {
        Why = "Nothing that learned from the reference uses it.",
        Formula = "a column that the reference lacks",
        Advice = "Nothing to do, unless it is an old column under a new name.",
    };

    private static readonly CheckCode s_kind = new("kind-changed", Severity.Warning, "A column changed its kind")
    {
        Why = "Numbers that became texts are mostly a new code for missing values or another decimal sign; they fail or are taken for categories.",
        Formula = "the kind of the column's values over all rows differs",
        Advice = "Look at the values that do not read as before (curate profile shows examples), and correct them.",
    };

    public static CheckEntry<ColumnDriftOptions> Entry { get; } = new(Name, "Drift of every column against another dataset or a saved profile: numbers, shares of values, missing values, values never seen before.")
    {
        Memory = "that of profile, twice: sketches of each column, the same for any number of rows",
        Passes = "1 a dataset",
        Needs = "another dataset or a saved profile (--against FILE)",
        Source = "Kolmogorov-Smirnov (Stephens 1970), Pearson's chi-square, Benjamini and Hochberg 1995",
        Usage = "curate check penguins.csv --against penguins.csv --with column-drift",
        Codes = [s_numbers, s_values, s_missing, s_unseen, s_gone, s_added, s_kind],
        Defaults = new ColumnDriftOptions(),
        Options =
        [
            OptionSpec<ColumnDriftOptions>.Fraction("warn-drift", "Drift above which a column is a warning.", static (o, v) => o with { WarnDrift = v }, 0.03),
            OptionSpec<ColumnDriftOptions>.Fraction("max-drift", "Drift above which a column is an error.", static (o, v) => o with { MaxDrift = v }, 0.1),
            OptionSpec<ColumnDriftOptions>.Fraction("max-unseen", "Largest share of rows with values that the reference lacks that passes.", static (o, v) => o with { MaxUnseen = v }, 0.01),
        ],
        Validate = static o =>
        {
            if (o.WarnDrift > o.MaxDrift)
            {
                Errors.Fail.Usage("--warn-drift is above --max-drift.", "A warning comes before an error: give the smaller number to --warn-drift.");
            }
        },
        Run = Run,
        Example = static _ => new ColumnDriftOptions(),
        ExampleReadsOther = true,
    };

    private static CheckResult Run(ColumnDriftOptions options, CheckInputs inputs)
    {
        if (inputs.Others.Count + inputs.Profiles.Count == 0)
        {
            return CheckResult.NotMeasurable(Name, "It compares two datasets: pass the other one, or a state of profile --save-state, with --against FILE.");
        }

        ComparisonSide after = Side(inputs, 0);
        ComparisonSide[] sides = [.. inputs.Others.Select((_, o) => Side(inputs, o + 1)), .. inputs.Profiles];
        if (sides.Append(after).FirstOrDefault(s => s.Rows < inputs.MinSize) is { } small)
        {
            return CheckResult.NotMeasurable(Name, $"{small.Name} has {NumberText.Of(small.Rows)} rows, and a test needs {NumberText.Of(inputs.MinSize)} (--min-size).");
        }

        var schema = new List<Finding>();
        var tests = new List<(string Other, DriftTest Test)>();
        foreach (ComparisonSide before in sides)
        {
            Compare(inputs, before, after, schema, tests);
        }

        return Judged(options, inputs, schema, tests);
    }

    /// <summary>The columns of a dataset; a profile of one pass. The id is no column that could drift.</summary>
    private static ComparisonSide Side(CheckInputs inputs, int dataset) => inputs.Shared("comparison side " + NumberText.Of(dataset), shared =>
    {
        IRecordSource source = dataset == 0 ? shared.Main : shared.Others[dataset - 1];
        var options = new ProfileOptions { Columns = [.. Columns(shared).Where(source.HasColumn)], Duplicates = false };
        return ProfileRun.Run(shared.Passes, source, options).Side(dataset == 0 ? shared.MainName : shared.OtherNames[dataset - 1]);
    });

    private static IEnumerable<string> Columns(CheckInputs inputs) => inputs.Roles.Features.Count > 0 ? inputs.Roles.Features
        : inputs.Main.Schema.Fields.Concat(inputs.Others.SelectMany(static o => o.Schema.Fields)).Select(static f => f.Name).Distinct(StringComparer.Ordinal).Where(name => name != inputs.Roles.Id);

    private static void Compare(CheckInputs inputs, ComparisonSide before, ComparisonSide after, List<Finding> schema, List<(string, DriftTest)> tests)
    {
        bool named = inputs.Roles.Features.Count > 0;
        var reference = before.Columns.ToDictionary(static c => c.Name, StringComparer.Ordinal);
        var here = new HashSet<string>(after.Columns.Select(static c => c.Name), StringComparer.Ordinal);
        foreach (ColumnDistribution column in before.Columns.Where(c => !here.Contains(c.Name) && !named && c.Name != inputs.Roles.Id))
        {
            schema.Add(s_gone.Found($"The column '{column.Name}' of {before.Name} is not in {after.Name}.") with { Column = column.Name });
        }

        foreach (ColumnDistribution column in after.Columns)
        {
            if (!reference.TryGetValue(column.Name, out ColumnDistribution? was))
            {
                schema.Add(s_added.Found($"The column '{column.Name}' is not in {before.Name}.") with { Column = column.Name });
                continue;
            }

            bool valued = was.Nulls < was.Rows && column.Nulls < column.Rows;
            if (was.Kind != column.Kind && valued && !(IsNumber(was.Kind) && IsNumber(column.Kind)))
            {
                schema.Add(s_kind.Found($"The column '{column.Name}' holds {ValueText.NameOf(column.Kind)} values, and {ValueText.NameOf(was.Kind)} values in {before.Name}.") with { Column = column.Name });
            }

            // Later files have later times: only where a time is named is that a drift.
            bool isTime = column.Kind is ColumnKind.Date or ColumnKind.Time && !named;
            foreach (DriftTest test in DriftTest.All(was, column, column.Kind == ColumnKind.Text))
            {
                if (!isTime || test.Of == "missing")
                {
                    tests.Add((before.Name, test));
                }
            }
        }
    }

    private static CheckResult Judged(ColumnDriftOptions options, CheckInputs inputs, List<Finding> schema, List<(string Other, DriftTest Test)> tests)
    {
        double[] adjusted = MultipleTests.BenjaminiHochberg([.. tests.Select(static t => t.Test.PValue)]);
        var findings = new List<(Finding Finding, double Effect)>();
        var table = new ReportTable("drift", "Drift of columns", ["against", "column", "of", "drift", "low", "high", "statistic", "p", "adjusted_p", "wasserstein", "population_stability", "jensen_shannon", "unseen", "verdict"]);
        for (int t = 0; t < tests.Count; t++)
        {
            (string other, DriftTest test) = tests[t];
            double drift = Math.Abs(test.Effect.Value);
            bool sure = adjusted[t] <= inputs.Alpha;
            Severity? severity = !sure || drift <= options.WarnDrift ? null : drift > options.MaxDrift ? Severity.Error : Severity.Warning;
            bool unseen = sure && test.Unseen is { } fresh && fresh.Share > options.MaxUnseen;
            bool isOwn = test.Of is not "missing";
            table.Add(other, test.Column, test.Of, test.Effect.Value, test.Effect.Low, test.Effect.High, test.Statistic, test.PValue, adjusted[t],
                test.Wasserstein, isOwn ? test.Measures.Psi : null, isOwn ? test.Measures.JensenShannon : null, test.Unseen?.Share,
                severity is { } level ? level == Severity.Error ? "error" : "warning" : unseen ? "warning" : sure ? "small" : "passed");
            if (severity is { } raised)
            {
                findings.Add((Found(test, other, inputs.MainName, raised, adjusted[t], raised == Severity.Error ? options.MaxDrift : options.WarnDrift), drift));
            }

            if (unseen)
            {
                findings.Add((Unseen(test, other, inputs.MainName, adjusted[t], options.MaxUnseen), test.Unseen!.Value.Share));
            }
        }

        Finding[] ordered = [.. findings.OrderByDescending(static f => f.Finding.Severity).ThenByDescending(static f => f.Effect).Select(static f => f.Finding)];
        return CheckResult.Of(Name, [.. schema, .. ordered], table);
    }

    private static Finding Found(DriftTest test, string other, string main, Severity severity, double adjusted, double threshold)
    {
        string message = test.Of switch
        {
            "missing" => $"{Percent(test.Measures.NullsAfter)} of the values of '{test.Column}' are missing in {main}, and {Percent(test.Measures.NullsBefore)} in {other} (p = {Number(adjusted)}).",
            "values" => $"The values of '{test.Column}' have other shares than in {other}: {Percent(test.Effect.Value)} of the rows would have to change (p = {Number(adjusted)}).",
            _ => $"The {test.Of} of '{test.Column}' are distributed differently than in {other}: the shares up to some number differ by {Percent(test.Effect.Value)}{(test.Wasserstein is { } moved ? $", numbers lie {Number(moved)} deviations apart" : "")} (p = {Number(adjusted)}).",
        };
        CheckCode code = test.Of switch { "missing" => s_missing, "values" => s_values, _ => s_numbers };
        return code.Found(message) with
        {
            Severity = severity,
            Column = test.Column,
            CheckedRows = test.Rows,
            Statistic = test.Statistic,
            StatisticName = test.Of is "numbers" or "lengths" ? "Kolmogorov-Smirnov distance" : "chi-square",
            Effect = test.Effect.Value,
            EffectLow = test.Effect.Low,
            EffectHigh = test.Effect.High,
            EffectName = test.Of switch { "missing" => "difference of shares", "values" => "total variation less chance", _ => "Kolmogorov-Smirnov distance" },
            PValue = test.PValue,
            AdjustedPValue = adjusted,
            Threshold = threshold,
        };
    }

    private static Finding Unseen(DriftTest test, string other, string main, double adjusted, double threshold)
    {
        (long rows, double share, string value) = test.Unseen!.Value;
        return s_unseen.Found($"{Percent(share)} of the values of '{test.Column}' in {main} do not occur in {other}, most of them '{value}' (p = {Number(adjusted)}).") with
        {
            Column = test.Column,
            Value = value,
            FailingRows = rows,
            CheckedRows = test.Rows,
            Statistic = test.Statistic,
            StatisticName = "chi-square",
            Effect = share,
            EffectName = "share of unseen values",
            PValue = test.PValue,
            AdjustedPValue = adjusted,
            Threshold = threshold,
        };
    }

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal;
}
