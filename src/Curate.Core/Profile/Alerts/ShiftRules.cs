using Curate.Core.Profile.Comparison;
using Curate.Core.Profile.Report;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Profile.Alerts;

/// <summary>Rules about a comparison with another dataset.</summary>
internal static class ShiftRules
{
    public static void Add(ComparisonReport comparison, AlertThresholds thresholds, AlertList alerts)
    {
        int changes = comparison.Added.Count + comparison.Removed.Count + comparison.KindChanged.Count;
        if (changes > 0)
        {
            var parts = new List<string>();
            if (comparison.Removed.Count > 0)
            {
                parts.Add($"only in {comparison.Other}: {Names(comparison.Removed)}");
            }

            if (comparison.Added.Count > 0)
            {
                parts.Add($"only here: {Names(comparison.Added)}");
            }

            if (comparison.KindChanged.Count > 0)
            {
                parts.Add($"of another kind: {Names(comparison.KindChanged.Select(static k => $"{k.Name} ({k.Before} to {k.After})"))}");
            }

            alerts.Add(AlertCodes.SchemaChanged, [.. comparison.Removed, .. comparison.Added, .. comparison.KindChanged.Select(static k => k.Name)],
                $"{Count(changes, "column")} changed; {string.Join("; ", parts)}.", changes, 0);
        }

        // Classes have a rule of their own.
        var classes = new HashSet<string>(comparison.Classes.Select(static c => c.Column), StringComparer.Ordinal);
        foreach (ColumnShift shift in comparison.Columns)
        {
            string[] name = [shift.Name];
            if (shift.Psi >= thresholds.Shift && shift.Size != ShiftSize.None && !classes.Contains(shift.Name))
            {
                alerts.Add(AlertCodes.DistributionShift, name, $"Population stability index {Number(shift.Psi.Value)}, a {shift.Size} shift{(shift.Ks is { } ks ? $" (Kolmogorov-Smirnov distance {Number(ks)})" : "")}.", shift.Psi, thresholds.Shift);
            }

            if (shift.NewValues.Count > 0)
            {
                alerts.Add(AlertCodes.NewCategories, name, $"{Count(shift.NewValues.Count, "value")} that {comparison.Other} lacks: {Names(shift.NewValues.Select(static v => v.Value))}.", shift.NewValues.Count, 0);
            }

            if (shift.VanishedValues.Count > 0)
            {
                alerts.Add(AlertCodes.VanishedCategories, name, $"{Count(shift.VanishedValues.Count, "value")} of {comparison.Other} without a row here: {Names(shift.VanishedValues.Select(static v => v.Value))}.", shift.VanishedValues.Count, 0);
            }
        }

        foreach (ClassShift shift in comparison.Classes)
        {
            double change = shift.ShareAfter - shift.ShareBefore;
            if (Math.Abs(change) >= thresholds.ClassShare && (shift.Difference.Low > 0 || shift.Difference.High < 0))
            {
                alerts.Add(AlertCodes.ClassShareChange, [shift.Column], $"The share of {Errors.Fail.Show(shift.Class)} went from {Percent(shift.ShareBefore)} to {Percent(shift.ShareAfter)}.", Math.Abs(change), thresholds.ClassShare);
            }
        }
    }
}
