using Curate.Core.Randomness;

namespace Curate.Core.Split;

/// <summary>
/// Whole numbers for a table of stratum sizes times split shares: rows sum to the strata, columns to the exact split sizes, and each cell
/// is within one of its exact value wherever such a table exists. Floors first; then each stratum's missing rows go to the splits that
/// still lack most, which finds that table (the greedy proof of the Gale-Ryser theorem). Seldom there is none, where strata are few and
/// splits many: then rows move, where it hurts least, and a cell is less than two off.
/// </summary>
internal static class ControlledRounding
{
    /// <summary>Rows of each stratum (first index) for each split (second).</summary>
    public static long[][] Of(IReadOnlyList<long> sizes, IReadOnlyList<double> shares)
    {
        int parts = shares.Count;
        long[] lacking = LargestRemainders.Share(sizes.Sum(), shares);
        double sum = shares.Sum();
        var cells = new long[sizes.Count][];
        var missing = new int[sizes.Count];
        var fractions = new double[sizes.Count][];
        for (int s = 0; s < cells.Length; s++)
        {
            cells[s] = new long[parts];
            fractions[s] = new double[parts];
            long given = 0;
            for (int p = 0; p < parts; p++)
            {
                double exact = LargestRemainders.Snapped(sizes[s] * (shares[p] / sum));
                cells[s][p] = (long)Math.Floor(exact);
                fractions[s][p] = exact - cells[s][p];
                given += cells[s][p];
                lacking[p] -= cells[s][p];
            }

            missing[s] = (int)(sizes[s] - given);
        }

        int[] order = [.. Enumerable.Range(0, cells.Length)];
        Array.Sort(order, (a, b) => missing[a] != missing[b] ? missing[b].CompareTo(missing[a]) : a.CompareTo(b));
        var places = new int[parts];
        foreach (int s in order)
        {
            for (int p = 0; p < parts; p++)
            {
                places[p] = p;
            }

            Array.Sort(places, (a, b) => lacking[a] != lacking[b] ? lacking[b].CompareTo(lacking[a])
                : fractions[s][a] != fractions[s][b] ? fractions[s][b].CompareTo(fractions[s][a]) : a.CompareTo(b));
            for (int i = 0; i < missing[s]; i++)
            {
                cells[s][places[i]]++;
                lacking[places[i]]--;
            }
        }

        Settle(cells, lacking, sizes, shares, sum);
        return cells;
    }

    /// <summary>Moves rows from splits that have too many to splits that lack some, each in the stratum whose two cells stay nearest to their exact values.</summary>
    private static void Settle(long[][] cells, long[] lacking, IReadOnlyList<long> sizes, IReadOnlyList<double> shares, double sum)
    {
        while (Array.FindIndex(lacking, static n => n > 0) is >= 0 and int to)
        {
            int from = Array.FindIndex(lacking, static n => n < 0);
            int best = -1;
            double least = double.PositiveInfinity;
            for (int s = 0; s < cells.Length; s++)
            {
                double off = Math.Max(
                    cells[s][to] + 1 - sizes[s] * (shares[to] / sum),
                    sizes[s] * (shares[from] / sum) - (cells[s][from] - 1));
                if (cells[s][from] > 0 && off < least)
                {
                    least = off;
                    best = s;
                }
            }

            cells[best][to]++;
            cells[best][from]--;
            lacking[to]--;
            lacking[from]++;
        }
    }
}
