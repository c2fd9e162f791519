using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;

namespace Curate.Core.Resample.Features;

/// <summary>The tables that every report of a resampler by features has.</summary>
public static class FeatureReport
{
    /// <summary>Classes before and after, with a line each for rows that are no class.</summary>
    public static ReportTable Classes(LabelledTable table, IReadOnlyList<long> after) =>
        ClassChanges.Table(table.Columns.Label, table.Names, table.Counts, after,
            ("(missing, kept as it is)", table.UnlabelledRows), ("(missing feature, kept as it is)", table.IncompleteRows));

    /// <summary>What rows were compared by.</summary>
    public static ReportTable Features(LabelledTable table, FeatureOptions options) => Features(table.Columns, table.Store, options);

    /// <inheritdoc cref="Features(LabelledTable, FeatureOptions)"/>
    public static ReportTable Features(FeatureColumns columns, VectorStore store, FeatureOptions options)
    {
        var features = new ReportTable("features", "Features", ["rows", "numbers", "categories", "scale", "first", "last"]);
        string[] names = [.. columns.Numbers.Concat(columns.Categories).Select(static f => f.Name)];
        features.Add((long)store.Count, (long)store.Numeric, (long)store.Codes, options.Scale switch
        {
            FeatureScaling.Standard => "standard",
            FeatureScaling.Robust => "robust",
            FeatureScaling.MinMax => "minmax",
            _ => "none",
        }, names[0], names[^1]);
        return features;
    }
}
