using Curate.Core.Data;
using Curate.Core.Profile.Metrics;
using Curate.Core.Profile.Report;

namespace Curate.Core.Tests.Profile.Metrics;

/// <summary>Feeds rows to a summary in batches.</summary>
internal static class MetricsRows
{
    public static MetricsReport Report(string?[] label, string?[]? prediction, double[][] scores, string[] names, MetricsColumns? more = null) =>
        Summary(label, prediction, scores, Columns(prediction is not null, names, more), 50).Report()!;

    public static MetricsColumns Columns(bool prediction, string[] names, MetricsColumns? more = null) =>
        (more ?? new() { Label = "y" }) with { Prediction = prediction ? "said" : null, Probabilities = names };

    public static MetricsSummary Summary(string?[] label, string?[]? prediction, double[][] scores, MetricsColumns columns, int capacity)
    {
        var summary = new MetricsSummary(columns);
        for (int start = 0; start < label.Length; start += capacity)
        {
            summary.Add(Batch(label, prediction, scores, columns, start, Math.Min(label.Length, start + capacity)));
        }

        return summary;
    }

    public static RecordBatch Batch(string?[] label, string?[]? prediction, double[][] scores, MetricsColumns columns, int from, int to)
    {
        var batch = new RecordBatch();
        batch.Begin(ReadRequest.Of(columns.Request), null);
        int first = prediction is null ? 1 : 2;
        for (int row = from; row < to; row++)
        {
            Append(batch.Text(0), label[row]);
            if (prediction is not null)
            {
                Append(batch.Text(1), prediction[row]);
            }

            for (int s = 0; s < columns.Probabilities.Count; s++)
            {
                var column = (NumberColumn)batch[first + s];
                if (double.IsNaN(scores[row][s]))
                {
                    column.AppendNull();
                }
                else
                {
                    column.Append(scores[row][s]);
                }
            }
        }

        batch.Count = to - from;
        return batch;
    }

    private static void Append(TextColumn column, string? value)
    {
        if (value is null)
        {
            column.AppendNull();
        }
        else
        {
            column.Append(System.Text.Encoding.UTF8.GetBytes(value));
        }
    }
}
