using System.Text.Json;

namespace Curate.Core.Profile.Columns;

/// <summary>What stands in JSON strings.</summary>
internal static class JsonStrings
{
    /// <summary>The characters of a JSON string, or the JSON text itself for any other value; in <paramref name="room"/> where an escape had to be undone.</summary>
    public static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> json, ref byte[] room)
    {
        if (json.Length < 2 || json[0] != '"')
        {
            return json;
        }

        if (!json.Contains((byte)'\\'))
        {
            return json[1..^1];
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            if (room.Length < json.Length)
            {
                room = new byte[json.Length];
            }

            return room.AsSpan(0, reader.CopyString(room));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // An escaped half of a surrogate pair has no UTF-8; it is shown as it was written.
            return json[1..^1];
        }
    }
}
