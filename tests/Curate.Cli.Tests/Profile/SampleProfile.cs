using Curate.Cli.Reports.Profile;
using Curate.Core.Data;
using Curate.Core.Dependencies;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Tests.Profile;

/// <summary>Profiles built by hand that have every part of the model.</summary>
internal static class SampleProfile
{
    private static readonly Estimate s_few = new(1_204_334, 1_151_000, 1_262_000, false);

    /// <summary>Every part, with names that need care: wide signs, bars, an escape sequence, mark-up.</summary>
    public static ProfileReport Full { get; } = new()
    {
        Name = "penguins and others.csv",
        Rows = 1_500_000,
        Bytes = 750_000_000,
        Seed = 42,
        SampleRows = 10_000,
        Columns = [Measure(), Counted(), Category(), FreeText(), Identifier(), Day(), Vectors(), Mixed(), Constant(), Empty(), Flag(), Nested(), Hostile()],
        Duplicates = new DuplicateReport { DistinctRows = s_few, DuplicateRows = new(295_666, 238_000, 349_000, false), Keys = ["id", "埋め込み"], KeysAreExact = false },
        Associations =
        [
            new AssociationReport { First = "flipper_length_mm", Second = "visits", Measure = "pearson", Value = -0.871, Others = [("spearman", -0.84), ("mutual-information", 0.62)], Rows = 1_499_000 },
            new AssociationReport { First = "species", Second = "flag", Measure = "cramers-v", Value = 0.42, Others = [("mutual-information", 0.1)], Rows = 10_000, Sampled = true },
            new AssociationReport { First = "species", Second = "flipper_length_mm", Measure = "correlation-ratio", Value = 0.3, Rows = 10_000, Sampled = true },
        ],
        AssociationColumns = ["species", "flipper_length_mm", "visits", "flag"],
        Balance = [Label(), Group(), Several(), Target()],
        Crosses = [Cross()],
        Metrics = Metrics(),
        Comparison = Comparison(),
        Dependencies = Dependencies(),
        Diversity = Diversity(),
        Storage = new StorageReport
        {
            Format = "parquet",
            Facts = [("row groups", "12"), ("created by", "some writer 1.0")],
            Columns = [new StoredColumn { Path = "species", Type = "BYTE_ARRAY (string)", Encodings = ["PLAIN", "RLE_DICTIONARY"], Codec = "ZSTD", CompressedBytes = 12_345, UncompressedBytes = 45_678, NullPages = 0 }],
        },
        Alerts =
        [
            new Alert { Code = "all-null", Severity = AlertSeverity.Error, Columns = ["empty"], Message = "No value in 1,500,000 rows." },
            new Alert { Code = "imbalanced-class", Severity = AlertSeverity.Warning, Columns = ["species"], Message = "The unevenness of the classes is 0.61: the largest has 1,200,000 rows, the smallest 12.", Value = 0.61, Threshold = 0.5 },
            .. Enumerable.Range(0, 6).Select(static i => new Alert { Code = "missing-values", Severity = AlertSeverity.Warning, Columns = [$"column {i}"], Message = $"{2 * (i + 1)}% of the values are missing.", Value = 0.02 * (i + 1), Threshold = 0.01 }),
            new Alert { Code = "duplicate-rows", Severity = AlertSeverity.Note, Message = "About 295,666 rows repeat another one.", Value = 0.197, Threshold = 0 },
        ],
    };

    private static DiversityReport Diversity() => new()
    {
        Columns = ["埋め込み"],
        Dimension = 64,
        Similarity = "cosine",
        Text = "text",
        Score = "score",
        Loss = "loss",
        Weight = "weight",
        Source = "made by",
        SampleLimit = 1000,
        Sets = [Set("all", 1_500_000, 1000), Set("a model", 900_000, 1000), Set("", 12, 12) with { Score = null, MissingVectors = 3, VendiIsExact = false, VendiRows = 9 }],
        Filter = [new QualityStep(0, -1.5, Sampled(1000)), new QualityStep(0.9, 0.875, Sampled(100))],
    };

