using System.Text.Json;
using Curate.Core.Profile.Report;
using TextFigures = Curate.Core.Profile.Report.TextReport;

namespace Curate.Cli.Reports.Profile;

/// <summary>One column as JSON: the figures of its numbers stand in the column itself, those of lengths and norms in objects of the same keys.</summary>
internal static class ColumnJson
{
    private static readonly NumericReport s_none = new()
    {
        Count = 0,
        Min = double.NaN,
        Max = double.NaN,
        Sum = double.NaN,
        Mean = double.NaN,
        Variance = double.NaN,
        StandardDeviation = double.NaN,
        Skewness = double.NaN,
        Kurtosis = double.NaN,
    };

    public static void Write(Utf8JsonWriter json, ColumnReport column)
    {
        json.WriteString("name", column.Name);
        json.WriteString("type", ProfileWords.Of(column.Type));
        json.WriteString("kind", ProfileWords.Of(column.Kind));
        json.Counts("evidence", column.Evidence);
        json.WriteNumber("rows", column.Rows);
        json.WriteNumber("nulls", column.Nulls);
        json.Number("null_share", column.NullShare);
        json.Counts("null_like", column.NullLike);
        json.Estimate("distinct", column.Distinct);
        json.Counts("top", column.Top);
        json.WriteBoolean("top_exact", column.TopIsExact);
        json.Strings("examples", column.Examples);
        Numeric(json, column.Numeric ?? s_none);
        json.Part("text", column.Text, Text);
        json.Part("time", column.Time, Time);
        json.Part("vector", column.Vector, Vector);
    }

    /// <summary>Figures of numbers in the object that is open.</summary>
    internal static void Numeric(Utf8JsonWriter json, NumericReport numbers)
    {
        bool any = numbers.Count > 0;
        json.WriteNumber("count", numbers.Count);
        json.Number("min", any ? numbers.Min : null);
        json.Number("max", any ? numbers.Max : null);
        json.Number("sum", any ? numbers.Sum : null);
        json.Number("mean", any ? numbers.Mean : null);
        json.Number("variance", any ? numbers.Variance : null);
        json.Number("standard_deviation", any ? numbers.StandardDeviation : null);
        json.Number("skewness", any ? numbers.Skewness : null);
        json.Number("kurtosis", any ? numbers.Kurtosis : null);
        json.WriteNumber("zeros", numbers.Zeros);
        json.WriteNumber("negatives", numbers.Negatives);
        json.WriteNumber("nans", numbers.NaNs);
        json.WriteNumber("positive_infinities", numbers.PositiveInfinities);
        json.WriteNumber("negative_infinities", numbers.NegativeInfinities);
        json.List("quantiles", numbers.Quantiles, static (json, quantile) =>
        {
            json.Number("share", quantile.Share);
            json.Number("value", quantile.Value);
        });
        json.Number("quantile_error", numbers.QuantileError);
        json.Bins("histogram", numbers.Histogram);
    }

    private static void Text(Utf8JsonWriter json, TextFigures text)
    {
        json.Part("lengths", text.Lengths, Numeric);
        json.WriteNumber("bytes", text.Bytes);
        json.WriteNumber("empty", text.Empty);
        json.WriteNumber("padded", text.Padded);
        json.WriteNumber("non_ascii", text.NonAscii);
        json.WriteNumber("words", text.Words);
        json.Counts("shapes", text.Shapes);
        json.Counts("scripts", text.Scripts);
        json.Strings("variants", text.Variants);
    }

    private static void Time(Utf8JsonWriter json, TimeReport time)
    {
        json.WriteString("first", time.First);
        json.WriteString("last", time.Last);
        json.WriteString("unit", time.Unit);
        json.Estimate("distinct", time.Distinct);
        json.Number("step", time.Step);
        json.Number("regularity", time.Regularity);
        json.List("gaps", time.Gaps, static (json, gap) =>
        {
            json.WriteString("from", gap.From);
            json.WriteString("to", gap.To);
            json.Number("length", gap.Length);
        });
        json.Bins("histogram", time.Histogram);
        json.WriteStartArray("weekdays");
        foreach (long day in time.Weekdays)
        {
            json.WriteNumberValue(day);
        }

        json.WriteEndArray();
    }

    private static void Vector(Utf8JsonWriter json, VectorReport vector)
    {
        json.WriteNumber("dimension", vector.Dimension);
        json.WriteNumber("least_dimension", vector.LeastDimension);
        json.WriteNumber("most_dimension", vector.MostDimension);
        json.Part("norms", vector.Norms, Numeric);
        json.WriteNumber("zero_vectors", vector.ZeroVectors);
        json.WriteNumber("non_finite", vector.NonFinite);
        json.Estimate("duplicates", vector.Duplicates);
    }
}
