using System.Text.Json;

namespace Curate.Core.Data;

/// <summary>Vectors written as JSON arrays of numbers, the form that text formats use for them.</summary>
public static class VectorText
{
    /// <summary>Appends <c>[1, 2.5, ...]</c>; false (and nothing appended) for anything else, an empty array, or another dimension than the column's.</summary>
    public static bool TryAppend(VectorColumn to, ReadOnlySpan<byte> text)
    {
        float[] buffer = System.Buffers.ArrayPool<float>.Shared.Rent(Math.Max(16, text.Length / 2 + 1));
        try
        {
            int count = Parse(text, buffer);
            if (count <= 0 || (to.Dimension != 0 && count != to.Dimension))
            {
                return false;
            }

            to.Append(buffer.AsSpan(0, count));
            return true;
        }
        finally
        {
            System.Buffers.ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>How many numbers the array holds, or -1 where the text is not an array of numbers.</summary>
    public static int Parse(ReadOnlySpan<byte> text, Span<float> into)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return -1;
            }

            int count = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.Number && count < into.Length)
            {
                into[count++] = reader.GetSingle();
            }

            return reader.TokenType == JsonTokenType.EndArray && !reader.Read() ? count : -1;
        }
        catch (Exception failure) when (failure is JsonException or FormatException)
        {
            return -1;
        }
    }
}
