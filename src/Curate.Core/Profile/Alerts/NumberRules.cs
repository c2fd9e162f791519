using Curate.Core.Options;
using Curate.Core.Profile.Report;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Profile.Alerts;

/// <summary>Rules about numbers and vectors of a column.</summary>
internal static class NumberRules
{
    // A column with fewer values holds codes or ratings, where 0 is a value like others.
    private const double CodeValues = 20;

    private static readonly double[] s_sentinels = [99, 999, 9999, 99999, 999999, 9999999];

    public static void Add(ColumnReport column, bool hasRole, AlertThresholds thresholds, AlertList alerts)
    {
        string[] name = [column.Name];
        if (column.Vector is { } vector)
        {
            AddVector(name, vector, alerts);
        }

        if (column.Numeric is not { } numeric)
        {
            return;
        }

        long infinities = numeric.PositiveInfinities + numeric.NegativeInfinities;
        long numbers = numeric.Count + infinities + numeric.NaNs;
        if (infinities > 0 && (double)infinities / numbers > thresholds.Infinities)
        {
            alerts.Add(AlertCodes.Infinities, name, $"{Count(infinities)} of {Count(numbers, "number")} {(infinities == 1 ? "is" : "are")} infinite.", (double)infinities / numbers, thresholds.Infinities);
        }

        if (numeric.NaNs > 0)
        {
            alerts.Add(AlertCodes.NanValues, name, $"{Count(numeric.NaNs)} of {Count(numbers, "number")} {(numeric.NaNs == 1 ? "is" : "are")} NaN.", numeric.NaNs, 0);
        }

        if (numeric.Count == 0)
        {
            return;
        }

        AddSentinel(column, numeric, alerts);
        if (column.Type is not (SemanticType.Measure or SemanticType.Count))
        {
            return;
        }

        double zeros = (double)numeric.Zeros / numeric.Count;
        bool nearConstant = column.Top.Count > 0 && column.Top[0].Share >= thresholds.NearConstant;
        if (zeros > thresholds.Zeros && column.Distinct.Low > CodeValues && !hasRole && !nearConstant)
        {
            alerts.Add(AlertCodes.Zeros, name, $"{Percent(zeros)} of the numbers are 0.", zeros, thresholds.Zeros);
        }

        if (Math.Abs(numeric.Skewness) > thresholds.Skewness)
        {
            alerts.Add(AlertCodes.Skewed, name, $"Skewness {Number(numeric.Skewness)}: a few values lie far {(numeric.Skewness > 0 ? "above" : "below")} the rest (mean {Number(numeric.Mean)}, {(numeric.Skewness > 0 ? "largest " + Number(numeric.Max) : "smallest " + Number(numeric.Min))}).",
                Math.Abs(numeric.Skewness), thresholds.Skewness);
        }

        if (!hasRole && numeric.Histogram.Count >= 5)
        {
            ValueRules.AddUniform(column.Name, [.. numeric.Histogram.Select(static b => b.Count)], "bins", thresholds, alerts);
        }
    }

    private static void AddSentinel(ColumnReport column, NumericReport numeric, AlertList alerts)
    {
        foreach (ValueCount top in column.Top)
        {
            if (top.Count < 2 || !NumberText.TryNumber(top.Value, out double value) || !s_sentinels.Contains(Math.Abs(value)) || (value != numeric.Min && value != numeric.Max))
            {
                continue;
            }

            // Quantiles that are the sentinel itself, within their stated error, say nothing of the rest.
            double margin = Math.Abs(value) * Math.Max(numeric.QuantileError * 2, 1e-12);
            double[] rest = [.. numeric.Quantiles.Select(static q => q.Value).Where(q => Math.Abs(q - value) > margin).Order()];
            if (rest.Length < 2)
            {
                continue;
            }

            double nearest = value == numeric.Min ? rest[0] : rest[^1];
            double gap = Math.Abs(nearest - value);
            double span = rest[^1] - rest[0];
            if (gap > span)
            {
                alerts.Add(AlertCodes.SentinelValues, [column.Name],
                    $"{Errors.Fail.Show(top.Value)} occurs {Count(top.Count)} times, {Number(gap)} away from quantiles that span {Number(span)}: it may stand for a missing value.", gap, span);
            }
        }
    }

    private static void AddVector(string[] name, VectorReport vector, AlertList alerts)
    {
        if (vector.NonFinite > 0)
        {
            alerts.Add(AlertCodes.NanValues, name, $"{Count(vector.NonFinite, "vector")} with a NaN or an infinity.", vector.NonFinite, 0);
        }

        if (vector.ZeroVectors > 0)
        {
            alerts.Add(AlertCodes.ZeroVectors, name, $"{Count(vector.ZeroVectors, "vector")} of length 0.", vector.ZeroVectors, 0);
        }

        if (vector.Duplicates.Low > 0)
        {
            string about = vector.Duplicates.IsExact ? "" : "About ";
            alerts.Add(AlertCodes.DuplicateVectors, name, $"{about}{Count(vector.Duplicates.Value)} vectors equal an earlier one.", vector.Duplicates.Low, 0);
        }
    }
}
