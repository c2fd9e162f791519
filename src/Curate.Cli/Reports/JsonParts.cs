using System.Text.Json;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports;

/// <summary>Ways of writing that the JSON documents share.</summary>
internal static class JsonParts
{
    /// <summary>A number; null for NaN and for no number, a text for an infinity.</summary>
    public static void Number(this Utf8JsonWriter json, string key, double? value)
    {
        if (value is not { } number || double.IsNaN(number))
        {
            json.WriteNull(key);
        }
        else if (double.IsInfinity(number))
        {
            json.WriteString(key, number > 0 ? "Infinity" : "-Infinity");
        }
        else
        {
            json.WriteNumber(key, number);
        }
    }

    public static void Number(this Utf8JsonWriter json, string key, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteNull(key);
        }
    }

    public static void Strings(this Utf8JsonWriter json, string key, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(key);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>Counts by name.</summary>
    public static void Counts(this Utf8JsonWriter json, string key, IEnumerable<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(key);
        foreach ((string name, long count) in counts)
        {
            json.WriteNumber(name, count);
        }

        json.WriteEndObject();
    }

    /// <summary>What differs between equal runs, at the end of the document.</summary>
    public static void Run(this Utf8JsonWriter json, IReadOnlyList<string> inputs, int workers, double seconds, IReadOnlyList<string>? against = null)
    {
        json.WriteStartObject("run");
        json.Strings("inputs", inputs);
        if (against is not null)
        {
            json.Strings("against", against);
        }

        json.WriteNumber("workers", workers);
        json.WriteNumber("seconds", Math.Round(seconds, 3));
        json.WriteEndObject();
    }

    /// <summary>A list of objects.</summary>
    public static void List<T>(this Utf8JsonWriter json, string key, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(key);
        foreach (T item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>An object, or null where there is none.</summary>
    public static void Part<T>(this Utf8JsonWriter json, string key, T? part, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (part is null)
        {
            json.WriteNull(key);
            return;
        }

        json.WriteStartObject(key);
        write(json, part);
        json.WriteEndObject();
    }

    /// <summary>An estimate as <c>key</c>, <c>key_low</c>, <c>key_high</c> and <c>key_exact</c>.</summary>
    public static void Estimate(this Utf8JsonWriter json, string key, Estimate estimate)
    {
        json.Number(key, estimate.Value);
        json.Number(key + "_low", estimate.Low);
        json.Number(key + "_high", estimate.High);
        json.WriteBoolean(key + "_exact", estimate.IsExact);
    }

    /// <summary>A measure with its interval as an object.</summary>
    public static void Interval(this Utf8JsonWriter json, string key, Interval interval)
    {
        json.WriteStartObject(key);
        json.Ends(interval);
        json.WriteEndObject();
    }

    /// <summary>The members of an interval in the object that is open.</summary>
    public static void Ends(this Utf8JsonWriter json, Interval interval)
    {
        json.Number("value", interval.Value);
        json.Number("low", interval.Low);
        json.Number("high", interval.High);
    }

    /// <summary>Values with counts and shares.</summary>
    public static void Counts(this Utf8JsonWriter json, string key, IReadOnlyList<ValueCount> counts) => json.List(key, counts, static (json, count) =>
    {
        json.WriteString("value", count.Value);
        json.WriteNumber("count", count.Count);
        json.Number("share", count.Share);
        json.Number("low", count.Low);
        json.Number("high", count.High);
    });

    public static void Bins(this Utf8JsonWriter json, string key, IReadOnlyList<HistogramBin> bins) => json.List(key, bins, static (json, bin) =>
    {
        json.Number("low", bin.Low);
        json.Number("high", bin.High);
        json.WriteNumber("count", bin.Count);
    });
}
