using System.Text;
using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>A combination of values as bytes: each value behind a mark and its length, so that no two combinations meet.</summary>
internal static class RowKey
{
    public static ReadOnlySpan<byte> Of(RecordBatch batch, ReadOnlySpan<int> columns, int row, ref byte[] buffer)
    {
        int used = 0;
        foreach (int at in columns)
        {
            TextColumn column = batch.Text(at);
            ReadOnlySpan<byte> value = column.IsNull(row) ? default : column[row];
            if (used + value.Length + 5 > buffer.Length)
            {
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + value.Length + 64));
            }

            BitConverter.TryWriteBytes(buffer.AsSpan(used), column.IsNull(row) ? -1 : value.Length);
            used += 4;
            value.CopyTo(buffer.AsSpan(used));
            used += value.Length;
        }

        return buffer.AsSpan(0, used);
    }

    /// <summary>As people read it: the value, or values behind their columns.</summary>
    public static string Show(ReadOnlySpan<byte> key, IReadOnlyList<string> columns)
    {
        var shown = new string[columns.Count];
        int at = 0;
        for (int c = 0; c < shown.Length; c++)
        {
            int length = BitConverter.ToInt32(key[at..]);
            at += 4;
            string text = length < 0 ? "(missing)" : Encoding.UTF8.GetString(key.Slice(at, length));
            shown[c] = columns.Count == 1 ? text : $"{columns[c]}={text}";
            at += Math.Max(0, length);
        }

        return string.Join(", ", shown);
    }
}
