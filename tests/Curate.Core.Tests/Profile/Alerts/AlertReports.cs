using Curate.Core.Data;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;

namespace Curate.Core.Tests.Profile.Alerts;

/// <summary>Reports without any alert, to plant one fault at a time in.</summary>
internal static class AlertReports
{
    private const long Rows = 10_000;

    public static ColumnReport Measure { get; } = new()
    {
        Name = "weight",
        Kind = ColumnKind.Number,
        Type = SemanticType.Measure,
        Rows = Rows,
        Nulls = 0,
        Evidence = [ValueCount.Exact("number", Rows, Rows)],
        Distinct = Estimate.Exact(9000),
        Top = [new("1.5", 3, 0.0003, 0.0003, 0.0003)],
        TopIsExact = true,
        Numeric = new()
        {
            Count = Rows,
            Min = -3,
            Max = 4,
            Mean = 0.1,
            Variance = 1,
            Skewness = 0.3,
            Zeros = 2,
            Quantiles = [new(0.05, -1.6), new(0.5, 0), new(0.95, 1.7)],
            QuantileError = 0.005,
            Histogram = [new(-3, -2, 300), new(-2, -1, 1400), new(-1, 0, 3300), new(0, 1, 3300), new(1, 2, 1300), new(2, 4, 400)],
        },
    };

    public static ColumnReport Category { get; } = Texts("city", SemanticType.Category, ("Bern", 3900), ("Basel", 3100), ("Chur", 3000));

    public static ColumnReport Words { get; } = Texts("title", SemanticType.FreeText, ("a few words", 3)) with { Distinct = new(9000, 8800, 9200, false), TopIsExact = false };

    public static ColumnReport Vector { get; } = new()
    {
        Name = "embedding",
        Kind = ColumnKind.Vector,
        Type = SemanticType.Vector,
        Rows = Rows,
        Nulls = 0,
        Distinct = Estimate.Exact(Rows),
        Vector = new() { Dimension = 8, Norms = new() { Count = Rows, Min = 0.5, Max = 2 }, Duplicates = Estimate.Exact(0) },
    };

    public static BalanceReport Balanced { get; } = new()
    {
        Column = "y",
        Role = "label",
        Rows = Rows,
        Missing = 0,
        Classes = [Class("no", 6000), Class("yes", 4000)],
        ImbalanceRatio = 1.5,
        NormalisedEntropy = Imbalance.NormalisedEntropy([6000, 4000]),
        UsableMinimum = 50,
        Separability = new() { Rows = 100, Features = ["weight"], Fisher = 0.2, BestFeature = "weight", NearestMean = new(0.7, 0.6, 0.8), Chance = 0.5 },
        NumericTarget = null,
    };

    public static ColumnShift Shift { get; } = new() { Name = "weight", Size = "none", Psi = 0.01, Ks = 0.01 };

    public static ComparisonReport Compared { get; } = new() { Other = "old.csv", OtherRows = Rows, Columns = [Shift], Classes = [Share(6000, 5900)] };

    public static ProfileReport Clean { get; } = new()
    {
        Name = "t.csv",
        Rows = Rows,
        Columns = [Measure, Category, Words, Vector],
        Duplicates = new() { DistinctRows = Estimate.Exact(Rows), DuplicateRows = Estimate.Exact(0) },
        Associations = [new() { First = "weight", Second = "city", Measure = "correlation-ratio", Value = 0.2 }],
        Balance = [Balanced],
        Crosses = [new() { Label = "y", Group = "city", Labels = ["no"], Groups = ["Bern"], Counts = [[5]] }],
        Comparison = Compared,
    };

    public static ClassShift Share(long before, long after) => new("y", "no", before, after, before / 10_000.0, after / 10_000.0, Proportions.Difference(before, Rows, after, Rows));

    public static ClassReport Class(string name, long count) => new(name, count, count / 10_000.0, 0, 1, 1, "head");

    public static ColumnReport Texts(string name, SemanticType type, params (string Value, long Count)[] top) => new()
    {
        Name = name,
        Kind = ColumnKind.Text,
        Type = type,
        Rows = Rows,
        Nulls = 0,
        Evidence = [ValueCount.Exact("text", Rows, Rows)],
        Distinct = Estimate.Exact(top.Length),
        Top = [.. top.Select(static t => ValueCount.Exact(t.Value, t.Count, Rows))],
        TopIsExact = true,
        Examples = [top[0].Value],
        Text = new() { Lengths = new() { Count = Rows, Min = 4, Max = 40 }, Shapes = [ValueCount.Exact("Aa", 9000, Rows)] },
    };

    public static ProfileReport With(ColumnReport column) => Clean with { Columns = [column] };

    public static ProfileReport With(BalanceReport balance) => Clean with { Balance = [balance] };

    public static ProfileReport With(ComparisonReport comparison) => Clean with { Comparison = comparison };
}
