using Curate.Core.Profile.Report;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Profile.Alerts;

/// <summary>Rules about rows, pairs of columns, classes and cells.</summary>
internal static class TableRules
{
    public static void Add(ProfileReport report, AlertThresholds thresholds, AlertList alerts)
    {
        if (report.Duplicates is { } duplicates && report.Rows > 0 && duplicates.DuplicateRows.Low / report.Rows > thresholds.Duplicates)
        {
            string about = duplicates.DuplicateRows.IsExact ? "" : "About ";
            alerts.Add(AlertCodes.DuplicateRows, [], $"{about}{Count(duplicates.DuplicateRows.Value)} of {Count(report.Rows, "row")} repeat another one ({Percent(duplicates.DuplicateRows.Value / report.Rows)}).",
                duplicates.DuplicateRows.Low / report.Rows, thresholds.Duplicates);
        }

        var labels = new HashSet<string>(report.Balance.Where(static b => b.Role == "label").Select(static b => b.Column), StringComparer.Ordinal);
        foreach (AssociationReport pair in report.Associations)
        {
            if (Math.Abs(pair.Value) >= thresholds.Association)
            {
                string leak = labels.Contains(pair.First) || labels.Contains(pair.Second) ? " One of them is the label: is the other known before it?" : "";
                alerts.Add(AlertCodes.StrongAssociation, [pair.First, pair.Second], $"{pair.Measure} {Number(pair.Value)} between them{(pair.Sampled ? " on the sample" : "")}.{leak}", Math.Abs(pair.Value), thresholds.Association);
            }
        }

        foreach (BalanceReport balance in report.Balance)
        {
            Add(balance, thresholds, alerts);
        }

        foreach (CrossReport cross in report.Crosses)
        {
            if (cross.EmptyCells.Count > 0)
            {
                alerts.Add(AlertCodes.EmptyCells, [cross.Label, cross.Group],
                    $"{Count(cross.EmptyCells.Count)} of {Count((double)cross.Labels.Count * cross.Groups.Count, "cell")} without a row: {Names(cross.EmptyCells.Select(static c => c.Group + " x " + c.Label))}.", cross.EmptyCells.Count, 0);
            }
        }
    }

    private static void Add(BalanceReport balance, AlertThresholds thresholds, AlertList alerts)
    {
        string[] name = [balance.Column];
        double imbalance = 1 - balance.NormalisedEntropy;
        if (balance.Classes.Count >= 2 && balance.NumericTarget is null && imbalance > thresholds.Imbalance)
        {
            ClassReport most = balance.Classes[0];
            alerts.Add(AlertCodes.ImbalancedClass, name,
                $"{Percent(most.Share)} of the rows are {Errors.Fail.Show(most.Name)}; the largest class has {Number(balance.ImbalanceRatio)} times the rows of the smallest (imbalance {Number(imbalance)}).", imbalance, thresholds.Imbalance);
        }

        if (balance.BelowMinimum.Count > 0 && balance.NumericTarget is null)
        {
            alerts.Add(AlertCodes.SmallClasses, name, $"{Count(balance.BelowMinimum.Count)} of {Count(balance.Classes.Count)} classes {(balance.BelowMinimum.Count == 1 ? "has" : "have")} fewer than {Count(balance.UsableMinimum)} rows: {Names(balance.BelowMinimum)}.", balance.Classes[^1].Count, balance.UsableMinimum);
        }

        if (balance.NumericTarget is { IsImbalanced: true } target)
        {
            alerts.Add(AlertCodes.RareTarget, name, $"{Count(target.RareRows, "row")} with a rare value; the fullest bin has {Number(target.BinImbalance)} times the rows of the emptiest filled one.", target.BinImbalance, 10);
        }

        if (balance.Separability is { } separability && separability.NearestMean.Value >= thresholds.Separability)
        {
            string best = separability.BestFeature is null ? "" : $" Best single feature: {separability.BestFeature} (Fisher's ratio {Number(separability.Fisher)}).";
            alerts.Add(AlertCodes.SuspiciousSeparability, name, $"The nearest class mean is right for {Percent(separability.NearestMean.Value)} of the sample, classes weighted alike.{best}", separability.NearestMean.Value, thresholds.Separability);
        }
    }
}
