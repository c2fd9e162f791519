using Curate.Core.Profile.Report;

namespace Curate.Core.Profile.Alerts;

/// <summary>From a report to its alerts. Every figure of an alert can be computed again from the report. O(columns + associations + classes).</summary>
public static class AlertRules
{
    /// <summary>All alerts of a report, errors first, then warnings, then notes; by code and in the order of the table within.</summary>
    public static IReadOnlyList<Alert> Of(ProfileReport report, AlertThresholds thresholds)
    {
        var alerts = new AlertList();
        var roles = new HashSet<string>(report.Balance.Select(static b => b.Column), StringComparer.Ordinal);
        foreach (ColumnReport column in report.Columns)
        {
            ValueRules.Add(column, roles.Contains(column.Name), thresholds, alerts);
            NumberRules.Add(column, roles.Contains(column.Name), thresholds, alerts);
            TextRules.Add(column, thresholds, alerts);
        }

        TableRules.Add(report, thresholds, alerts);
        if (report.Comparison is { } comparison)
        {
            ShiftRules.Add(comparison, thresholds, alerts);
        }

        return alerts.Sorted();
    }
}
