using Curate.Core.Data;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Columns;

/// <summary>
/// The sampled rows as a table: each value by row and column, rows in the order of their draws. Reports go through it column by column, so the rows, which are drawn
/// from anywhere in memory, are copied into one run of bytes first.
/// </summary>
/// <remarks>8 bytes per value and the bytes of the rows.</remarks>
internal sealed class SampleTable
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly int[] _lengths;

    /// <exception cref="InvalidDataException">A row does not hold as many values as there are columns.</exception>
    public SampleTable(RowSample sample, int columns)
    {
        (Randomness.RankedRow Row, byte[] Values)[] sorted = sample.ToSorted();
        Rows = sorted.Length;
        Ids = [.. sorted.Select(static r => r.Row.Row)];
        _bytes = new byte[sorted.Sum(static r => (long)r.Values.Length)];
        _starts = new int[sorted.Length * columns];
        _lengths = new int[sorted.Length * columns];
        int first = 0;
        for (int row = 0; row < sorted.Length; row++)
        {
            byte[] values = sorted[row].Values;
            values.CopyTo(_bytes, first);
            int at = 0;
            for (int cell = row; cell < _lengths.Length; cell += sorted.Length)
            {
                _lengths[cell] = ReadLength(values, ref at) - 1;
                _starts[cell] = first + at;
                at += Math.Max(0, _lengths[cell]);
                StateBytes.Demand(at <= values.Length, "a sampled row");
            }

            first += values.Length;
        }
    }

    public int Rows { get; }

    public IReadOnlyList<RowId> Ids { get; }

    public bool IsNull(int row, int column) => _lengths[(column * Rows) + row] < 0;

    public ReadOnlySpan<byte> this[int row, int column]
    {
        get
        {
            int cell = (column * Rows) + row;
            return _bytes.AsSpan(_starts[cell], Math.Max(0, _lengths[cell]));
        }
    }

    /// <summary>Appends one value of a row: its length and one as a variable-length number, 0 for null, then its bytes.</summary>
    public static void Append(Column column, int row, ref byte[] to, ref int used)
    {
        int start = used;
        int code = -1;
        if (column.Codes is { } codes)
        {
            code = codes.Rows[row];
            (column, row) = (codes.Values, code - 1);
        }

        if (code == 0 || column.IsNull(row))
        {
            Reserve(ref to, used + 1);
            to[used++] = 0;
            return;
        }

        // The length is known only afterwards for values that are formatted, so they are written behind the most that it can take.
        used += 5;
        Reserve(ref to, used);
        ValueBlock.Append(column, row, ref to, ref used);
        int length = Math.Min(used - start - 5, ProfileLimits.MostSampledValueBytes);
        int at = start;
        for (uint rest = (uint)length + 1; ; rest >>= 7)
        {
            to[at++] = (byte)(rest > 127 ? rest | 128 : rest);
            if (rest <= 127)
            {
                break;
            }
        }

        to.AsSpan(start + 5, length).CopyTo(to.AsSpan(at));
        used = at + length;
    }

    private static void Reserve(ref byte[] to, int length)
    {
        if (to.Length < length)
        {
            Array.Resize(ref to, Math.Max(length, Math.Max(1024, to.Length * 2)));
        }
    }

    private static int ReadLength(byte[] row, ref int at)
    {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            StateBytes.Demand(at < row.Length, "a sampled row");
            byte piece = row[at++];
            value |= (piece & 127) << shift;
            if (piece < 128)
            {
                StateBytes.Demand(value is >= 0 and <= ProfileLimits.MostSampledValueBytes + 1, "a sampled value");
                return value;
            }
        }

        StateBytes.Demand(false, "a sampled value");
        return 0;
    }
}
