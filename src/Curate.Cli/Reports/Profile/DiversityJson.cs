using System.Text.Json;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>Quality, diversity and complexity as JSON: what was compared, then a list of sets, the whole first.</summary>
internal static class DiversityJson
{
    public static void Write(Utf8JsonWriter json, DiversityReport report)
    {
        json.Strings("columns", report.Columns);
        json.WriteNumber("dimension", report.Dimension);
        json.WriteString("similarity", report.Similarity);
        json.Number("bandwidth", report.Bandwidth);
        json.WriteString("text", report.Text);
        json.WriteString("score", report.Score);
        json.WriteString("loss", report.Loss);
        json.WriteString("weight", report.Weight);
        json.WriteString("source", report.Source);
        json.WriteNumber("sample_limit", report.SampleLimit);
        json.List("sets", report.Sets, Set);
        json.List("filter", report.Filter, static (json, step) =>
        {
            json.Number("share_removed", step.Share);
            json.Number("least_score", step.Threshold);
            json.Part("sample", step.Sample, Sample);
        });
    }

    private static void Set(Utf8JsonWriter json, DiversitySet set)
    {
        json.WriteString("name", set.Name);
        json.WriteNumber("rows", set.Rows);
        json.WriteNumber("missing_vectors", set.MissingVectors);
        json.WriteNumber("zero_vectors", set.ZeroVectors);
        json.Part("score", set.Score, ColumnJson.Numeric);
        json.Part("loss", set.Loss, ColumnJson.Numeric);
        json.Part("text_bytes", set.TextBytes, ColumnJson.Numeric);
        json.Part("text_tokens", set.TextTokens, ColumnJson.Numeric);
        json.WriteNumber("vendi_rows", set.VendiRows);
        json.WriteBoolean("vendi_exact", set.VendiIsExact);
        json.List("vendi", set.Vendi, Vendi);
        json.Part("sample", set.Sample, Sample);
    }

    private static void Sample(Utf8JsonWriter json, SampledDiversity sample)
    {
        json.WriteNumber("rows", sample.Rows);
        json.WriteNumber("vectors", sample.Vectors);
        json.List("vendi", sample.Vendi, Vendi);
        json.Number("mean_distance", sample.MeanDistance);
        json.Number("nearest_distance", sample.NearestDistance);
        json.Number("cluster_entropy", sample.ClusterEntropy);
        json.WriteNumber("texts", sample.Texts);
        json.WriteStartArray("distinct_grams");
        foreach (double? share in sample.DistinctGrams)
        {
            if (share is { } known)
            {
                json.WriteNumberValue(known);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
        json.Number("compression", sample.Compression);
        json.Number("token_entropy", sample.TokenEntropy);
    }

    private static void Vendi(Utf8JsonWriter json, VendiValue vendi)
    {
        json.Number("order", vendi.Order);
        json.Number("vendi_score", vendi.Score);
    }
}