    private static DiversitySet Set(string name, long rows, long sample) => new()
    {
        Name = name,
        Rows = rows,
        MissingVectors = 12,
        ZeroVectors = 1,
        Score = Numbers(rows),
        Loss = Numbers(rows),
        TextBytes = Numbers(rows),
        TextTokens = Numbers(rows),
        VendiRows = rows - 13,
        VendiIsExact = true,
        Vendi = [new(0.1, 55.25), new(1, 31.5), new(double.PositiveInfinity, 4.75)],
        Sample = Sampled(sample),
    };

    private static SampledDiversity Sampled(long rows) => new()
    {
        Rows = rows,
        Vectors = rows,
        Vendi = [new(0.1, 50.5), new(1, 30.25), new(double.PositiveInfinity, 4.5)],
        MeanDistance = 0.875,
        NearestDistance = 0.125,
        ClusterEntropy = 3.25,
        Texts = rows,
        DistinctGrams = [0.25, 0.5, null],
        Compression = 2.75,
        TokenEntropy = 6.5,
    };

    private static DependencyReport Dependencies() => new()
    {
        Columns = ["zip", "city", "埋め込み"],
        LeftOut = ["vector"],
        Options = new DependencyOptions(),
        Rows = 1_500_000,
        ExactCount = 30,
        FromKeys = 8,
        BelowSupport = 2,
        Exact = [new Dependency { From = ["zip"], To = "state", Measures = Broken(0) }, new Dependency { From = [], To = "埋め込み", Measures = Broken(0) }],
        AlmostCount = 1,
        Almost =
        [
            new Dependency
            {
                From = ["zip", "street"],
                To = "city",
                Measures = Broken(15_000),
                BrokenGroups = 7,
                Broken = [new BrokenGroup { Left = ["10115", null], Rows = 30, Violations = 2, Values = [new GroupValue("Berlin", 28, 4), new GroupValue("Ber|in", 2, 99)] }],
                Rows = [99, 204],
            },
        ],
        KeyCount = 2,
        Keys = [["id"], ["zip", "street"]],
        InclusionCount = 1,
        Inclusions = [new Inclusion { Column = "zip", In = "code", IsOther = true, Distinct = 900, Shared = 898, Rows = 12, Missing = ["00000"] }],
        TypoCount = 1,
        Typos = [new TypoCandidate { Column = "city", Value = "Ber|in", Proposed = "Berlin", Rows = 2, FirstRow = 99, From = ["zip", "street"] }],
        Complete = 3,
        IsExhausted = false,
        IsCut = true,
        LeftSides = 1234,
        Work = 2_000_000_001,
        Note = "A note.",
    };

    private static DependencyMeasures Broken(long violations) => new()
    {
        Rows = 1_500_000,
        Groups = 900,
        Support = 1_499_000,
        Violations = violations,
        Pairs = violations * 1000,
        Pdep = violations == 0 ? 1 : 0.98,
        PdepOfRight = 0.1,
    };

    /// <summary>A table without rows.</summary>
    public static ProfileReport Nothing { get; } = new() { Name = "empty.csv", Rows = 0, Columns = [], Limit = 10 };

    /// <summary>Many columns like the numeric one.</summary>
    public static ProfileReport Wide(int columns) => new()
    {
        Name = "wide.csv",
        Rows = 60_000,
        Bytes = 100_000_000,
        SampleRows = 10_000,
        Columns = [.. Enumerable.Range(0, columns).Select(static i => (i % 3 == 0 ? Measure() : i % 3 == 1 ? Category() : FreeText()) with
        {
            Name = $"column_{i:000}",
            Top = [.. Enumerable.Range(0, 10).Select(t => Some($"frequent {t}", 1000 - 10 * t, 0.1 - 0.01 * t, 0.005))],
            TopIsExact = false,
        })],
        AssociationColumns = [.. Enumerable.Range(0, Math.Min(40, columns)).Select(static i => $"column_{i:000}")],
        Associations =
        [
            .. from a in Enumerable.Range(0, Math.Min(40, columns))
               from b in Enumerable.Range(0, a)
               select new AssociationReport { First = $"column_{b:000}", Second = $"column_{a:000}", Measure = "pearson", Value = ((a * 7 + b * 3) % 200 - 100) / 100.0, Others = [("spearman", 0.25), ("mutual-information", 0.125)], Rows = 60_000 },
        ],
        Alerts = [.. Enumerable.Range(0, columns).Select(static i => new Alert { Code = "missing-values", Severity = AlertSeverity.Warning, Columns = [$"column_{i:000}"], Message = "2.5% of the values are missing." })],
    };

