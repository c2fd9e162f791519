using System.Text.Json;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>Balance and cross tables as JSON.</summary>
internal static class BalanceJson
{
    public static void Write(Utf8JsonWriter json, BalanceReport balance)
    {
        json.WriteString("column", balance.Column);
        json.WriteString("role", balance.Role);
        json.WriteNumber("rows", balance.Rows);
        json.WriteNumber("missing", balance.Missing);
        json.List("classes", balance.Classes, static (json, one) =>
        {
            json.WriteString("name", one.Name);
            json.WriteNumber("count", one.Count);
            json.Number("share", one.Share);
            json.Number("low", one.Low);
            json.Number("high", one.High);
            json.Number("effective_number", one.EffectiveNumber);
            json.WriteString("part", one.Part);
        });
        json.Number("imbalance_ratio", balance.ImbalanceRatio);
        json.Number("entropy", balance.Entropy);
        json.Number("normalised_entropy", balance.NormalisedEntropy);
        json.Number("gini", balance.Gini);
        json.Number("effective_classes", balance.EffectiveClasses);
        json.List("lorenz", balance.Lorenz, static (json, point) =>
        {
            json.Number("classes", point.Classes);
            json.Number("rows", point.Rows);
        });
        json.WriteNumber("usable_minimum", balance.UsableMinimum);
        json.Strings("below_minimum", balance.BelowMinimum);
        if (balance.Majority is { } majority)
        {
            json.WriteStartObject("majority");
            json.Number("accuracy", majority.Accuracy);
            json.Number("balanced_accuracy", majority.BalancedAccuracy);
            json.Number("macro_f1", majority.MacroF1);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("majority");
        }

        json.Part("multi_label", balance.MultiLabel, MultiLabel);
        json.Part("numeric_target", balance.NumericTarget, Target);
        json.Part("separability", balance.Separability, Separability);
        json.List("suggestions", balance.Suggestions, static (json, suggestion) =>
        {
            json.WriteString("command", suggestion.Command);
            json.WriteString("why", suggestion.Why);
        });
    }

    public static void WriteCross(Utf8JsonWriter json, CrossReport cross)
    {
        json.WriteString("label", cross.Label);
        json.WriteString("group", cross.Group);
        json.Strings("labels", cross.Labels);
        json.Strings("groups", cross.Groups);
        json.Matrix("counts", cross.Counts);
        json.List("empty_cells", cross.EmptyCells, static (json, cell) =>
        {
            json.WriteString("group", cell.Group);
            json.WriteString("label", cell.Label);
        });
        json.Number("cramers_v", cross.CramersV);
        json.WriteNumber("small_group", cross.SmallGroup);
        json.List("small_groups", cross.SmallGroups, static (json, small) =>
        {
            json.WriteString("group", small.Group);
            json.WriteNumber("rows", small.Rows);
        });
        json.List("rates", cross.Rates, static (json, rate) =>
        {
            json.WriteString("group", rate.Group);
            json.WriteString("label", rate.Label);
            json.WriteNumber("rows", rate.Rows);
            json.Interval("direct", rate.Direct);
            json.Interval("composite", rate.Composite);
        });
    }

    /// <summary>Counts, a list per row.</summary>
    public static void Matrix(this Utf8JsonWriter json, string key, IReadOnlyList<IReadOnlyList<long>> counts)
    {
        json.WriteStartArray(key);
        foreach (IReadOnlyList<long> row in counts)
        {
            json.WriteStartArray();
            foreach (long count in row)
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void MultiLabel(Utf8JsonWriter json, MultiLabelReport several)
    {
        json.Number("cardinality", several.Cardinality);
        json.Number("density", several.Density);
        json.Number("mean_imbalance", several.MeanImbalance);
        json.Number("imbalance_variation", several.ImbalanceVariation);
        json.Number("concurrence", several.Concurrence);
        json.Estimate("label_sets", several.LabelSets);
        json.WriteNumber("unlabelled", several.Unlabelled);
    }

    private static void Target(Utf8JsonWriter json, NumericTargetReport target)
    {
        json.List("bins", target.Bins, static (json, bin) =>
        {
            json.Number("low", bin.Low);
            json.Number("high", bin.High);
            json.WriteNumber("count", bin.Count);
            json.Number("relevance", bin.Relevance);
        });
        json.Number("bin_imbalance", target.BinImbalance);
        json.WriteNumber("rare_rows", target.RareRows);
        json.WriteBoolean("imbalanced", target.IsImbalanced);
    }

    private static void Separability(Utf8JsonWriter json, SeparabilityReport apart)
    {
        json.WriteNumber("rows", apart.Rows);
        json.Strings("features", apart.Features);
        json.Number("fisher", apart.Fisher);
        json.WriteString("best_feature", apart.BestFeature);
        json.Interval("nearest_mean", apart.NearestMean);
        json.Number("chance", apart.Chance);
    }
}
