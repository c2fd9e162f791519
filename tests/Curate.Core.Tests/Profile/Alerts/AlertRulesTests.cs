using Curate.Core.Profile;
using Curate.Core.Profile.Alerts;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;
using static Curate.Core.Tests.Profile.Alerts.AlertReports;

namespace Curate.Core.Tests.Profile.Alerts;

public sealed class AlertRulesTests
{
    private static readonly Dictionary<string, (ProfileReport Report, double Value)> s_planted = new()
    {
        ["all-null"] = (With(Measure with { Nulls = 10_000, Numeric = null, Evidence = [], Top = [], Type = SemanticType.Empty }), 10_000),
        ["class-share-change"] = (With(Compared with { Classes = [Share(6000, 5000)] }), 0.1),
        ["constant-column"] = (With(Texts("c", SemanticType.Constant, ("x", 10_000))), 1),
        ["constant-length"] = (With(Words with { Text = Words.Text! with { Lengths = new() { Count = 10_000, Min = 12, Max = 12 } } }), 12),
        ["dates-as-text"] = (With(Texts("day", SemanticType.Category, ("31/12/2024", 5100), ("1/2/2023", 4900)) with { Text = new() { Lengths = Words.Text!.Lengths, Shapes = [ValueCount.Exact("9/9/9", 10_000, 10_000)] } }), 1),
        ["distribution-shift"] = (With(Compared with { Columns = [Shift with { Size = "large", Psi = 0.7 }] }), 0.7),
        ["duplicate-rows"] = (Clean with { Duplicates = new() { DistinctRows = Estimate.Exact(9900), DuplicateRows = Estimate.Exact(100) } }, 0.01),
        ["duplicate-vectors"] = (With(Vector with { Vector = Vector.Vector! with { Duplicates = Estimate.Exact(7) } }), 7),
        ["empty-cells"] = (Clean with { Crosses = [Clean.Crosses[0] with { EmptyCells = [("Bern", "yes")] }] }, 1),
        ["high-cardinality"] = (With(Category with { Distinct = Estimate.Exact(300), Top = [.. Enumerable.Range(0, 10).Select(static i => ValueCount.Exact("v" + i, 50 - i, 10_000))] }), 300),
        ["imbalanced-category"] = (With(Texts("c", SemanticType.Category, ("a", 9700), ("b", 200), ("c", 100))), 1 - Imbalance.NormalisedEntropy([9700, 200, 100])),
        ["imbalanced-class"] = (With(Balanced with { Classes = [Class("no", 9700), Class("yes", 300)], NormalisedEntropy = Imbalance.NormalisedEntropy([9700, 300]) }), 1 - Imbalance.NormalisedEntropy([9700, 300])),
        ["infinities"] = (With(Measure with { Numeric = Measure.Numeric! with { PositiveInfinities = 1, Count = 9999 } }), 0.0001),
        ["missing-values"] = (With(Measure with { Nulls = 500, Numeric = Measure.Numeric! with { Count = 9500 } }), 0.05),
        ["mixed-kinds"] = (With(Words with { Evidence = [ValueCount.Exact("whole", 9800, 10_000), ValueCount.Exact("text", 200, 10_000)] }), 0.98),
        ["nan-values"] = (With(Measure with { Numeric = Measure.Numeric! with { NaNs = 4, Count = 9996 } }), 4),
        ["near-constant"] = (With(Texts("c", SemanticType.Category, ("a", 9950), ("b", 50))), 0.995),
        ["new-categories"] = (With(Compared with { Columns = [Shift with { NewValues = [ValueCount.Exact("Zug", 9, 10_000)] }] }), 1),
        ["null-like-values"] = (With(Category with { NullLike = [ValueCount.Exact("NA", 12, 10_000)] }), 12),
        ["padded-text"] = (With(Category with { Text = Category.Text! with { Padded = 3 } }), 3),
        ["rare-target"] = (With(Balanced with { NumericTarget = new() { Bins = [], BinImbalance = 80, RareRows = 300, IsImbalanced = true } }), 80),
        ["schema-changed"] = (With(Compared with { Removed = ["age"] }), 1),
        ["sentinel-values"] = (With(Measure with { Top = [ValueCount.Exact("-999", 80, 10_000)], Numeric = Measure.Numeric! with { Min = -999 } }), 997.4),
        ["skewed"] = (With(Measure with { Numeric = Measure.Numeric! with { Skewness = -45 } }), 45),
        ["small-classes"] = (With(Balanced with { BelowMinimum = ["yes"], Classes = [Class("no", 60), Class("yes", 40)] }), 40),
        ["strong-association"] = (Clean with { Associations = [Clean.Associations[0] with { Value = -0.95 }] }, 0.95),
        ["suspicious-separability"] = (With(Balanced with { Separability = Balanced.Separability! with { NearestMean = new(0.998, 0.99, 1) } }), 0.998),
        ["suspiciously-uniform"] = (With(Measure with { Numeric = Measure.Numeric! with { Histogram = [.. Enumerable.Range(0, 10).Select(static i => new HistogramBin(i, i + 1, 1000))] } }), 1),
        ["unique-column"] = (With(Words with { Type = SemanticType.Identifier, Distinct = Estimate.Exact(10_000), TopIsExact = true }), 10_000),
        ["value-variants"] = (With(Category with { Text = Category.Text! with { Variants = ["Bern: bern, BERN"] } }), 1),
        ["vanished-categories"] = (With(Compared with { Columns = [Shift with { VanishedValues = [ValueCount.Exact("Zug", 9, 10_000)] }] }), 1),
        ["zero-vectors"] = (With(Vector with { Vector = Vector.Vector! with { ZeroVectors = 2 } }), 2),
        ["zeros"] = (With(Measure with { Numeric = Measure.Numeric! with { Zeros = 700 } }), 0.07),
    };

