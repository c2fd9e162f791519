using System.Text;
using Curate.Core.Data;

namespace Curate.Core.Grouping;

/// <summary>
/// The group of a row as bytes: of one column its text, of several columns their texts, each preceded by its length, so that no two
/// different combinations meet. A missing value is a value of its own.
/// </summary>
public static class GroupKey
{
    /// <summary>Length prefix of a missing value.</summary>
    private const byte Missing = 0xFF;

    /// <summary>Writes the key of a row into <paramref name="buffer"/>, growing it, and returns the used part.</summary>
    public static ReadOnlySpan<byte> Of(RecordBatch batch, int firstColumn, int columns, int row, ref byte[] buffer)
    {
        int used = 0;
        for (int c = 0; c < columns; c++)
        {
            TextColumn column = batch.Text(firstColumn + c);
            bool isNull = column.IsNull(row);
            ReadOnlySpan<byte> value = column[row];
            if (used + value.Length + 5 > buffer.Length)
            {
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + value.Length + 64));
            }

            if (isNull)
            {
                buffer[used++] = Missing;
                continue;
            }

            // A variable-length prefix of 6-bit digits never equals the mark of a missing value.
            int length = value.Length;
            do
            {
                buffer[used++] = (byte)((length & 63) | (length >= 64 ? 64 : 0));
                length >>= 6;
            }
            while (length > 0);
            value.CopyTo(buffer.AsSpan(used));
            used += value.Length;
        }

        return buffer.AsSpan(0, used);
    }

    /// <summary>The values of a key; null stands for a missing value.</summary>
    public static string?[] Values(ReadOnlySpan<byte> key, int columns)
    {
        var values = new string?[columns];
        int at = 0;
        for (int c = 0; c < columns; c++)
        {
            if (key[at] == Missing)
            {
                at++;
                continue;
            }

            int length = 0;
            for (int shift = 0; ; shift += 6)
            {
                byte digit = key[at++];
                length |= (digit & 63) << shift;
                if ((digit & 64) == 0)
                {
                    break;
                }
            }

            values[c] = Encoding.UTF8.GetString(key.Slice(at, length));
            at += length;
        }

        return values;
    }

    /// <summary>The key as people read it: the value, or <c>a=x, b=y</c>; a missing value is <c>(missing)</c>.</summary>
    public static string Show(ReadOnlySpan<byte> key, IReadOnlyList<string> columns)
    {
        string?[] values = Values(key, columns.Count);
        return columns.Count == 1
            ? values[0] ?? "(missing)"
            : string.Join(", ", values.Select((v, i) => $"{columns[i]}={v ?? "(missing)"}"));
    }
}
