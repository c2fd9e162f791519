using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Core.Resample.Advice;

namespace Curate.Cli.Reports.Advice;

/// <summary>Advice as a versioned JSON document; everything that differs between equal runs stands under <c>run</c>.</summary>
internal static class AdviceJson
{
    public const int Schema = 1;

    public static byte[] Of(AdvicePage page)
    {
        AdviceReport report = page.Report;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteString("version", page.Version);
            json.WriteString("command", "resample");
            json.WriteBoolean("should_i", true);
            json.WriteString("method", report.Method);
            json.WriteNumber("seed", report.Seed);
            json.WriteBoolean("resample", report.Resample);
            json.Strings("answer", report.Answer);
            json.WriteString("label", report.Label);
            Rows(json, page);
            json.List("classes", report.Classes, static (json, one) =>
            {
                json.WriteString("class", one.Key);
                json.WriteNumber("rows", one.Value);
            });
            json.WriteStartObject("features");
            json.WriteNumber("numbers", report.Numbers);
            json.WriteNumber("categories", report.Categories);
            json.WriteEndObject();
            json.WriteStartObject("design");
            json.WriteString("kind", report.Design);
            json.WriteString("column", report.DesignColumn);
            json.WriteNumber("folds", report.Folds);
            json.WriteNumber("repeats", report.Repeats);
            json.WriteNumber("splits", report.Splits);
            json.WriteNumber("test_over_train", report.TestOverTrain);
            json.WriteNumber("splits_without_threshold", report.WithoutThreshold);
            json.WriteEndObject();
            json.List("findings", report.Findings, static (json, finding) =>
            {
                json.WriteString("learner", finding.Learner);
                json.WriteString("measure", AdviceMeasures.NameOf(finding.Measure));
                json.WriteString("winner", finding.Winner);
                json.WriteString("simple", finding.Simple);
                json.WriteString("method", finding.Method);
                json.WriteBoolean("method_beats_simple", finding.MethodBeatsSimple);
                json.Strings("worse", finding.Worse);
            });
            json.List("results", report.Results, static (json, result) =>
            {
                json.WriteString("learner", result.Learner);
                json.WriteString("measure", AdviceMeasures.NameOf(result.Measure));
                json.WriteString("treatment", result.Treatment);
                json.Number("mean", result.Mean);
                json.Number("gain", result.Gain);
                json.Number("gain_low", result.Low);
                json.Number("gain_high", result.High);
                json.Number("p", result.PValue);
                json.WriteString("verdict", result.Verdict > 0 ? "better" : result.Verdict < 0 ? "worse" : "undecided");
            });
            json.Run(page.Inputs, page.Workers, page.Seconds);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Rows(Utf8JsonWriter json, AdvicePage page)
    {
        AdviceReport report = page.Report;
        json.WriteStartObject("rows");
        json.WriteNumber("in", report.InputRows + page.LeftOut);
        json.WriteNumber("where", page.LeftOut);
        json.WriteNumber("without_label", report.UnlabelledRows);
        json.WriteNumber("incomplete", report.IncompleteRows);
        json.WriteNumber("cross_validated", report.Rows);
        json.Counts("bad", page.BadRows);
        json.Number("limit", page.Limit);
        json.WriteEndObject();
    }
}
