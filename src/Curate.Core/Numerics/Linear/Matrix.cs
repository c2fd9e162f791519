namespace Curate.Core.Numerics.Linear;

/// <summary>A dense matrix of doubles, row after row. The size is fixed; the values are open to whoever holds it.</summary>
/// <remarks>8 bytes a value. At most 2^31 - 57 values, which is the longest array.</remarks>
public sealed class Matrix
{
    /// <summary>A matrix of zeros.</summary>
    public Matrix(int rows, int columns)
        : this(rows, columns, new double[Length(rows, columns)])
    {
    }

    /// <summary>A matrix over an array, which it keeps and does not copy.</summary>
    /// <exception cref="ArgumentException">The array has not rows x columns values.</exception>
    public Matrix(int rows, int columns, double[] values)
    {
        if (values.Length != Length(rows, columns))
        {
            throw new ArgumentException($"{rows} x {columns} values are needed and {values.Length} are given.", nameof(values));
        }

        Rows = rows;
        Columns = columns;
        Values = values;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>All values, row after row.</summary>
    public double[] Values { get; }

    public ref double this[int row, int column] => ref Row(row)[column];

    /// <summary>A matrix with the given rows, copied.</summary>
    public static Matrix Of(params ReadOnlySpan<double[]> rows)
    {
        var matrix = new Matrix(rows.Length, rows.Length == 0 ? 0 : rows[0].Length);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(matrix.Row(i));
        }

        return matrix;
    }

    /// <summary>The matrix with ones on its diagonal.</summary>
    public static Matrix Identity(int size)
    {
        var matrix = new Matrix(size, size);
        for (int i = 0; i < size; i++)
        {
            matrix[i, i] = 1;
        }

        return matrix;
    }

    /// <summary>One row, open to change.</summary>
    public Span<double> Row(int row) => Values.AsSpan(checked(row * Columns), Columns);

    /// <summary>A copy of some rows, in the given order.</summary>
    public Matrix Take(ReadOnlySpan<int> rows)
    {
        var taken = new Matrix(rows.Length, Columns);
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(taken.Row(i));
        }

        return taken;
    }

    /// <summary>Sum of the diagonal: of a covariance, the total variance.</summary>
    public double Trace()
    {
        double sum = 0;
        for (int i = 0; i < Rows; i++)
        {
            sum += this[i, i];
        }

        return sum;
    }

    public Matrix Copy() => new(Rows, Columns, (double[])Values.Clone());

    /// <summary>Rows and columns exchanged; in tiles, so that neither side strides through memory.</summary>
    public Matrix Transposed()
    {
        const int Tile = 32;
        var turned = new Matrix(Columns, Rows);
        for (int r0 = 0; r0 < Rows; r0 += Tile)
        {
            int r1 = Math.Min(Rows, r0 + Tile);
            for (int c0 = 0; c0 < Columns; c0 += Tile)
            {
                int c1 = Math.Min(Columns, c0 + Tile);
                for (int r = r0; r < r1; r++)
                {
                    for (int c = c0; c < c1; c++)
                    {
                        turned.Values[(c * Rows) + r] = Values[(r * Columns) + c];
                    }
                }
            }
        }

        return turned;
    }

    private static int Length(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        long length = (long)rows * columns;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(rows));
        return (int)length;
    }
}