    public static ProfilePage Page(ProfileReport report) => new(report)
    {
        Version = "0.1.0",
        Workers = 2,
        Seconds = 1.25,
        Inputs = [report.Name],
        BadRows = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["ragged-row"] = 3 },
        LeftOut = 17,
    };

    public static NumericReport Numbers(double scale) => new()
    {
        Count = 1_499_000,
        Min = -3.5 * scale,
        Max = 59.6 * scale,
        Sum = 1_499_000 * 21.25 * scale,
        Mean = 21.25 * scale,
        Variance = 30.25 * scale * scale,
        StandardDeviation = 5.5 * scale,
        Skewness = 0.053117,
        Kurtosis = -0.876543,
        Zeros = 1200,
        Negatives = 31,
        NaNs = 2,
        PositiveInfinities = 1,
        Quantiles = [new(0.01, 1 * scale), new(0.05, 4 * scale), new(0.25, 17.5 * scale), new(0.5, 21.3 * scale), new(0.75, 25.02 * scale), new(0.95, 31 * scale), new(0.99, 40 * scale)],
        QuantileError = 0.005,
        Histogram = [.. Enumerable.Range(0, 24).Select(i => new HistogramBin((-3.5 + i * 2.629166) * scale, (-3.5 + (i + 1) * 2.629166) * scale, (long)(200_000 * Math.Exp(-(i - 9) * (i - 9) / 18.0))))],
    };

    private static ValueCount Some(string value, long count, double share, double error) => new(value, count, share, share - error, share + error);

    private static ColumnReport Measure() => new()
    {
        Name = "flipper_length_mm",
        Kind = ColumnKind.Number,
        Type = SemanticType.Measure,
        Rows = 1_500_000,
        Nulls = 997,
        Distinct = s_few,
        Numeric = Numbers(1),
        Evidence = [ValueCount.Exact("number", 1_499_003, 1_499_003)],
        Examples = ["39.1", "40.25", "18"],
    };

    private static ColumnReport Counted() => new()
    {
        Name = "visits",
        Kind = ColumnKind.Whole,
        Type = SemanticType.Count,
        Rows = 1_500_000,
        Nulls = 0,
        Distinct = Estimate.Exact(3),
        Numeric = Numbers(1e6) with { QuantileError = 0 },
        Top = [ValueCount.Exact("1", 900_000, 1_500_000), ValueCount.Exact("2", 500_000, 1_500_000), ValueCount.Exact("3", 100_000, 1_500_000)],
        TopIsExact = true,
    };

    private static ColumnReport Category() => new()
    {
        Name = "species",
        Kind = ColumnKind.Text,
        Type = SemanticType.Category,
        Rows = 1_500_000,
        Nulls = 30_000,
        Distinct = Estimate.Exact(4),
        NullLike = [ValueCount.Exact("NA", 120, 1_470_000), ValueCount.Exact("-", 3, 1_470_000)],
        Top = [ValueCount.Exact("Adelie", 1_200_000, 1_470_000), ValueCount.Exact("Gentoo", 269_865, 1_470_000), ValueCount.Exact("Chinstrap", 120, 1_470_000), ValueCount.Exact("", 15, 1_470_000)],
        TopIsExact = true,
        Text = Lengths(),
    };

    private static ColumnReport FreeText() => new()
    {
        Name = "a very long name of a column that no narrow terminal can hold",
        Kind = ColumnKind.Text,
        Type = SemanticType.FreeText,
        Rows = 1_500_000,
        Nulls = 450_000,
        Distinct = s_few,
        Text = Lengths(),
        Examples = ["the quick brown fox", "日本語のテキスト", "two\nlines"],
        Top = [Some("yes", 1050, 0.001, 0.0004), Some("no", 900, 0.0009, 0.0004)],
    };

    private static TextReport Lengths() => new()
    {
        Lengths = Numbers(2) with { Min = 0, Negatives = 0 },
        Bytes = 64_000_000,
        Empty = 15,
        Padded = 7,
        NonAscii = 12_000,
        Words = 9_000_000,
        Shapes = [Some("Aa a a.", 600_000, 0.57, 0.01), Some("Aa", 300_000, 0.28, 0.01)],
        Scripts = [Some("Latin", 1_000_000, 0.95, 0.004), Some("Han", 50_000, 0.05, 0.004)],
        Variants = ["Adelie: adelie, ADELIE", "no: No"],
    };

    private static ColumnReport Identifier() => new()
    {
        Name = "id",
        Kind = ColumnKind.Text,
        Type = SemanticType.Identifier,
        Rows = 1_500_000,
        Nulls = 0,
        Distinct = new(1_498_700, 1_450_000, 1_550_000, false),
        Examples = ["A-000017", "A-093331", "Z-999999"],
        Text = Lengths(),
    };

    private static ColumnReport Day() => new()
    {
        Name = "day",
        Kind = ColumnKind.Date,
        Type = SemanticType.Time,
        Rows = 1_500_000,
        Nulls = 4,
        Distinct = Estimate.Exact(730),
        Time = new TimeReport
        {
            First = "2007-11-11",
            Last = "2009-12-01",
            Unit = "day",
            Distinct = Estimate.Exact(730),
            Step = 1,
            Regularity = 0.97,
            Gaps = [new("2008-02-01", "2008-02-09", 8), new("2009-01-01", "2009-01-04", 3)],
            Histogram = [.. Enumerable.Range(0, 12).Select(static i => new HistogramBin(i, i + 1, 100_000 + 2000 * (i % 5)))],
            Weekdays = [214_000, 215_000, 214_500, 213_000, 215_500, 214_000, 213_996],
        },
    };

    private static ColumnReport Vectors() => new()
    {
        Name = "埋め込み",
        Kind = ColumnKind.Vector,
        Type = SemanticType.Vector,
        Rows = 1_500_000,
        Nulls = 0,
        Distinct = s_few,
        Vector = new VectorReport { Dimension = 768, LeastDimension = 768, MostDimension = 768, Norms = Numbers(0.01), ZeroVectors = 2, NonFinite = 1, Duplicates = new(1200, 900, 1500, false) },
    };

    private static ColumnReport Mixed() => new()
    {
        Name = "amount",
        Kind = ColumnKind.Text,
        Type = SemanticType.Measure,
        Rows = 1_500_000,
        Nulls = 12,
        Distinct = Estimate.Exact(52),
        Numeric = Numbers(0.001),
        Evidence = [ValueCount.Exact("whole", 1_497_000, 1_499_988), ValueCount.Exact("text", 2988, 1_499_988)],
    };

    private static ColumnReport Constant() => new()
    {
        Name = "source",
        Kind = ColumnKind.Text,
        Type = SemanticType.Constant,
        Rows = 1_500_000,
        Nulls = 0,
        Distinct = Estimate.Exact(1),
        Top = [ValueCount.Exact("web", 1_500_000, 1_500_000)],
        TopIsExact = true,
    };

    private static ColumnReport Empty() => new() { Name = "empty", Kind = ColumnKind.Text, Type = SemanticType.Empty, Rows = 1_500_000, Nulls = 1_500_000, Distinct = Estimate.Exact(0) };

    private static ColumnReport Flag() => new()
    {
        Name = "flag",
        Kind = ColumnKind.Flag,
        Type = SemanticType.Flag,
        Rows = 1_500_000,
        Nulls = 0,
        Distinct = Estimate.Exact(2),
        Top = [ValueCount.Exact("false", 1_499_999, 1_500_000), ValueCount.Exact("true", 1, 1_500_000)],
        TopIsExact = true,
    };

    private static ColumnReport Nested() => new() { Name = "tags", Kind = ColumnKind.Json, Type = SemanticType.Nested, Rows = 1_500_000, Nulls = 0, Distinct = s_few, Text = Lengths(), Examples = ["[\"a\",\"b\"]"] };

    private static ColumnReport Hostile() => new()
    {
        Name = "<script>alert(1)</script>|`\u001b[31m",
        Kind = ColumnKind.Text,
        Type = SemanticType.Category,
        Rows = 1_500_000,
        Nulls = 0,
        Distinct = Estimate.Exact(3),
        Top = [ValueCount.Exact("\u001b]0;owned\u0007 & \"quoted\" 'single'", 750_000, 1_500_000), ValueCount.Exact("@team see https://example.org/ |a|*b*", 500_000, 1_500_000), ValueCount.Exact("\u202egnp.exe", 250_000, 1_500_000)],
        TopIsExact = true,
    };

    private static BalanceReport Label() => new()
    {
        Column = "species",
        Role = "label",
        Rows = 1_470_000,
        Missing = 30_000,
        Classes =
        [
            new("Adelie", 1_200_000, 0.816327, 0.8157, 0.81695, 10_000, "head"), new("Gentoo", 269_865, 0.183582, 0.18296, 0.18421, 10_000, "medium"),
            new("Chinstrap", 120, 8.163e-5, 6.8e-5, 9.76e-5, 119.3, "tail"), new("", 15, 1.02e-5, 6.2e-6, 1.7e-5, 15, "tail"),
        ],
        ImbalanceRatio = 80_000,
        Entropy = 0.478,
        NormalisedEntropy = 0.345,
        Gini = 0.658,
        EffectiveClasses = 1.613,
        Lorenz = [new(0, 0), new(0.25, 1.02e-5), new(0.5, 9.2e-5), new(0.75, 0.18367), new(1, 1)],
        UsableMinimum = 50,
        BelowMinimum = [""],
        Majority = new(0.816327, 0.25, 0.2247),
        Separability = new SeparabilityReport { Rows = 10_000, Features = ["flipper_length_mm", "visits"], Fisher = 2.31, BestFeature = "flipper_length_mm", NearestMean = new(0.81, 0.79, 0.83), Chance = 0.25 },
        Suggestions =
        [
            new("curate resample 'penguins and others.csv' --label species --method random-over -o balanced.csv",
                "Repeats rows of the smaller classes until all have 1,200,000: the usual first thing to try for a classifier that treats all classes alike. Do not resample the data that you test on."),
        ],
    };

    private static BalanceReport Group() => new()
    {
        Column = "island",
        Role = "group",
        Rows = 1_500_000,
        Missing = 0,
        Classes = [.. Enumerable.Range(0, 40).Select(static i => new ClassReport($"island {i:00}", 90_000 - 2100 * i, (90_000 - 2100 * i) / 1_500_000.0, (89_000 - 2100 * i) / 1_500_000.0, (91_000 - 2100 * i) / 1_500_000.0, 10_000, i < 8 ? "head" : i < 30 ? "medium" : "tail"))],
        ImbalanceRatio = 11.1,
        Entropy = 3.5,
        NormalisedEntropy = 0.95,
        Gini = 0.31,
        EffectiveClasses = 33.1,
        UsableMinimum = 50,
    };

    private static BalanceReport Several() => new()
    {
        Column = "tags",
        Role = "label",
        Rows = 1_499_000,
        Missing = 0,
        Classes = [new("a", 900_000, 0.6, 0.599, 0.601, 10_000, "head"), new("b", 700_000, 0.467, 0.466, 0.468, 10_000, "head")],
        ImbalanceRatio = 1.29,
        Entropy = 0.685,
        NormalisedEntropy = 0.988,
        Gini = 0.06,
        EffectiveClasses = 1.98,
        MultiLabel = new MultiLabelReport { Cardinality = 1.07, Density = 0.53, MeanImbalance = 1.14, ImbalanceVariation = 0.18, Concurrence = 0.08, LabelSets = Estimate.Exact(3), Unlabelled = 1000 },
    };

    private static BalanceReport Target() => new()
    {
        Column = "flipper_length_mm",
        Role = "label",
        Rows = 1_499_000,
        Missing = 1000,
        Classes = [],
        NumericTarget = new NumericTargetReport { Bins = [new(-3.5, 10, 40_000, 0.9), new(10, 30, 1_400_000, 0.1), new(30, 59.6, 59_000, 0.85)], BinImbalance = 35, RareRows = 70_000, IsImbalanced = true },
    };

    private static CrossReport Cross() => new()
    {
        Label = "species",
        Group = "island",
        Labels = ["Adelie", "Gentoo", "Chinstrap", "(other)"],
        Groups = ["Biscoe", "Dream", "Torgersen", "空"],
        Counts = [[44, 124, 0, 0], [56, 0, 68, 1], [52, 0, 0, 0], [0, 0, 0, 0]],
        EmptyCells = [("Biscoe", "Chinstrap"), ("Dream", "Gentoo"), ("Torgersen", "Gentoo"), ("Torgersen", "Chinstrap")],
        CramersV = 0.66,
        SmallGroup = 60,
        SmallGroups = [("Torgersen", 52)],
        Rates = [new("Biscoe", "Adelie", 168, new(0.2619, 0.201, 0.333), new(0.2652, 0.205, 0.336)), new("Torgersen", "Adelie", 52, new(1, 0.931, 1), new(0.97, 0.91, 0.99))],
    };

    private static MetricsReport Metrics() => new()
    {
        Label = "species",
        Prediction = "answer",
        Rows = 1000,
        Skipped = 12,
        Classes =
        [
            new ClassMetrics { Name = "no", Support = 950, Predicted = 940, Precision = new(0.99, 0.98, 0.995), Recall = new(0.98, 0.97, 0.987), Specificity = new(0.81, 0.7, 0.9), F1 = new(0.985, 0.97, 0.99), GMean = new(0.89, 0.85, 0.92), Iba = new(0.79, 0.7, 0.85), Mcc = new(0.73, 0.6, 0.8), RocAuc = new(0.95, 0.9, 0.98), PrAuc = new(0.99, 0.98, 1) },
            new ClassMetrics { Name = "yes", Support = 50, Predicted = 60, Precision = new(0.68, 0.55, 0.79), Recall = new(0.81, 0.68, 0.9), Specificity = new(0.98, 0.97, 0.987), F1 = new(0.74, 0.62, 0.83), GMean = new(0.89, 0.85, 0.92), Iba = new(0.77, 0.7, 0.85), Mcc = new(0.73, 0.6, 0.8) },
        ],
        Confusion = [[931, 19], [9, 41]],
        Overall = [("macro-f1", new(0.8625, 0.8, 0.9)), ("g-mean", new(0.89, 0.85, 0.92)), ("mcc", new(0.73, 0.6, 0.8)), ("balanced-accuracy", Interval.Of(0.895)), ("accuracy", new(0.972, 0.96, 0.98))],
        AccuracyIsUninformative = true,
        Impact = [new("yes", "precision", 0.976, 0.68, -0.303), new("yes", "recall", 0.81, 0.81, 0)],
        AssumeMissed = [(0.05, [("precision", 0.72), ("f1", 0.75)]), (0.2, [("precision", 0.8), ("f1", 0.7)])],
    };

    private static ComparisonReport Comparison() => new()
    {
        Other = "last month.csv",
        OtherRows = 1_400_000,
        Added = ["flag"],
        Removed = ["old"],
        KindChanged = [("amount", "whole", "text")],
        Columns =
        [
            new ColumnShift { Name = "flipper_length_mm", Size = "large", NullsBefore = 0.0001, NullsAfter = 0.0007, Ks = 0.31, KsP = 0, KsError = 0.005, Psi = 0.44, JensenShannon = 0.35, MeanShift = 0.9 },
            new ColumnShift
            {
                Name = "species", Size = "small", Psi = 0.11, JensenShannon = 0.1, ChiSquare = 1234.5, DegreesOfFreedom = 3, ChiSquareP = 1e-200, CramersV = 0.09,
                NewValues = [ValueCount.Exact("Chinstrap", 120, 1_470_000)], VanishedValues = [ValueCount.Exact("Emperor", 7, 1_400_000), ValueCount.Exact("King", 2, 1_400_000)],
            },
            new ColumnShift { Name = "visits", Size = "none", Psi = 0.001, JensenShannon = 0.01, Ks = 0.002, KsP = 0.4, MeanShift = 0.001 },
        ],
        Classes = [new("species", "Adelie", 1_000_000, 1_200_000, 0.7143, 0.8163, new(0.102, 0.101, 0.103)), new("species", "King", 2, 0, 1.4e-6, 0, new(-1.4e-6, -5e-6, 1e-6))],
    };
}
