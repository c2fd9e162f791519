using Curate.Core.Numerics;
using Curate.Core.Profile.Report;
using Curate.Core.Statistics;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Profile.Alerts;

/// <summary>Rules about nulls, distinct and frequent values of a column.</summary>
internal static class ValueRules
{
    // With fewer rows per cell whole counts make an even split too likely for a p-value near 1 to mean anything.
    private const double LeastPerCell = 100;

    public static void Add(ColumnReport column, bool hasRole, AlertThresholds thresholds, AlertList alerts)
    {
        string[] name = [column.Name];
        long values = column.Rows - column.Nulls;
        if (column.Rows > 0 && values == 0)
        {
            alerts.Add(AlertCodes.AllNull, name, $"None of {Count(column.Rows, "row")} has a value.", column.Nulls, column.Rows);
            return;
        }

        if (column.NullShare > thresholds.Missing)
        {
            alerts.Add(AlertCodes.MissingValues, name, $"{Percent(column.NullShare)} of the rows have no value ({Count(column.Nulls)} of {Count(column.Rows)}).", column.NullShare, thresholds.Missing);
        }

        if (values < 2)
        {
            return;
        }

        if (column.Distinct is { IsExact: true, Value: 1 })
        {
            alerts.Add(AlertCodes.ConstantColumn, name, $"All {Count(values)} values are the same{(column.Top.Count > 0 ? ": " + Errors.Fail.Show(column.Top[0].Value) : "")}.", 1, 1);
            return;
        }

        if (hasRole)
        {
            // Labels and groups have rules of their own; a rare class is no reason to drop the column.
        }
        else if (column.Top.Count > 0 && column.Top[0].Share >= thresholds.NearConstant)
        {
            alerts.Add(AlertCodes.NearConstant, name, $"{Percent(column.Top[0].Share)} of the values are {Errors.Fail.Show(column.Top[0].Value)}.", column.Top[0].Share, thresholds.NearConstant);
        }
        else
        {
            AddShares(column, values, thresholds, alerts);
        }

        if (column.Type == SemanticType.Category && column.Distinct.Low > thresholds.Cardinality)
        {
            string about = column.Distinct.IsExact ? "" : "about ";
            alerts.Add(AlertCodes.HighCardinality, name, $"A category with {about}{Count(column.Distinct.Value)} different values.", column.Distinct.Low, thresholds.Cardinality);
        }

        if (IsUnique(column))
        {
            alerts.Add(AlertCodes.UniqueColumn, name, $"{(column.Distinct.IsExact ? "Every" : "As far as the estimate tells, every")} row has a value of its own ({Count(column.Rows)}).", column.Distinct.Value, column.Rows);
        }
    }

    public static bool IsUnique(ColumnReport column) =>
        column.Type == SemanticType.Identifier && column.Nulls == 0 && column.Rows > 1 && column.Distinct.High >= column.Rows;

    /// <summary>Categories and flags only: too uneven, or too even.</summary>
    private static void AddShares(ColumnReport column, long values, AlertThresholds thresholds, AlertList alerts)
    {
        double distinct = Math.Round(column.Distinct.Value);
        if (column.Type is not (SemanticType.Category or SemanticType.Flag) || !column.TopIsExact || distinct < 2 || column.Top.Count == 0)
        {
            return;
        }

        long shown = column.Top.Sum(static t => t.Count);
        double imbalance = LeastImbalance(column.Top, shown, values, distinct);
        if (imbalance > thresholds.Imbalance)
        {
            string least = column.Top.Count < distinct ? "at least " : "";
            alerts.Add(AlertCodes.ImbalancedCategory, [column.Name],
                $"Uneven shares: {Percent(column.Top[0].Share)} of the values are {Errors.Fail.Show(column.Top[0].Value)} (imbalance {least}{Number(imbalance)}).", imbalance, thresholds.Imbalance);
        }

        if (column.Top.Count == distinct && distinct >= 3)
        {
            AddUniform(column.Name, [.. column.Top.Select(static t => t.Count)], "values", thresholds, alerts);
        }
    }

    /// <summary>1 - H / ln K, with what is not shown spread as evenly as it can be, which makes the figure the smallest possible.</summary>
    internal static double LeastImbalance(IReadOnlyList<ValueCount> top, long shown, long values, double distinct)
    {
        double entropy = 0;
        foreach (ValueCount value in top)
        {
            double share = (double)value.Count / values;
            entropy -= share > 0 ? share * PortableMath.Log(share) : 0;
        }

        double rest = (double)(values - shown) / values;
        double others = distinct - top.Count;
        if (rest > 0 && others > 0)
        {
            entropy -= rest * PortableMath.Log(rest / others);
        }

        return 1 - (entropy / PortableMath.Log(distinct));
    }

    public static void AddUniform(string column, long[] counts, string cells, AlertThresholds thresholds, AlertList alerts)
    {
        double expected = counts.Sum() / (double)counts.Length;
        if (counts.Length < 3 || expected < LeastPerCell)
        {
            return;
        }

        double chi = 0;
        foreach (long count in counts)
        {
            chi += (count - expected) * (count - expected) / expected;
        }

        double p = ChiSquareDistribution.Upper(chi, counts.Length - 1);
        if (p > thresholds.Uniform)
        {
            alerts.Add(AlertCodes.SuspiciouslyUniform, [column], $"The {Count(counts.Length)} {cells} are filled more evenly than chance would (chi-square {Number(chi)}).", p, thresholds.Uniform);
        }
    }
}