    public static TheoryData<string> Codes => [.. AlertCodes.All.Select(static c => c.Code)];

    [Fact]
    public void Of_a_clean_report_is_empty() => Assert.Empty(AlertRules.Of(Clean, new()));

    [Theory]
    [MemberData(nameof(Codes))]
    public void Of_one_planted_fault_raises_that_alert_alone(string code)
    {
        Alert alert = Assert.Single(AlertRules.Of(s_planted[code].Report, new()));
        AlertCode known = AlertCodes.All.Single(c => c.Code == code);
        Assert.Equal(code, alert.Code);
        Assert.Equal(known.Severity, alert.Severity);
        Assert.Equal(s_planted[code].Value, alert.Value!.Value, 9);
        Assert.NotNull(alert.Threshold);
        Assert.EndsWith(code == "strong-association" ? "them." : ".", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_codes_are_sorted_and_say_everything()
    {
        string[] codes = [.. AlertCodes.All.Select(static c => c.Code)];
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(AlertCodes.All, static c => Assert.All(new[] { c.Title, c.Why, c.Formula, c.Advice }, static t => Assert.False(string.IsNullOrWhiteSpace(t))));
    }

    [Fact]
    public void Thresholds_are_members_of_the_options()
    {
        string[] members = [.. typeof(AlertThresholds).GetProperties().Concat(typeof(ProfileOptions).GetProperties()).Select(static p => p.Name)];
        foreach (AlertCode code in AlertCodes.All.Where(static c => c.Threshold is not null))
        {
            Assert.Contains(string.Concat(code.Threshold!.Split('-').Select(static w => char.ToUpperInvariant(w[0]) + w[1..])), members);
        }
    }

    [Theory]
    [InlineData("missing-values", 0.2)]
    [InlineData("zeros", 0.2)]
    [InlineData("skewed", 50)]
    [InlineData("high-cardinality", 1000)]
    [InlineData("strong-association", 0.99)]
    [InlineData("distribution-shift", 0.9)]
    [InlineData("class-share-change", 0.3)]
    public void Of_a_higher_threshold_is_silent(string code, double threshold)
    {
        var thresholds = new AlertThresholds
        {
            Missing = threshold,
            Zeros = threshold,
            Skewness = threshold,
            Cardinality = (long)threshold,
            Association = threshold,
            Shift = threshold,
            ClassShare = threshold,
        };
        Assert.DoesNotContain(AlertRules.Of(s_planted[code].Report, thresholds), a => a.Code == code);
    }

    [Fact]
    public void Of_several_faults_puts_errors_first_and_sorts_by_code()
    {
        ProfileReport report = Clean with
        {
            Columns = [s_planted["zeros"].Report.Columns[0], s_planted["padded-text"].Report.Columns[0], s_planted["nan-values"].Report.Columns[0], s_planted["missing-values"].Report.Columns[0]],
        };
        Assert.Equal(["nan-values", "missing-values", "padded-text", "zeros"], AlertRules.Of(report, new()).Select(static a => a.Code));
    }

    [Fact]
    public void Imbalance_of_a_category_with_hidden_values_is_a_lower_bound()
    {
        ValueCount[] all = [.. new long[] { 9000, 500, 300, 150, 50 }.Select(static (c, i) => ValueCount.Exact("v" + i, c, 10_000))];
        double whole = ValueRules.LeastImbalance(all, 10_000, 10_000, 5);
        double part = ValueRules.LeastImbalance(all[..2], 9500, 10_000, 5);
        Assert.Equal(1 - Imbalance.NormalisedEntropy([9000, 500, 300, 150, 50]), whole, 12);
        Assert.True(part < whole && part > whole - 0.1);
    }

    [Theory]
    [InlineData("9/9/9", true)]
    [InlineData("99.99.9999", true)]
    [InlineData("9 Aa 9", true)]
    [InlineData("9/9/9 9:9", true)]
    [InlineData("9.9", false)]
    [InlineData("9-9-9-9", false)]
    [InlineData("Aa", false)]
    public void IsDateShape_knows_days(string shape, bool expected) => Assert.Equal(expected, TextRules.IsDateShape(shape));

    [Theory]
    [InlineData("31/12/2024", true)]
    [InlineData("3 March 2024", true)]
    [InlineData("2024.1.5 10:20", true)]
    [InlineData("555-123-4567", false)]
    [InlineData("10.200.3", false)]
    [InlineData("32/44/2024", false)]
    public void CanBeDate_refuses_other_numbers(string value, bool expected) => Assert.Equal(expected, TextRules.CanBeDate(value));

    [Fact]
    public void Sentinels_inside_the_range_are_values()
    {
        ColumnReport percent = Measure with { Top = [ValueCount.Exact("99", 80, 10_000)], Numeric = Measure.Numeric! with { Min = 0, Max = 99, Quantiles = [new(0.05, 10), new(0.5, 60), new(0.95, 97)] } };
        Assert.Empty(AlertRules.Of(With(percent), new()));
    }

    [Fact]
    public void Null_like_texts_among_numbers_are_not_mixed_kinds()
    {
        ColumnReport column = Words with { Evidence = [ValueCount.Exact("whole", 9990, 10_000), ValueCount.Exact("text", 10, 10_000)], NullLike = [ValueCount.Exact("NA", 10, 10_000)] };
        Assert.Equal(["null-like-values"], AlertRules.Of(With(column), new()).Select(static a => a.Code));
    }

    [Fact]
    public void A_rare_class_raises_no_alert_of_categories()
    {
        ColumnReport label = Texts("y", SemanticType.Category, ("no", 9950), ("yes", 50));
        ProfileReport report = With(label) with { Balance = [Balanced with { Classes = [Class("no", 9950), Class("yes", 50)], NormalisedEntropy = Imbalance.NormalisedEntropy([9950, 50]) }] };
        Assert.Equal(["imbalanced-class"], AlertRules.Of(report, new()).Select(static a => a.Code));
    }

    [Fact]
    public void Of_an_empty_table_and_of_one_row_is_silent()
    {
        ColumnReport none = Measure with { Rows = 0, Numeric = null, Top = [], Distinct = Estimate.Exact(0), Evidence = [] };
        Assert.Empty(AlertRules.Of(new() { Name = "t", Rows = 0, Columns = [none] }, new()));
        ColumnReport one = none with { Rows = 1, Distinct = Estimate.Exact(1), Type = SemanticType.Constant };
        Assert.Empty(AlertRules.Of(new() { Name = "t", Rows = 1, Columns = [one] }, new()));
    }
}
