using System.Text.Json;
using Curate.Core.Profile.Metrics;
using Curate.Core.Profile.Report;
using Curate.Core.Tests.Statistics;

namespace Curate.Core.Tests.Profile.Metrics;

/// <summary>Against scikit-learn 1.2 and imbalanced-learn 0.10.</summary>
public sealed class MetricsReferenceTests
{
    [Theory]
    [InlineData("three-classes")]
    [InlineData("two-classes")]
    public void Report_equals_the_reference(string name)
    {
        JsonElement data = Reference.Root.GetProperty(name);
        string[] label = data.GetProperty("label").Texts();
        string[] prediction = data.GetProperty("prediction").Texts();
        double[][] scores = [.. data.GetProperty("scores").EnumerateArray().Select(static s => s.Numbers())];
        int classes = scores[0].Length;
        MetricsReport report = MetricsRows.Report(label, prediction, scores, [.. Enumerable.Range(0, classes).Select(static c => "p" + c)]);
        Assert.Equal(label.Length, report.Rows);
        for (int k = 0; k < classes; k++)
        {
            ClassMetrics one = report.Classes[k];
            Assert.Equal("c" + k, one.Name);
            Assert.Equal(data.GetProperty("confusion")[k].Numbers(), report.Confusion[k].Select(static c => (double)c));
            Reference.Near(data.GetProperty("precision")[k].GetDouble(), one.Precision.Value, 1e-12, "precision");
            Reference.Near(data.GetProperty("recall")[k].GetDouble(), one.Recall.Value, 1e-12, "recall");
            Reference.Near(data.GetProperty("f1")[k].GetDouble(), one.F1.Value, 1e-12, "f1");
            Reference.Near(data.GetProperty("specificity")[k].GetDouble(), one.Specificity.Value, 1e-12, "specificity");
            Reference.Near(data.GetProperty("class-g-mean")[k].GetDouble(), one.GMean.Value, 1e-12, "g-mean");
            Reference.Near(data.GetProperty("iba")[k].GetDouble(), one.Iba.Value, 1e-12, "iba");
            Reference.Near(data.GetProperty("mcc-one")[k].GetDouble(), one.Mcc.Value, 1e-12, "mcc");
            Reference.Near(data.GetProperty("roc-auc")[k].GetDouble(), one.RocAuc.Value, 1e-12, "roc-auc");
            Reference.Near(data.GetProperty("pr-auc")[k].GetDouble(), one.PrAuc.Value, 1e-12, "pr-auc");
            Assert.Equal(0, one.RocAucError);
        }

        foreach (JsonProperty figure in data.GetProperty("overall").EnumerateObject())
        {
            Interval value = report.Overall.Single(o => o.Name == figure.Name).Value;
            Reference.Near(figure.Value.GetDouble(), value.Value, 1e-12, figure.Name);
            Assert.True(value.Low < value.Value && value.Value < value.High, figure.Name);
        }

        if (classes > 2)
        {
            Reference.Near(data.Number("multi-g-mean"), report.Overall.Single(static o => o.Name == "g-mean").Value.Value, 1e-12, "g-mean");
        }

        Assert.Equal("macro-f1", report.Overall[0].Name);
        Assert.Equal("accuracy", report.Overall[^1].Name);
    }

    [Fact]
    public void Report_without_predictions_takes_the_largest_probability()
    {
        JsonElement data = Reference.Root.GetProperty("three-classes");
        string[] label = data.GetProperty("label").Texts();
        double[][] scores = [.. data.GetProperty("scores").EnumerateArray().Select(static s => s.Numbers())];
        MetricsReport report = MetricsRows.Report(label, null, scores, ["p0", "p1", "p2"]);
        long hits = Enumerable.Range(0, label.Length).Count(r => label[r] == "c" + Array.IndexOf(scores[r], scores[r].Max()));
        Assert.Equal((double)hits / label.Length, report.Overall[^1].Value.Value, 12);
        Assert.Equal("p0, p1, p2", report.Prediction);
    }

    [Fact]
    public void Report_of_one_probability_column_gives_areas_of_both_classes()
    {
        JsonElement data = Reference.Root.GetProperty("two-classes");
        string[] label = data.GetProperty("label").Texts();
        double[][] scores = [.. data.GetProperty("scores").EnumerateArray().Select(static s => new[] { s[1].GetDouble() })];
        MetricsReport report = MetricsRows.Report(label, data.GetProperty("prediction").Texts(), scores, ["p"]);
        for (int k = 0; k < 2; k++)
        {
            Reference.Near(data.GetProperty("roc-auc")[k].GetDouble(), report.Classes[k].RocAuc.Value, 1e-12, "roc-auc");
            Reference.Near(data.GetProperty("pr-auc")[k].GetDouble(), report.Classes[k].PrAuc.Value, 1e-12, "pr-auc");
        }
    }
}
