using Curate.Core.Running;

namespace Curate.Core.Numerics.Vectors;

/// <summary>
/// The value difference metric of categories (Stanfill and Waltz 1986; the form of SMOTE-N, Chawla et al. 2002, section 6.2): two values of a column are as far
/// apart as the classes that they occur with. With p(c | v) the share of class c among the rows with value v, delta(a, b) = sum over c of |p(c | a) - p(c |
/// b)|, and the
/// rank of two rows is the sum over columns of delta^2.
/// </summary>
/// <remarks>8 bytes for each value of each column and each class.</remarks>
public sealed class ValueDifference
{
    private readonly double[][] _shares;
    private readonly int _classes;

    private ValueDifference(double[][] shares, int classes)
    {
        _shares = shares;
        _classes = classes;
    }

    /// <summary>Counts the classes of every value.</summary>
    /// <param name="store">Codes only.</param>
    /// <param name="labels">The class of each row, 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">How many classes there are.</param>
    public static ValueDifference Fit(VectorStore store, ReadOnlySpan<int> labels, int classes)
    {
        if (store.Numeric > 0)
        {
            throw new ArgumentException("The value difference metric compares codes only.", nameof(store));
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, store.Count);
        var shares = new double[store.Codes][];
        for (int f = 0; f < shares.Length; f++)
        {
            int values = 0;
            for (int row = 0; row < store.Count; row++)
            {
                values = Math.Max(values, (int)store[row][f] + 1);
            }

            var counts = new double[(long)values * classes];
            for (int row = 0; row < store.Count; row++)
            {
                counts[((long)store[row][f] * classes) + labels[row]]++;
            }

            for (int v = 0; v < values; v++)
            {
                Span<double> of = counts.AsSpan(v * classes, classes);
                double total = 0;
                foreach (double count in of)
                {
                    total += count;
                }

                for (int c = 0; c < classes && total > 0; c++)
                {
                    of[c] /= total;
                }
            }

            shares[f] = counts;
        }

        return new ValueDifference(shares, classes);
    }

    /// <summary>The distance of two values of a column; a value that no row had has no classes.</summary>
    public double Delta(int column, int a, int b)
    {
        double sum = 0;
        for (int c = 0; c < _classes; c++)
        {
            sum += Math.Abs(Share(column, a, c) - Share(column, b, c));
        }

        return sum;
    }

    /// <summary>The rank of two rows of codes: sum of squared deltas, column after column.</summary>
    public double Rank(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int f = 0; f < a.Length; f++)
        {
            double delta = Delta(f, (int)a[f], (int)b[f]);
            sum = Math.FusedMultiplyAdd(delta, delta, sum);
        }

        return sum;
    }

    /// <summary>
    /// The k rows nearest to each row by (rank, id); with <paramref name="includeSelf"/> a row counts among its own, as in SMOTE-N. For each row the deltas of
    /// its values
    /// are tabled once, so a pair costs one look-up a column.
    /// </summary>
    public Neighbours.NeighbourGraph Nearest(VectorStore store, int k, bool includeSelf, RunContext run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        using var table = new Neighbours.NeighbourTable(store.Count, Math.Min(k, Math.Max(1, store.Count)), run);
        const int rowsPerTask = 64;
        Workers.ForBlocks(run.Workers, (int)(((long)store.Count + rowsPerTask - 1) / rowsPerTask), task =>
        {
            double[][] deltas = Array.ConvertAll(_shares, of => new double[of.Length / _classes]);
            for (int row = task * rowsPerTask; row < Math.Min(store.Count, (task + 1) * rowsPerTask); row++)
            {
                ReadOnlySpan<float> own = store[row];
                for (int f = 0; f < deltas.Length; f++)
                {
                    for (int v = 0; v < deltas[f].Length; v++)
                    {
                        deltas[f][v] = Delta(f, (int)own[f], v);
                    }
                }

                Scan(store, row, deltas, includeSelf, table);
            }
        }, run.Ct);
        return table.ToGraph(new DistanceRule(Metric.Euclidean), run);
    }

    private static void Scan(VectorStore store, int row, double[][] deltas, bool includeSelf, Neighbours.NeighbourTable table)
    {
        Span<double> ranks = table.Ranks(row);
        Span<int> ids = table.Ids(row);
        for (int other = 0; other < store.Count; other++)
        {
            if (other == row && !includeSelf)
            {
                continue;
            }

            ReadOnlySpan<float> codes = store[other];
            double sum = 0;
            for (int f = 0; f < codes.Length; f++)
            {
                double delta = deltas[f][(int)codes[f]];
                sum = Math.FusedMultiplyAdd(delta, delta, sum);
            }

            Neighbours.NearestHeap.Add(ranks, ids, sum, other);
        }
    }

    private double Share(int column, int value, int label)
    {
        long at = ((long)value * _classes) + label;
        return at < _shares[column].Length ? _shares[column][at] : 0;
    }
}
