using Curate.Core.Numerics;

namespace Curate.Core.Statistics;

/// <summary>How much one column tells of another where at least one of them is a category. Codes are numbers from 0; a negative one is a missing value.</summary>
public static class Association
{
    /// <summary>Counts of the pairs of codes, row after row of <paramref name="first"/>. O(rows + cells).</summary>
    public static long[] Table(ReadOnlySpan<int> first, int firstCodes, ReadOnlySpan<int> second, int secondCodes)
    {
        var table = new long[checked(firstCodes * secondCodes)];
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] >= 0 && second[i] >= 0)
            {
                table[(first[i] * secondCodes) + second[i]]++;
            }
        }

        return table;
    }

    /// <summary>Mutual information in nats of a table of counts: sum p ln(p / (p_row p_column)). O(cells).</summary>
    public static double MutualInformation(ReadOnlySpan<long> table, int columns)
    {
        int rows = columns == 0 ? 0 : table.Length / columns;
        var rowSums = new double[rows];
        var columnSums = new double[columns];
        double total = 0;
        for (int i = 0; i < table.Length; i++)
        {
            rowSums[i / columns] += table[i];
            columnSums[i % columns] += table[i];
            total += table[i];
        }

        double sum = 0;
        for (int i = 0; i < table.Length; i++)
        {
            if (table[i] > 0)
            {
                sum += table[i] / total * PortableMath.Log(table[i] * total / (rowSums[i / columns] * columnSums[i % columns]));
            }
        }

        return total == 0 ? double.NaN : Math.Max(0, sum);
    }

    /// <summary>
    /// Correlation ratio eta: the square root of the share of a number's variance that lies between the classes. 0 to 1; NaN where the numbers are constant.
    /// Sums are exact. O(n + 1.1 KB per class).
    /// </summary>
    public static double CorrelationRatio(ReadOnlySpan<int> classes, int classCount, ReadOnlySpan<double> values)
    {
        if (classes.Length != values.Length)
        {
            throw new ArgumentException("Both columns need the same rows.");
        }

        var all = new ExactSum();
        long rows = 0;
        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            if (classes[i] >= 0 && !double.IsNaN(values[i]))
            {
                all.Add(values[i]);
                least = Math.Min(least, values[i]);
                most = Math.Max(most, values[i]);
                rows++;
            }
        }

        if (rows < 2 || least == most)
        {
            return double.NaN;
        }

        double mean = all.ToDouble() / rows;
        var sums = new ExactSum[classCount];
        var counts = new long[classCount];
        var whole = new ExactSum();
        for (int i = 0; i < values.Length; i++)
        {
            if (classes[i] >= 0 && !double.IsNaN(values[i]))
            {
                (sums[classes[i]] ??= new ExactSum()).Add(values[i] - mean);
                counts[classes[i]]++;
                whole.AddSquare(values[i] - mean);
            }
        }

        var between = new ExactSum();
        for (int c = 0; c < classCount; c++)
        {
            if (counts[c] > 0)
            {
                double sum = sums[c].ToDouble();
                between.Add(sum * sum / counts[c]);
            }
        }

        return Math.Sqrt(Math.Clamp(between.ToDouble() / whole.ToDouble(), 0, 1));
    }
}
