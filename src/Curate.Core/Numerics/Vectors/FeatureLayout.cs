using System.Numerics;
using Curate.Core.Data;

namespace Curate.Core.Numerics.Vectors;

/// <summary>Which columns of a batch make up a vector: numeric columns and category columns, or one embedding.</summary>
/// <param name="Numeric">Positions in the batch of whole, number, decimal, flag (0 or 1), date and time (microseconds) columns, or of one vector column
/// alone.</param>
/// <param name="Categories">Positions of category columns: text, or any kind that <see cref="Numeric"/> takes, whose distinct values are the
/// categories.</param>
public sealed record FeatureLayout(IReadOnlyList<int> Numeric, IReadOnlyList<int> Categories)
{
    /// <summary>Position in the batch of a column without whose value a row is left out, whatever is made of missing numbers; null = none.</summary>
    public int? Required { get; init; }

    /// <summary>Whether a row has the required value.</summary>
    internal bool Takes(RecordBatch batch, int row) => Required is not { } column || !batch[column].IsNull(row);

    /// <summary>The value of a numeric column as a double; the row is not null.</summary>
    internal static double Value(Column column, int row) => column switch
    {
        NumberColumn numbers => numbers[row],
        WholeColumn wholes => wholes[row],
        FlagColumn flags => flags[row] ? 1 : 0,
        TimeColumn times => times[row],
        DecimalColumn decimals => (double)decimals[row] / PowerOfTen(decimals.Scale),
        _ => throw new ArgumentException($"A column of kind {column.Kind} is no number.", nameof(column)),
    };

    /// <summary>The values of a numeric column as doubles, of the rows that are asked for and not null: where they stand, or copied.</summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">Which rows are asked for.</param>
    /// <param name="room">As long as <paramref name="rows"/>.</param>
    internal static ReadOnlySpan<double> Gather(Column column, ReadOnlySpan<bool> rows, Span<double> room) => column switch
    {
        NumberColumn { NullCount: 0 } numbers when !rows.Contains(false) => numbers.Values[..rows.Length],
        NumberColumn numbers => room[..Gather(numbers.Values, column, rows, room)],
        WholeColumn wholes => room[..Gather(wholes.Values, column, rows, room)],
        _ => room[..Gather<double>([], column, rows, room)],
    };

    /// <summary>The same from the values of all rows, or one by one where these do not lie side by side.</summary>
    private static int Gather<T>(ReadOnlySpan<T> values, Column column, ReadOnlySpan<bool> rows, Span<double> to)
        where T : struct, INumberBase<T>
    {
        int count = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] && !column.IsNull(row))
            {
                to[count++] = values.IsEmpty ? Value(column, row) : double.CreateTruncating(values[row]);
            }
        }

        return count;
    }

    private static double PowerOfTen(int scale)
    {
        double power = 1;
        for (int i = 0; i < scale; i++)
        {
            power *= 10;
        }

        return power;
    }
}
