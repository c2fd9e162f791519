using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>
/// A profile as a versioned JSON document with stable keys; docs/commands/profile.md lists them. Every number is written with as many digits as
/// it takes to read the same number back. NaN is null, an infinity the text <c>"Infinity"</c> or <c>"-Infinity"</c>. A part that does not
/// apply is null or an empty list, so that every key is always there.
/// </summary>
internal static class ProfileJson
{
    public static byte[] Of(ProfilePage page)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", ProfileReport.SchemaVersion);
            json.WriteString("version", page.Version);
            json.WriteString("command", "profile");
            Report(json, page);
            json.Run(page.Inputs, page.Workers, page.Seconds);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>The keys of the report in the object that is open.</summary>
    public static void Report(Utf8JsonWriter json, ProfilePage page)
    {
        ProfileReport report = page.Report;
        json.WriteString("name", report.Name);
        json.WriteNumber("seed", report.Seed);
        json.WriteNumber("rows", report.Rows);
        json.Number("bytes", report.Bytes);
        json.Number("limit", report.Limit);
        json.WriteNumber("sample_rows", report.SampleRows);
        json.WriteStartObject("counts");
        json.WriteNumber("where", page.LeftOut);
        json.Counts("bad_rows", page.BadRows);
        json.WriteEndObject();
        json.List("alerts", report.Alerts, Alert);
        json.List("columns", report.Columns, ColumnJson.Write);
        json.Part("duplicates", report.Duplicates, Duplicates);
        json.Strings("association_columns", report.AssociationColumns);
        json.List("associations", report.Associations, Association);
        json.List("balance", report.Balance, BalanceJson.Write);
        json.List("crosses", report.Crosses, BalanceJson.WriteCross);
        json.Part("metrics", report.Metrics, MetricsJson.Write);
        json.Part("comparison", report.Comparison, ComparisonJson.Write);
        json.Part("dependencies", report.Dependencies, DependencyJson.Write);
        json.Part("diversity", report.Diversity, DiversityJson.Write);
        json.Part("storage", report.Storage, Storage);
    }

    private static void Alert(Utf8JsonWriter json, Alert alert)
    {
        json.WriteString("code", alert.Code);
        json.WriteString("severity", ProfileWords.Of(alert.Severity));
        json.Strings("columns", alert.Columns);
        json.WriteString("message", alert.Message);
        json.Number("value", alert.Value);
        json.Number("threshold", alert.Threshold);
    }

    private static void Duplicates(Utf8JsonWriter json, DuplicateReport duplicates)
    {
        json.Estimate("distinct_rows", duplicates.DistinctRows);
        json.Estimate("duplicate_rows", duplicates.DuplicateRows);
        json.Strings("keys", duplicates.Keys);
        json.WriteBoolean("keys_exact", duplicates.KeysAreExact);
    }

    private static void Association(Utf8JsonWriter json, AssociationReport pair)
    {
        json.WriteString("first", pair.First);
        json.WriteString("second", pair.Second);
        json.WriteString("measure", pair.Measure);
        json.Number("value", pair.Value);
        json.List("others", pair.Others, static (json, other) =>
        {
            json.WriteString("measure", other.Name);
            json.Number("value", other.Value);
        });
        json.WriteNumber("rows", pair.Rows);
        json.WriteBoolean("sampled", pair.Sampled);
    }

    private static void Storage(Utf8JsonWriter json, StorageReport storage)
    {
        json.WriteString("format", storage.Format);
        json.List("facts", storage.Facts, static (json, fact) =>
        {
            json.WriteString("name", fact.Name);
            json.WriteString("value", fact.Value);
        });
        json.List("columns", storage.Columns, static (json, column) =>
        {
            json.WriteString("path", column.Path);
            json.WriteString("type", column.Type);
            json.Strings("encodings", column.Encodings);
            json.WriteString("codec", column.Codec);
            json.WriteNumber("compressed_bytes", column.CompressedBytes);
            json.WriteNumber("uncompressed_bytes", column.UncompressedBytes);
            json.Number("null_pages", column.NullPages);
        });
    }
}
