using System.Text.Json;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>Measures of a classifier as JSON.</summary>
internal static class MetricsJson
{
    public static void Write(Utf8JsonWriter json, MetricsReport metrics)
    {
        json.WriteString("label", metrics.Label);
        json.WriteString("prediction", metrics.Prediction);
        json.WriteNumber("rows", metrics.Rows);
        json.WriteNumber("skipped", metrics.Skipped);
        json.List("classes", metrics.Classes, static (json, one) =>
        {
            json.WriteString("name", one.Name);
            json.WriteNumber("support", one.Support);
            json.WriteNumber("predicted", one.Predicted);
            json.Interval("precision", one.Precision);
            json.Interval("recall", one.Recall);
            json.Interval("specificity", one.Specificity);
            json.Interval("f1", one.F1);
            json.Interval("g_mean", one.GMean);
            json.Interval("iba", one.Iba);
            json.Interval("mcc", one.Mcc);
            json.Interval("roc_auc", one.RocAuc);
            json.Number("roc_auc_error", one.RocAucError);
            json.Interval("pr_auc", one.PrAuc);
            json.Number("pr_auc_error", one.PrAucError);
        });
        json.Matrix("confusion", metrics.Confusion);
        json.List("overall", metrics.Overall, static (json, measure) =>
        {
            json.WriteString("measure", measure.Name);
            json.Ends(measure.Value);
        });
        json.WriteBoolean("accuracy_uninformative", metrics.AccuracyIsUninformative);
        json.List("impact", metrics.Impact, static (json, row) =>
        {
            json.WriteString("class", row.Class);
            json.WriteString("measure", row.Measure);
            json.Number("balanced", row.Balanced);
            json.Number("natural", row.Natural);
            json.Number("change", row.Change);
        });
        json.List("assume_missed", metrics.AssumeMissed, static (json, row) =>
        {
            json.Number("missed", row.Missed);
            json.List("measures", row.Measures, static (json, measure) =>
            {
                json.WriteString("measure", measure.Name);
                json.Number("value", measure.Value);
            });
        });
    }
}
