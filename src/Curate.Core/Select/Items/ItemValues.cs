using System.Text.Json;

namespace Curate.Core.Select.Items;

/// <summary>Finds the values of a cell and the runs of tokens of a text.</summary>
internal static class ItemValues
{
    /// <summary>Adds the values of a cell: the elements of a JSON array, the parts between separators, or the cell itself. Empty parts are no values.</summary>
    public static void Add(ReadOnlySpan<byte> cell, byte[]? separator, ItemColumn to)
    {
        if (cell.Length >= 2 && cell[0] == '[' && cell[^1] == ']' && AddArray(cell, to))
        {
            return;
        }

        if (separator is null)
        {
            AddPart(cell, to);
            return;
        }

        while (true)
        {
            int end = cell.IndexOf(separator);
            AddPart(end < 0 ? cell : cell[..end], to);
            if (end < 0)
            {
                return;
            }

            cell = cell[(end + separator.Length)..];
        }
    }

    /// <summary>Adds every run of so many tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Tokens of a run.</param>
    /// <param name="symbols">Words (letters, digits, underscores, bytes beyond ASCII) and other signs one by one; else what white space separates.</param>
    /// <param name="ends">Room for the places of tokens.</param>
    /// <param name="to">Where runs go; tokens are joined by a zero.</param>
    public static void AddGrams(ReadOnlySpan<byte> text, int length, bool symbols, List<(int Start, int End)> ends, ItemColumn to)
    {
        ends.Clear();
        for (int at = 0; at < text.Length;)
        {
            if (IsSpace(text[at]))
            {
                at++;
                continue;
            }

            int start = at++;
            bool word = !symbols || IsWord(text[start]);
            while (word && at < text.Length && !IsSpace(text[at]) && (!symbols || IsWord(text[at])))
            {
                at++;
            }

            ends.Add((start, at));
        }

        byte[] room = new byte[256];
        for (int first = 0; first + length <= ends.Count; first++)
        {
            int used = 0;
            for (int token = first; token < first + length; token++)
            {
                ReadOnlySpan<byte> own = text[ends[token].Start..ends[token].End];
                if (room.Length < used + own.Length + 1)
                {
                    Array.Resize(ref room, 2 * (used + own.Length + 1));
                }

                own.CopyTo(room.AsSpan(used));
                used += own.Length;
                room[used++] = 0;
            }

            to.Add(room.AsSpan(0, used));
        }
    }

    private static bool AddArray(ReadOnlySpan<byte> json, ItemColumn to)
    {
        var values = new List<byte[]>();
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                int start = (int)reader.TokenStartIndex;
                if (reader.TokenType == JsonTokenType.String)
                {
                    var room = new byte[reader.ValueSpan.Length];
                    values.Add(room[..reader.CopyString(room)]);
                }
                else if (reader.TokenType != JsonTokenType.Null)
                {
                    reader.Skip();
                    values.Add(json[start..(int)reader.BytesConsumed].ToArray());
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Brackets alone make no array: the cell is a value as it stands.
            return false;
        }

        foreach (byte[] value in values)
        {
            AddPart(value, to);
        }

        return true;
    }

    private static void AddPart(ReadOnlySpan<byte> part, ItemColumn to)
    {
        part = part.Trim(" \t\r\n"u8);
        if (!part.IsEmpty)
        {
            to.Add(part);
        }
    }

    private static bool IsSpace(byte b) => b == ' ' || (b >= 9 && b <= 13);

    private static bool IsWord(byte b) => b >= 0x80 || b == '_' || (b | 0x20) is >= (byte)'a' and <= (byte)'z' || b is >= (byte)'0' and <= (byte)'9';
}
