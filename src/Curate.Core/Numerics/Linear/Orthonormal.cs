namespace Curate.Core.Numerics.Linear;

/// <summary>Rows made orthonormal in order: each loses its part along the rows before it, twice, and is brought to length 1.</summary>
/// <remarks>
/// Two passes leave an error of the order of rounding ("twice is enough", Giraud, Langou and Rozloznik 2005). O(k^2 d). A row that depends on those
/// before it becomes zeros.
/// </remarks>
public static class Orthonormal
{
    /// <summary>Changes the rows in place; gives how many were independent.</summary>
    public static int Rows(Matrix rows)
    {
        int rank = 0;
        for (int i = 0; i < rows.Rows; i++)
        {
            Span<double> row = rows.Row(i);
            double before = Dense.Norm(row);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    Dense.AddScaled(-Dense.Dot(rows.Row(j), row), rows.Row(j), row);
                }
            }

            double after = Dense.Norm(row);
            if (!(after > 1e-13 * before))
            {
                row.Clear();
                continue;
            }

            Dense.Scale(1 / after, row);
            rank++;
        }

        return rank;
    }
}
