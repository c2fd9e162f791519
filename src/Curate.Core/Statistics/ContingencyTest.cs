namespace Curate.Core.Statistics;

/// <summary>Pearson's chi-square of a table of counts, with effect sizes.</summary>
/// <param name="ChiSquare">Sum of (observed - expected)^2 / expected, without continuity correction; rows and columns without any count are left out.</param>
/// <param name="DegreesOfFreedom">(rows - 1) (columns - 1) of what is left.</param>
/// <param name="PValue">1 where no degree of freedom is left.</param>
/// <param name="CramersV">sqrt(chi2 / (n min(r - 1, c - 1))); 0 where no degree of freedom is left.</param>
/// <param name="CorrectedV">Cramer's V less its bias (Bergsma 2013, "A bias-correction for Cramer's V and Tschuprow's T").</param>
public readonly record struct ContingencyTest(double ChiSquare, int DegreesOfFreedom, double PValue, double CramersV, double CorrectedV)
{
    /// <summary>Tests a table of <paramref name="columns"/> counts per row. O(cells).</summary>
    public static ContingencyTest Of(ReadOnlySpan<long> table, int columns)
    {
        int rows = columns == 0 ? 0 : table.Length / columns;
        var rowSums = new double[rows];
        var columnSums = new double[columns];
        double total = 0;
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                long count = table[(r * columns) + c];
                rowSums[r] += count;
                columnSums[c] += count;
                total += count;
            }
        }

        int usedRows = rowSums.Count(static s => s > 0);
        int usedColumns = columnSums.Count(static s => s > 0);
        if (usedRows < 2 || usedColumns < 2)
        {
            return new(0, 0, 1, 0, 0);
        }

        double chi = 0;
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                double expected = rowSums[r] * columnSums[c] / total;
                if (expected > 0)
                {
                    double off = table[(r * columns) + c] - expected;
                    chi += off * off / expected;
                }
            }
        }

        int degrees = checked((usedRows - 1) * (usedColumns - 1));
        double phi = chi / total;
        double v = Math.Min(1, Math.Sqrt(phi / Math.Min(usedRows - 1, usedColumns - 1)));
        return new(chi, degrees, ChiSquareDistribution.Upper(chi, degrees), v, Corrected(phi, usedRows, usedColumns, total));
    }

    private static double Corrected(double phi, double rows, double columns, double total)
    {
        if (total <= 1)
        {
            return 0;
        }

        double less = Math.Max(0, phi - ((rows - 1) * (columns - 1) / (total - 1)));
        double fewerRows = rows - ((rows - 1) * (rows - 1) / (total - 1));
        double fewerColumns = columns - ((columns - 1) * (columns - 1) / (total - 1));
        double whole = Math.Min(fewerRows - 1, fewerColumns - 1);
        return whole <= 0 ? 0 : Math.Min(1, Math.Sqrt(less / whole));
    }
}
