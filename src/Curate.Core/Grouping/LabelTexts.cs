using System.Text;
using System.Text.Json;

namespace Curate.Core.Grouping;

/// <summary>A value with several labels: split at a separator, or a JSON array of strings, numbers and flags.</summary>
internal static class LabelTexts
{
    /// <summary>The parts between separators, without blanks and tabs around them; empty ones are none.</summary>
    public static List<byte[]> Split(ReadOnlySpan<byte> value, ReadOnlySpan<byte> separator)
    {
        var labels = new List<byte[]>();
        while (true)
        {
            int end = value.IndexOf(separator);
            ReadOnlySpan<byte> label = (end < 0 ? value : value[..end]).Trim(" \t"u8);
            if (!label.IsEmpty)
            {
                labels.Add(label.ToArray());
            }

            if (end < 0)
            {
                return labels;
            }

            value = value[(end + separator.Length)..];
        }
    }

    /// <summary>The items of a JSON array, strings by their characters; null items are none. False where the text is no array, or one with nested values.</summary>
    /// <param name="json">The text.</param>
    /// <param name="labels">The items.</param>
    /// <param name="isBare">Receives for each item whether it is a number or a flag; null where nobody asks.</param>
    public static bool TryArray(ReadOnlySpan<byte> json, out List<byte[]> labels, List<bool>? isBare = null)
    {
        labels = [];
        if (json.Length < 2 || json[0] != '[' || json[^1] != ']')
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.String:
                        labels.Add(Encoding.UTF8.GetBytes(reader.GetString()!));
                        isBare?.Add(false);
                        break;
                    case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                        labels.Add(reader.ValueSpan.ToArray());
                        isBare?.Add(true);
                        break;
                    case JsonTokenType.Null:
                        break;
                    default:
                        return false;
                }
            }

            return reader.TokenType == JsonTokenType.EndArray && !reader.Read();
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
