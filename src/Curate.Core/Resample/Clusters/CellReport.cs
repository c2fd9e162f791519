using Curate.Core.Grouping;
using Curate.Core.Numerics;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Clusters;

/// <summary>What reports of resamplers over clusters say.</summary>
internal static class CellReport
{
    /// <summary>Each cell before and after: rows, what it was to have, and what it has.</summary>
    public static ReportTable Rows(CellRows cells, ReadOnlySpan<double> targets, CellCopies copies)
    {
        var table = new ReportTable("clusters", "Clusters", ["cluster", "before", "before_share", "target", "after", "after_share", "most_copies"]);
        double after = 0;
        for (int c = 0; c < cells.Count; c++)
        {
            after += After(cells, copies, c);
        }

        for (int c = 0; c < cells.Count; c++)
        {
            long own = After(cells, copies, c);
            table.Add(cells.Names[c], cells.Sizes[c], (double)cells.Sizes[c] / cells.Placed, targets[c], own, after > 0 ? own / after : 0, copies.Full[c] + (copies.Rest[c] > 0 ? 1 : 0));
        }

        return table;
    }

    /// <summary>Each cell before, its weight, and its sum of weights.</summary>
    public static ReportTable Weights(CellRows cells, ReadOnlySpan<double> weights)
    {
        var table = new ReportTable("clusters", "Clusters", ["cluster", "before", "before_share", "weight", "after", "after_share"]);
        double after = 0;
        for (int c = 0; c < cells.Count; c++)
        {
            after += weights[c] * cells.Sizes[c];
        }

        for (int c = 0; c < cells.Count; c++)
        {
            double own = weights[c] * cells.Sizes[c];
            table.Add(cells.Names[c], cells.Sizes[c], (double)cells.Sizes[c] / cells.Placed, weights[c], own, after > 0 ? own / after : 0);
        }

        return table;
    }

    /// <summary>
    /// The whole in one line. The effective sample size is that of Kish, (sum w)^2 / sum w^2 over rows, w a row's copies or its weight; the effective number of
    /// clusters is the exponential of the entropy of their shares.
    /// </summary>
    public static ReportTable Sampling(CellRows cells, ReadOnlySpan<double> after, double effectiveRows, double mostOfARow)
    {
        var table = new ReportTable("sampling", "Sampling", ["rows", "unclustered", "clusters", "after", "most_of_a_row", "effective_sample_size", "effective_clusters_before", "effective_clusters_after"]);
        double total = 0;
        var before = new double[cells.Count];
        for (int c = 0; c < cells.Count; c++)
        {
            before[c] = cells.Sizes[c];
            total += after[c];
        }

        table.Add(cells.InputRows, cells.Unplaced, (long)cells.Count, total, mostOfARow, effectiveRows, Effective(before), Effective(after));
        return table;
    }

    /// <summary>Kish's effective sample size of copies.</summary>
    public static double EffectiveRows(CellRows cells, CellCopies copies)
    {
        double sum = 0;
        double squares = 0;
        for (int c = 0; c < cells.Count; c++)
        {
            double few = cells.Sizes[c] - copies.Rest[c];
            double full = copies.Full[c];
            sum += After(cells, copies, c);
            squares += (few * full * full) + (copies.Rest[c] * (full + 1) * (full + 1));
        }

        return squares > 0 ? sum * sum / squares : 0;
    }

    /// <summary>Kish's effective sample size of weights.</summary>
    public static double EffectiveRows(CellRows cells, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        double squares = 0;
        for (int c = 0; c < cells.Count; c++)
        {
            sum += weights[c] * cells.Sizes[c];
            squares += weights[c] * weights[c] * cells.Sizes[c];
        }

        return squares > 0 ? sum * sum / squares : 0;
    }

    /// <summary>Each level of the tree: its clusters and how even they are, before and after.</summary>
    public static ReportTable Levels(PlacedRows placed, ReadOnlySpan<double> after)
    {
        var table = new ReportTable("levels", "Levels", ["level", "clusters", "smallest", "largest", "imbalance", "effective_before", "effective_after", "sample_members", "mean_squared_distance"]);
        long[][] rows = placed.Tree.Sums(placed.Cells.Sizes);
        double[][] left = placed.Tree.Sums(after);
        for (int level = 0; level < rows.Length; level++)
        {
            double squares = 0;
            foreach (long own in rows[level])
            {
                squares += (double)own * own;
            }

            double total = placed.Cells.Placed;
            object?[] fit = placed.Fit is { } tree ? [(long)tree.Levels[level].Members, tree.Levels[level].Inertia / tree.Levels[level].Parents.Length] : [null, null];
            table.Add([(long)level + 1, (long)rows[level].Length, rows[level].Min(), rows[level].Max(), rows[level].Length * squares / (total * total),
                Effective(Array.ConvertAll(rows[level], static n => (double)n)), Effective(left[level]), .. fit]);
        }

        return table;
    }

    /// <summary>Classes before and after. A random sample has the shares of before, in the mean.</summary>
    /// <param name="labels">The label of every row.</param>
    /// <param name="label">Its column.</param>
    /// <param name="after">What of a row comes out: copies or weight.</param>
    public static IEnumerable<ReportTable> Classes(GroupTable labels, string label, Func<long, double> after)
    {
        var sums = new double[labels.Count];
        for (long row = 0; row < labels.Rows; row++)
        {
            sums[labels.Codes[row]] += after(row);
        }

        var table = new ReportTable("classes", $"Classes of '{label}'", ["class", "before", "before_share", "after", "after_share"]);
        double total = sums.Sum();
        foreach (int g in labels.Sorted())
        {
            table.Add(labels.IsMissing(g) ? "(missing)" : labels.Show(g), labels.RowsOf(g), (double)labels.RowsOf(g) / labels.Rows, sums[g], total > 0 ? sums[g] / total : 0);
        }

        yield return table;
        int[] classes = [.. Enumerable.Range(0, labels.Count).Where(g => !labels.IsMissing(g))];
        var entropy = new ReportTable("class_entropy", "Entropy of the classes, in nats", ["before", "after", "most"]);
        entropy.Add(Entropy(Array.ConvertAll(classes, g => (double)labels.RowsOf(g))), Entropy(Array.ConvertAll(classes, g => sums[g])), classes.Length == 0 ? 0 : PortableMath.Log(classes.Length));
        yield return entropy;
    }

    /// <summary>Rows of a cell that come out.</summary>
    public static long After(CellRows cells, CellCopies copies, int cell) => (copies.Full[cell] * cells.Sizes[cell]) + copies.Rest[cell];

    private static double Effective(ReadOnlySpan<double> amounts) => amounts.Length == 0 ? 0 : PortableMath.Exp(Entropy(amounts));

    private static double Entropy(ReadOnlySpan<double> amounts)
    {
        double total = 0;
        foreach (double amount in amounts)
        {
            total += amount;
        }

        double entropy = 0;
        foreach (double amount in amounts)
        {
            entropy -= amount > 0 ? amount / total * PortableMath.Log(amount / total) : 0;
        }

        return entropy;
    }
}
